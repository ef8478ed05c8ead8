package org.kilocard.study;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleFunction;
import java.util.function.Predicate;
import org.kilocard.analytic.AnalyticModel;
import org.kilocard.hardware.Accelerator;
import org.kilocard.hardware.Confidence;
import org.kilocard.hardware.Constant;
import org.kilocard.hardware.Constants;
import org.kilocard.hardware.GemmFormat;
import org.kilocard.hardware.Precision;
import org.kilocard.hardware.Stack;
import org.kilocard.input.Spelled;
import org.kilocard.job.Job;
import org.kilocard.report.AssumedConstant;
import org.kilocard.scenario.Scenario;
import org.kilocard.topology.Tier;

/**
 * Which of the constants that nobody measured matter most to a job.
 *
 * <p><b>Model.</b> Each assumed constant of the job's accelerator and stack that the job can use is taken a tenth
 * larger and a tenth smaller, all others as they are, and the step is estimated in closed form each time. A value
 * beyond what a constant may be counts as no change: efficiency is at most 1.
 *
 * <p><b>Assumes.</b> What the closed form leaves out, contention and faults, does not turn the order round.
 */
public final class Sensitivity {
  private static final double TENTH = 0.1;
  private static final double NOTHING = 5e-5;

  private final Scenario scenario;
  private final Job job;
  private final double step;

  private Sensitivity(Scenario scenario) {
    this.scenario = scenario;
    job = scenario.job();
    step = seconds(job);
  }

  /** The constants with an effect, the one with the largest first. */
  public static List<AssumedConstant> of(Scenario scenario) {
    Sensitivity sensitivity = new Sensitivity(scenario);
    List<AssumedConstant> found = new ArrayList<>(sensitivity.ofAccelerator());
    found.addAll(sensitivity.ofStack());
    found.removeIf(constant -> constant.weight() < NOTHING);
    found.sort(Comparator.comparingDouble(AssumedConstant::weight).reversed());
    return List.copyOf(found);
  }

  private List<AssumedConstant> ofAccelerator() {
    Accelerator card = job.accelerator();
    String attention = "kernels.attention.";
    String ofJob = attention + job.stack().attentionOn(card) + ".";
    String gemm = "kernels.gemm.";
    List<String> formats = List.of(
        gemm + job.gemmFormat() + ".", gemm + GemmFormat.of(Precision.BF16) + ".",
        gemm + GemmFormat.of(Precision.FP16) + ".");
    Predicate<String> used = path -> path.startsWith(attention) ? path.startsWith(ofJob)
        : !path.startsWith(gemm) || formats.stream().anyMatch(path::startsWith);
    return changes(card.id(), Constants.of(card), used,
        (path, value) -> job.with(Constants.with(card, Map.of(path, value))));
  }

  private List<AssumedConstant> ofStack() {
    Stack stack = job.stack();
    String transports = "transports.";
    Predicate<String> used = path -> !path.startsWith(transports)
        || scenario.cluster().tiers().stream().map(Tier::name)
            .anyMatch(name -> path.startsWith(transports + name + "."));
    return changes(stack.id(), Constants.of(stack), used,
        (path, value) -> job.with(Constants.with(stack, Map.of(path, value))));
  }

  /** Makes a job with another value of a constant. */
  private interface Change {
    Job to(String path, double value);
  }

  private List<AssumedConstant> changes(
      String file, Map<String, Constant> constants, Predicate<String> used, Change change) {
    List<AssumedConstant> changes = new ArrayList<>();
    constants.forEach((path, constant) -> {
      if (constant.source().confidence() == Confidence.ASSUMED && constant.value() > 0 && used.test(path)) {
        DoubleFunction<Job> job = factor -> change.to(path, constant.value() * factor);
        changes.add(new AssumedConstant(path, file, Spelled.of(constant.source().confidence()),
            change(job, 1 + TENTH), change(job, 1 - TENTH)));
      }
    });
    return changes;
  }

  private double change(DoubleFunction<Job> job, double factor) {
    try {
      return seconds(job.apply(factor)) / step - 1;
    } catch (IllegalArgumentException beyond) {
      // A fraction above 1: there is no such card.
      return 0;
    }
  }

  private double seconds(Job changed) {
    return AnalyticModel.of(scenario.cluster(), changed).evaluate(changed).stepPs() * 1e-12;
  }
}

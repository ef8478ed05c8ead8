package org.kilocard.validation;

import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import org.kilocard.hardware.Calibration;
import org.kilocard.hardware.Stack;
import org.kilocard.input.Catalogue;
import org.kilocard.input.Mapping;
import org.kilocard.input.Overrides;
import org.kilocard.job.Job;
import org.kilocard.job.MemoryEstimate;
import org.kilocard.report.Result;
import org.kilocard.scenario.Fidelity;
import org.kilocard.scenario.Scenario;
import org.kilocard.scenario.ScenarioFile;
import org.kilocard.study.Simulation;
import org.kilocard.world.Progress;
import org.kilocard.world.Simulator;

/**
 * Runs that are training steps: the base is a scenario, each row sets some of its keys. Memory is that of the fullest
 * card, or with {@code memory_rank} that of the cards of one pipeline rank, such as the one whose process wrote a log.
 */
record StepRows(Mapping base, Catalogue catalogue) implements FamilyFile.Kind {
  @Override
  public FamilyFile.Run read(Mapping set, Mapping measured) {
    Scenario scenario = ScenarioFile.read(base.unread(), catalogue, Overrides.of(set));
    Map<Metric, Double> values = FamilyFile.values(measured, Metric.STEP_S, Metric.TOKENS_PER_S,
        Metric.TOKENS_PER_S_PER_CARD, Metric.TFLOPS_PER_CARD, Metric.MFU, Metric.MEMORY_BYTES);
    OptionalLong rank = measured.optionalCount("memory_rank", 0, scenario.job().parallelism().pipeline() - 1L);
    if (rank.isPresent() && !values.containsKey(Metric.MEMORY_BYTES)) {
      throw measured.fail("memory_rank", "goes with memory_bytes");
    }
    Mapping named = set.keys().contains("stack") ? set.unread() : base.unread();
    return new FamilyFile.Run(values, new Step(scenario, rank),
        FamilyFile.stack(named, catalogue, scenario.cluster().stack()));
  }

  /** A step of a scenario. */
  private record Step(Scenario scenario, OptionalLong memoryRank) implements Row.Experiment {
    @Override
    public Map<Metric, Double> run(UnaryOperator<Calibration> calibration, Simulator simulator) {
      Job job = scenario.job();
      Stack stack = job.stack().with(calibration.apply(job.stack().calibration()));
      Scenario calibrated = scenario.with(job.with(stack));
      Result result = (scenario.fidelity() == Fidelity.ANALYTIC
          ? Simulation.estimate(calibrated)
          : Simulation.run(calibrated, simulator, Progress.NONE)).result();
      Map<Metric, Double> metrics = new EnumMap<>(Metric.class);
      metrics.put(Metric.STEP_S, result.seconds());
      metrics.put(Metric.TOKENS_PER_S, result.throughput().tokensPerSecond());
      metrics.put(Metric.TOKENS_PER_S_PER_CARD, result.throughput().tokensPerSecondPerCard());
      metrics.put(Metric.TFLOPS_PER_CARD, result.throughput().modelTflopsPerCard());
      metrics.put(Metric.MFU, result.throughput().mfu());
      result.memory().ifPresent(memory -> metrics.put(Metric.MEMORY_BYTES, (double) memory.bytesPerCard()));
      memoryRank.ifPresent(rank -> metrics.put(Metric.MEMORY_BYTES, (double) MemoryEstimate.of(job).get((int) rank)
          .values().stream().mapToLong(Long::longValue).sum()));
      return metrics;
    }
  }
}

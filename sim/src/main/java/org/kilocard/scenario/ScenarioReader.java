package org.kilocard.scenario;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.kilocard.hardware.CalibrationSection;
import org.kilocard.hardware.KernelSpeedup;
import org.kilocard.hardware.Precision;
import org.kilocard.hardware.Stack;
import org.kilocard.hardware.StackFile;
import org.kilocard.input.Catalogue;
import org.kilocard.input.DidYouMean;
import org.kilocard.input.Mapping;
import org.kilocard.input.Node;
import org.kilocard.input.Spelled;
import org.kilocard.input.YamlDocument;
import org.kilocard.job.Batch;
import org.kilocard.job.Communication;
import org.kilocard.job.Faults;
import org.kilocard.job.Job;
import org.kilocard.job.Parallelism;
import org.kilocard.job.Recompute;
import org.kilocard.model.ModelFile;
import org.kilocard.model.ModelSpec;
import org.kilocard.schedule.Schedule;
import org.kilocard.schedule.Schedules;
import org.kilocard.topology.Cluster;
import org.kilocard.topology.TopologyFile;

/** Reads the keys of one scenario in the order in which they build on each other, then checks the whole. */
final class ScenarioReader {
  private enum Folding { AUTO, OFF }

  private static final int LONGEST_SEQUENCE = 1 << 24;
  private static final double SMALLEST_SPEEDUP = 0.01;
  private static final double LARGEST_SPEEDUP = 100;
  private static final int LARGEST_BATCH = 1 << 24;

  private final Mapping written;
  private final Catalogue catalogue;
  private final List<String> warnings = new ArrayList<>();

  ScenarioReader(Mapping written, Catalogue catalogue) {
    this.written = written;
    this.catalogue = catalogue;
  }

  Scenario read() {
    String name = written.text("name", stem());
    Node topology = written.node("topology");
    Cluster whole = TopologyFile.read(topology, catalogue, NameExpansion.referrer(topology));
    Node named = written.node("model");
    ModelSpec model = new LoraReader(written,
        ModelFile.read(named, catalogue, NameExpansion.referrer(named), warnings::add)).read();
    Stack stack = calibrated(stack(whole));
    Precision precision = written.choice("precision", Precision.BF16);
    Mapping sizes = written.mapping("batch");
    Batch batch = batch(sizes);
    LayoutReader layout = new LayoutReader(written, whole, model);
    Parallelism parallelism = layout.read();
    Cluster cluster = whole.forJob(parallelism.cards());
    Schedule schedule = schedule(parallelism);
    Recompute recompute = written.choice("recompute", Recompute.NONE);
    Communication communication =
        new CommunicationReader(written.section("communication"), cluster, stack, model).read();
    long seed = written.optionalInteger("seed").orElse(1);
    MoeReader.Moe moe = new MoeReader(written, model, catalogue, seed).read();
    Job job = new Job(model, cluster.accelerator(), stack, precision, parallelism, schedule, batch, recompute,
        communication, moe.nodeLimit(), moe.load());
    Fidelity fidelity = fidelity();
    boolean fold = written.choice("fold", Folding.AUTO) == Folding.AUTO;
    Faults faults = new FaultReader(written, cluster, job.parallelism().cards(), seed).read();
    if (fidelity == Fidelity.ANALYTIC && !faults.equals(Faults.NONE)) {
      throw written.fail("faults", "analytic fidelity takes all cards and links to be sound", "Write fidelity: flow.");
    }
    warnings.addAll(faults.assumptions());
    Optional<Training> training = new TrainingReader(written, cluster.accelerator(), warnings).read();
    written.done();
    HardwareRules.check(written, cluster, job);
    JobRules.violation(job).ifPresent(rule -> {
      throw rule.in(written, layout.section(), sizes);
    });
    warnings.addAll(ShardingHint.of(job));
    return new Scenario(name, cluster, job, fidelity, fold, seed, faults, training, warnings);
  }

  private String stem() {
    String file = String.valueOf(Path.of(written.location().file()).getFileName());
    return file.replaceFirst("\\.[a-z]+$", "");
  }

  private Stack stack(Cluster cluster) {
    Optional<Node> asked = written.optionalNode("stack");
    if (asked.isEmpty()) {
      return StackFile.load(catalogue, cluster.stack());
    }
    Node stack = asked.get();
    return StackFile.read(stack instanceof Mapping inline ? inline : YamlDocument.parse(
        catalogue.resolve(StackFile.FOLDER, stack.asScalar(), NameExpansion.referrer(stack))), catalogue);
  }

  /** What the scenario says about calibration replaces what its stack says, constant by constant. */
  private Stack calibrated(Stack stack) {
    return stack.with(CalibrationSection.read(written.section(CalibrationSection.KEY), stack.calibration()))
        .with(speedup(written.section("compute")));
  }

  private KernelSpeedup speedup(Mapping compute) {
    KernelSpeedup speedup = new KernelSpeedup(speedup(compute, "gemm_speedup", "matrix products"),
        speedup(compute, "attention_speedup", "fused attention kernels"));
    compute.done();
    return speedup;
  }

  private double speedup(Mapping compute, String key, String kernels) {
    double speedup = compute.optionalNumber(key, SMALLEST_SPEEDUP, LARGEST_SPEEDUP).orElse(1);
    if (speedup != 1) {
      warnings.add("what if: " + kernels + " are " + compute.scalar(key).text()
          + " times as fast as the constants of the card say (compute." + key + ")");
    }
    return speedup;
  }

  private static Batch batch(Mapping sizes) {
    Batch batch = new Batch(
        (int) sizes.count("sequence_length", 1, LONGEST_SEQUENCE),
        (int) sizes.count("global", 1, LARGEST_BATCH),
        (int) sizes.optionalCount("micro", 1, LARGEST_BATCH).orElse(1));
    sizes.done();
    return batch;
  }

  private Schedule schedule(Parallelism parallelism) {
    Optional<String> asked = written.optionalText("schedule");
    String name = asked.orElse(parallelism.virtualPipeline() > 1 ? "interleaved" : "1f1b");
    return Schedules.named(name).orElseThrow(() -> written.fail("schedule", "unknown schedule '" + name + "'",
        DidYouMean.closest(name, Schedules.names()).map(near -> "Did you mean '" + near + "'? ").orElse("")
            + "Known: " + String.join(", ", Schedules.names())));
  }

  private Fidelity fidelity() {
    Fidelity fidelity = written.choice("fidelity", Fidelity.FLOW);
    if (fidelity == Fidelity.PACKET) {
      throw written.fail(
          "fidelity", Spelled.of(fidelity) + " fidelity is not simulated yet", "Write flow, or analytic.");
    }
    return fidelity;
  }
}

package org.kilocard.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kilocard.hardware.StackFile;
import org.kilocard.input.InputException;
import org.kilocard.input.Overrides;
import org.kilocard.input.YamlDocument;
import org.kilocard.report.Part;
import org.kilocard.report.Result;
import org.kilocard.scenario.ScenarioFile;
import org.kilocard.world.Progress;
import org.kilocard.world.Simulator;

/** The named constants of calibration do what they say, in simulation and closed form alike. */
class CalibrationTest {
  private static final String SMALL = """
      topology: h100-nvl8-ib
      cards: 16
      model: {name: Small, family: gpt, layers: 4, hidden: 2048, heads: 16, kv_heads: 16, ffn: 8192, vocab: 51200}
      parallelism: {tensor: 2, pipeline: 2}
      batch: {sequence_length: 1024, global: 16}
      """;

  private static Result run(String fidelity, String... settings) {
    List<String> all = Stream.concat(Stream.of("fidelity=" + fidelity), Stream.of(settings)).toList();
    var scenario = ScenarioFile.read(YamlDocument.parse("small.yaml", SMALL), Questions.CATALOGUE,
        Overrides.parse(all));
    if (fidelity.equals("analytic")) {
      return Simulation.estimate(scenario).result();
    }
    try (Simulator simulator = new Simulator()) {
      return Simulation.run(scenario, simulator, Progress.NONE).result();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"flow", "analytic"})
  void kernelsTakeSoManyTimesAsLong(String fidelity) {
    // Without units shared and memory contended nothing slows kernels: their time is in proportion.
    Result plain = run(fidelity, "communication.unit_mode=offload");
    Result slow = run(fidelity, "communication.unit_mode=offload", "calibration.compute_scale=3");
    assertThat(slow.breakdown().get(Part.OPTIMIZER))
        .isCloseTo(3 * plain.breakdown().get(Part.OPTIMIZER), within(1e-9));
    assertThat(slow.breakdown().get(Part.COMPUTE) - slow.slowedSeconds())
        .isCloseTo(3 * (plain.breakdown().get(Part.COMPUTE) - plain.slowedSeconds()), within(1e-8));
  }

  @ParameterizedTest
  @ValueSource(strings = {"flow", "analytic"})
  void overheadIsAddedOncePerStep(String fidelity) {
    Result plain = run(fidelity, "communication.overlap.parameter=false");
    Result slow = run(fidelity, "communication.overlap.parameter=false", "calibration.step_overhead=7 ms");
    assertThat(slow.seconds() - plain.seconds()).isCloseTo(7e-3, within(1e-9));
    assertThat(slow.breakdown().get(Part.OTHER)).isCloseTo(7e-3, within(1e-9));
    assertThat(slow.breakdown().values().stream().mapToDouble(Double::doubleValue).sum())
        .isCloseTo(slow.seconds(), within(1e-12));
  }

  /**
   * 16 sequences on 4 data-parallel pipelines of 2 ranks: 4 micro-batches each, so that 5 forwards and 5 backwards lie
   * behind each other. A pipeline of one rank has no exchange to wait for.
   */
  @ParameterizedTest
  @ValueSource(strings = {"flow", "analytic"})
  void everyPassOfAPipelineWaitsForTheHost(String fidelity) {
    Result plain = run(fidelity);
    Result slow = run(fidelity, "calibration.pass_overhead=3 ms");
    assertThat(slow.seconds() - plain.seconds()).isCloseTo(10 * 3e-3, within(1e-3));
    String single = "parallelism.pipeline=1";
    assertThat(run(fidelity, single, "calibration.pass_overhead=3 ms").seconds())
        .isEqualTo(run(fidelity, single).seconds());
  }

  /**
   * ZB-H2 on 4 ranks in steps without a barrier: the ranks no longer pay for their late start, parts still add up, and
   * the closed form agrees.
   */
  @ParameterizedTest
  @ValueSource(strings = {"flow", "analytic"})
  void stepsMayFollowEachOtherWithoutABarrier(String fidelity) {
    String[] job = {"parallelism.pipeline=4", "parallelism.data=2", "batch.global=32", "schedule=zb-h2"};
    String[] rolling = Stream.concat(Stream.of(job), Stream.of("communication.overlap.step=true"))
        .toArray(String[]::new);
    Result one = run(fidelity, job);
    Result after = run(fidelity, rolling);
    assertThat(after.seconds()).isLessThan(0.97 * one.seconds());
    assertThat(after.breakdown().get(Part.BUBBLE)).isLessThan(0.5 * one.breakdown().get(Part.BUBBLE));
    assertThat(after.breakdown().values().stream().mapToDouble(Double::doubleValue).sum())
        .isCloseTo(after.seconds(), within(1e-12));
    assertThat(after.seconds()).isCloseTo(run("flow", rolling).seconds(), within(0.02 * after.seconds()));
  }

  @Test
  void collectivesTakeSoManyTimesAsLong() {
    Result plain = run("flow");
    Result slow = run("flow", "calibration.communication_scale=2");
    plain.collectives().forEach(before -> assertThat(slow.collectives()).anySatisfy(after -> {
      assertThat(after.name()).isEqualTo(before.name());
      assertThat(after.bytes()).isEqualTo(before.bytes());
      assertThat(after.p50Ps() / (double) before.p50Ps()).isBetween(1.7, 2.3);
    }));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.9", "0.3", "0.01"})
  void noCollectiveBeatsItsBound(String scale) {
    // A run checks every call against its bound and throws where one is faster.
    Result fast = run("flow", "calibration.communication_scale=" + scale);
    assertThat(fast.seconds()).isLessThan(run("flow").seconds());
  }

  @Test
  void scenarioWinsOverTheStackConstantByConstant() {
    String stack = """
        extends: megatron-h100-2024
        name: mine
        calibration: {compute_scale: 2, step_overhead: 5 ms}
        sources: {calibration: {text: my small run, confidence: fitted}}
        """;
    var read = StackFile.read(YamlDocument.parse("mine.yaml", stack), Questions.CATALOGUE);
    assertThat(read.calibration().computeScale()).isEqualTo(2);
    String inline = SMALL + "stack:\n" + stack.indent(2) + "calibration: {compute_scale: 1.5}\n";
    var job = ScenarioFile.read(YamlDocument.parse("s.yaml", inline), Questions.CATALOGUE, Overrides.parse(List.of()))
        .job();
    assertThat(job.stack().calibration().computeScale()).isEqualTo(1.5);
    assertThat(job.stack().calibration().stepOverheadPs()).isEqualTo(5_000_000_000L);
  }

  @Test
  void stackMayTakeAwayAProtocolButNotExtendItself() {
    String stack = """
        extends: megatron-h100-2024
        name: without
        transports: {nvlink: {protocols: {ll128: }}}
        """;
    var read = StackFile.read(YamlDocument.parse("mine.yaml", stack), Questions.CATALOGUE);
    assertThat(read.transport("nvlink").protocols()).extracting(p -> p.name()).doesNotContain("ll128").contains("ll");
    String circle = "extends: ../scenarios/circle.yaml\nname: x\n";
    assertThatThrownBy(() -> StackFile.read(YamlDocument.parse("mine.yaml", circle), Questions.CATALOGUE))
        .isInstanceOf(InputException.class).hasMessageContaining("there is no file");
  }
}

package org.kilocard.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.kilocard.collective.Call;
import org.kilocard.collective.Operation;
import org.kilocard.job.Role;
import org.kilocard.timeline.CallTrack;
import org.kilocard.timeline.Timeline;

class TextReportTest {
  private static final Pattern ESCAPE = Pattern.compile("\u001b\\[\\d+m");

  /** Every number of the expected file was checked against the comments of {@link ResultTest}. */
  @Test
  void showsTheExample() throws IOException {
    assertThat(TextReport.of(Result.of(Example.facts(), Example.timeline(), 0.25), false))
        .isEqualTo(JsonResultTest.expected("example.txt"));
  }

  @Test
  void codesChangeNothingButTheLook() {
    Result result = Result.of(tight(), Example.timeline(), 0.25);
    String plain = TextReport.of(result, false);
    String coloured = TextReport.of(result, true);
    assertThat(plain).doesNotContain("\u001b");
    assertThat(coloured).contains("\u001b[1mexample\u001b[0m", "\u001b[31mdoes not fit\u001b[0m",
        "\u001b[33mwarning");
    assertThat(ESCAPE.matcher(coloured).replaceAll("")).isEqualTo(plain);
  }

  /** 60 GiB on 40 GiB, most of it activations. */
  @Test
  void saysWhatWouldFitAndWarns() {
    assertThat(TextReport.of(Result.of(tight(), Example.timeline(), 0.25), false)).contains(
        "warning: 60 GiB on a card of 40 GiB",
        "150.0 %  does not fit",
        "What would help: more recompute, a smaller micro-batch, or more tensor or pipeline parallelism.");
  }

  /** Twelve calls with long names, a long formula, stages with all phases: no line is longer than 100. */
  @Test
  void longNamesAndManyCallsKeepTheWidth() {
    Timeline t = Example.timeline();
    RunFacts f = Example.facts();
    RunFacts facts = new RunFacts("s", "m", "t", 8, 4096,
        new StepFlops(1e20, 1e20, 1e20, "a term of the formula + ".repeat(9)), f.peak(), f.memory(),
        80L << 30, "flow", 1, "v", List.of(), Optional.empty());
    Result example = Result.of(facts, t, 0.25);
    List<CallTrack> calls = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      Call call =
          Call.of("gradient reduce-scatter of the layer " + i, Operation.ALL_REDUCE, 1_234_567_890L + i);
      calls.add(new CallTrack(Role.DATA, call, "hierarchical ring LL128", 4_096, 1, 90_123_456L,
          new long[] {123_456_789L + i}));
    }
    Map<Phase, Double> phases = new EnumMap<>(Phase.class);
    List.of(Phase.values()).forEach(phase -> phases.put(phase, 0.01075));
    StageUse stage = new StageUse(15, 128, phases, OptionalLong.of(1L << 36));
    Result result = new Result(facts, 0.086, example.throughput(), 0, example.breakdown(), 0.01, phases,
        phases, List.of(stage, stage), example.memory(), example.tiers(),
        CollectiveUse.of(calls, 8), example.bottleneck(),
        Optional.empty(), example.simulation());

    String text = TextReport.of(result, false);

    assertThat(text.lines()).allMatch(line -> line.length() <= 100);
    assertThat(text).contains("gradient reduce-sc…", "and 2 more in the JSON result",
        "10.0 ms (11.6 %) of it is kernels made slower");
  }

  private static RunFacts tight() {
    RunFacts f = Example.facts();
    return new RunFacts(f.scenario(), f.model(), f.topology(), f.cards(), f.tokens(), f.flops(), f.peak(),
        List.of(new StageMemory(0, Map.of("activations", 60L << 30))), 40L << 30, f.fidelity(), f.seed(),
        f.version(), List.of("60 GiB on a card of 40 GiB"), Optional.empty());
  }
}

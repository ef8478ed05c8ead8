package org.kilocard.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.kilocard.collective.Call;
import org.kilocard.collective.Operation;
import org.kilocard.program.ProgramBuilder;
import org.kilocard.job.Role;
import org.kilocard.program.Stream;
import org.kilocard.timeline.CallTrack;
import org.kilocard.timeline.CardTrack;
import org.kilocard.timeline.Timeline;

class JsonResultTest {

  /** Every number of the expected file was checked against the comments of {@link ResultTest}. */
  @Test
  void writesTheContract() throws IOException {
    assertThat(json(Result.of(Example.facts(), Example.timeline(), 0.25)))
        .isEqualTo(expected("example.json"));
  }

  /** No memory, no training, a call of no bytes and no time, an MFU of nothing: keys are missing, not NaN. */
  @Test
  void leavesOutWhatIsUnknown() {
    ProgramBuilder b = new ProgramBuilder(0);
    b.compute("work", 2_000, 2_000);
    b.communicate(Stream.TENSOR, Role.TENSOR, Call.of("nothing", Operation.ALL_REDUCE, 0), 0);
    CardTrack card =
        new CardTrack(0, 1, b.build(), new long[2], new long[2], new long[] {2_000, 0});
    CallTrack call = new CallTrack(
        Role.TENSOR, Call.of("nothing", Operation.ALL_REDUCE, 0), "none", 1, 1, 0, new long[1]);
    RunFacts facts = new RunFacts("s", "m", "t", 1, 1, new StepFlops(0, 0, 0, "none"),
        new CardPeak(1, "bf16", 1), List.of(), 0, "analytic", 7, "v", List.of("made up"), Optional.empty());

    Timeline timeline = new Timeline(2_000, List.of(card), List.of(), List.of(call), 0, 0);
    String json = json(Result.of(facts, timeline, 0));

    assertThat(json).doesNotContain("NaN", "Infinity", "\"memory\"", "\"training\"", "algbw_gbps",
        "of_bound");
    assertThat(json).contains("\"warnings\" : [\n    \"made up\"\n  ]", "\"bound_us\" : 0.0",
        "\"mfu\" : 0.0");
  }

  /** Double.toString(7.4e22) is 7.3999999999999996E22 on JDK 17 and 7.4E22 from JDK 19 on. */
  @Test
  void writesTheShortestDecimalThatReadsBackOnEveryJdk() {
    Result example = Result.of(Example.facts(), Example.timeline(), 0.25);
    Result result = new Result(example.facts(), 7.4e22, example.throughput(), 0, example.breakdown(), 0,
        example.phases(), example.criticalPhases(), example.stages(), example.memory(), example.tiers(),
        example.collectives(), example.bottleneck(), example.training(), example.simulation());
    assertThat(json(result)).contains("\"time_s\" : 7.4E22,");
  }

  static String expected(String name) throws IOException {
    try (InputStream in = JsonResultTest.class.getResourceAsStream(name)) {
      assertThat(in).as(name).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String json(Result result) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    JsonResult.write(result, out);
    return out.toString(StandardCharsets.UTF_8);
  }
}

package org.kilocard.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A line reads back as it was written, and no beginning of a line is taken for one. */
final class FigureLineTest {
  private static final FigureLine LINE = new FigureLine("a1b2",
      new TreeMap<>(Map.of("throughput.mfu", 0.1 + 0.2, "step.time_s", 1e-300, "cards", 2048.0)), "");

  @Test
  void readsBackAsWritten() {
    assertThat(FigureLine.parse(LINE.written())).contains(LINE);
    FigureLine failed = new FigureLine("c3", new TreeMap<>(), "it takes \"forever\", or\nlonger");
    assertThat(failed.written()).doesNotContain("\n");
    assertThat(FigureLine.parse(failed.written())).contains(failed);
  }

  @Test
  void noBeginningIsALine() {
    String text = LINE.written();
    for (int length = 0; length < text.length(); length++) {
      assertThat(FigureLine.parse(text.substring(0, length))).as("first %d characters", length).isEmpty();
    }
    assertThat(FigureLine.parse(text + text)).isEmpty();
    assertThat(FigureLine.parse("{\"key\": \"a\", \"figures\": {\"b\": \"c\"}}")).isEmpty();
    assertThat(FigureLine.parse("[]")).isEmpty();
  }
}

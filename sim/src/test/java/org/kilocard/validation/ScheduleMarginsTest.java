package org.kilocard.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.kilocard.input.Catalogue;
import org.kilocard.report.Accuracy;
import org.kilocard.report.PredictedRow;

/**
 * Schedules beat 1F1B by the published margins, simulated with their kernels, messages and hosts: the speed of each over
 * that of 1F1B in the same setup, as predicted and as measured.
 */
class ScheduleMarginsTest {
  private static final double POINTS = 0.01;

  /**
   * Four schedules of 6.2 B parameters on 8 A100 with 24, 32 and 64 micro-batches, and of 28.3 B on 32 with 96.
   */
  @Test
  void zeroBubble() {
    Map<String, PredictedRow> rows = rows("gpt-a100-zero-bubble");
    for (String setup : List.of("6.2b-m24", "6.2b-m32", "6.2b-m64", "28.3b-m96")) {
      for (String schedule : List.of("interleaved", "zb-h1", "zb-h2")) {
        PredictedRow plain = rows.get("1f1b-" + setup);
        PredictedRow row = rows.get(schedule + "-" + setup);
        assertThat(plain.predicted() / row.predicted()).as("%s, %s", schedule, setup)
            .isCloseTo(plain.measured() / row.measured(), within(3 * POINTS));
      }
    }
    // Measured there: ZB-2p 0.99, ZB-1p 0.87, interleaved 0.82 and 1F1B 0.76 samples per second and card.
    assertThat(List.of("zb-h2", "zb-h1", "interleaved", "1f1b"))
        .extracting(schedule -> rows.get(schedule + "-28.3b-m96").predicted()).isSorted();
  }

  /** Llama 2 7B, 16 layers, on 8 MI300X: rates, so that more is better. */
  @Test
  void primus() {
    Map<String, PredictedRow> rows = rows("llama2-7b-mi300x-primus");
    for (String schedule : List.of("interleaved", "zb-h1", "zb-v", "v-half")) {
      PredictedRow plain = rows.get("1f1b");
      PredictedRow row = rows.get(schedule);
      assertThat(row.predicted() / plain.predicted()).as(schedule)
          .isCloseTo(row.measured() / plain.measured(), within(3 * POINTS));
    }
    assertThat(List.of("1f1b", "interleaved", "zb-h1"))
        .extracting(schedule -> rows.get(schedule).predicted()).isSorted();
    assertThat(rows.get("v-half").predicted()).isBetween(
        rows.get("1f1b").predicted(), rows.get("zb-v").predicted());
  }

  private static Map<String, PredictedRow> rows(String family) {
    Catalogue catalogue = new Catalogue(Path.of(".."));
    Accuracy accuracy =
        Validation.of(List.of(FamilyFile.load(catalogue, family)), true, 2, Validation.Watch.NONE);
    return accuracy.families().get(0).rows().stream()
        .filter(row -> !row.metric().equals(Accuracy.MEMORY))
        .collect(Collectors.toMap(PredictedRow::id, row -> row));
  }
}

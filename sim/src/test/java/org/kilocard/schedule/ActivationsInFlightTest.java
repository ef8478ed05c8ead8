package org.kilocard.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Peaks against the published counts. */
class ActivationsInFlightTest {
  static Stream<Shapes.Case> cases() {
    return Shapes.all();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void peakIsThePublishedOne(Shapes.Case given) {
    for (int rank = 0; rank < given.shape().ranks(); rank++) {
      long peak = ActivationsInFlight.peak(given.schedule().order(given.shape(), rank));
      if (given.schedule() instanceof VHalf) {
        // Its last places are taken by some ranks only, or by none where the step is short.
        assertThat(peak).as("%s rank %d", given, rank).isLessThanOrEqualTo(published(given, rank));
      } else {
        assertThat(peak).as("%s rank %d", given, rank).isEqualTo(published(given, rank));
      }
    }
  }

  /** 16 ranks: 1F1B holds 16 micro-batches, 32 chunks; half of them are 16, one micro-batch more 18. */
  @Test
  void vHalfHoldsHalf() {
    List<Long> peaks = new VHalf().orders(new PipelineShape(16, 2, 40)).stream()
        .map(ActivationsInFlight::peak)
        .toList();
    assertThat(peaks).allMatch(peak -> peak >= 16 && peak <= 18).contains(18L);
  }

  private static int published(Shapes.Case given, int rank) {
    int ranks = given.shape().ranks();
    int chunks = given.shape().chunksPerRank();
    int microBatches = given.shape().microBatches();
    // Paired, the forward of the next one begins before a backward lets go.
    int more = given.schedule().equals(given.schedule().paired(true)) ? 1 : 0;
    return switch (given.schedule().name()) {
      case "gpipe" -> microBatches;
      case "1f1b" -> Math.min(ranks - rank + (ranks == 1 ? more : 0), microBatches);
      case "interleaved" ->
          Math.min(2 * (ranks - 1 - rank) + (chunks - 1) * ranks + 1 + more, chunks * microBatches);
      case "zb-h1" -> Math.min(ranks, microBatches);
      case "zb-h2" -> Math.min(2 * ranks - 1, microBatches);
      case "dualpipe" -> ranks + 1;
      case "dualpipe-v" -> 2 * ranks + 1;
      case "zb-v" -> 2 * Math.min(ranks, microBatches);
      // Half of 1F1B's 2 · ranks, and one micro-batch.
      case "v-half" -> 2 * Math.min(ranks / 2 + 1, microBatches);
      default -> throw new AssertionError("no published count for " + given.schedule().name());
    };
  }

  /**
   * Chunk 0 forward and back, chunk 1 forward and split: 3, then 3 + 5 while both are held, then 5 to the
   * weights.
   */
  @Test
  void heldUntilTheWeightPassAndThroughAnOverlappedSlot() {
    List<Slot> order = List.of(
        single(Pass.FORWARD, 0, 0),
        new Slot.Overlapped(new ChunkTask(Pass.FORWARD, 1, 1), new ChunkTask(Pass.BACKWARD, 0, 0)),
        single(Pass.BACKWARD_INPUT, 1, 1),
        single(Pass.FORWARD, 0, 2),
        single(Pass.WEIGHT, 1, 1),
        single(Pass.BACKWARD, 0, 2));
    assertThat(ActivationsInFlight.peak(order)).isEqualTo(2);
    assertThat(ActivationsInFlight.peak(order, chunk -> chunk == 0 ? 3 : 5)).isEqualTo(8);
    // Without the first two slots: chunk 1 is still held (5) when chunk 0 starts (3).
    assertThat(ActivationsInFlight.peak(
        List.of(single(Pass.FORWARD, 1, 1), order.get(2), order.get(3), order.get(4), order.get(5)),
        chunk -> chunk == 0 ? 3 : 5)).isEqualTo(8);
  }

  private static Slot single(Pass pass, int chunk, int microBatch) {
    return new Slot.Single(new ChunkTask(pass, chunk, microBatch));
  }
}

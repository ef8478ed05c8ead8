package org.kilocard.schedule;

import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * V-Half: as {@link ZbV}, in half of the memory of 1F1B and with half of its bubble.
 *
 * <p><b>Model.</b> {@link VShaped} placement. Forwards and backwards of the input in the order of a {@link
 * BuildingBlock} with intervals 1, 2, 1 and 2 units, half of the sum that fills the memory of 1F1B. Weight
 * passes by {@link WeightFiller} with 2 (⌊P/2⌋ + 1) places per rank: the activations of ⌊P/2⌋ + 1
 * micro-batches, one more than half of those on the first rank of 1F1B.
 *
 * <p><b>Bubble.</b> (3P − 5)F, for odd P (3P − 4)F, for F = I = W, P ≥ 3 and M ≥ P (times of a chunk), where
 * 1F1B idles 6 (P − 1)F. No closed form is given for other times.
 *
 * <p><b>Not modelled.</b> The authors' own order; they publish its principle, and half of the memory of 1F1B
 * up to a constant.
 *
 * <p><b>Source.</b> Qi et al., "Pipeline Parallelism with Controllable Memory", arXiv:2405.15362.
 */
public record VHalf() implements Schedule {
  @Override
  public String name() {
    return "v-half";
  }

  @Override
  public Placement placement() {
    return new VShaped();
  }

  @Override
  public OptionalInt chunksPerRank() {
    return OptionalInt.of(2);
  }

  @Override
  public List<Slot> order(PipelineShape shape, int rank) {
    requireLegal(shape);
    return WeightFiller.order(this, shape, block(shape), places(shape), rank);
  }

  @Override
  public List<List<Slot>> orders(PipelineShape shape) {
    requireLegal(shape);
    return WeightFiller.orders(this, shape, block(shape), places(shape));
  }

  private static int places(PipelineShape shape) {
    return 2 * (shape.ranks() / 2 + 1);
  }

  /** The turns differ, so that no two passes of a rank fall into one unit. */
  private static BuildingBlock block(PipelineShape shape) {
    return shape.ranks() % 2 == 0
        ? new BuildingBlock(1, 2, 1, 2, 4, 1, 5)
        : new BuildingBlock(1, 2, 1, 2, 1, 1, 2);
  }

  @Override
  public OptionalLong bubblePs(PipelineShape shape, PassTimes times) {
    requireLegal(shape);
    boolean alike = times.forwardPs() == times.backwardInputPs() && times.forwardPs() == times.weightPs();
    return alike && shape.ranks() >= 3 && shape.microBatches() >= shape.ranks()
        ? OptionalLong.of((3L * shape.ranks() - 5 + shape.ranks() % 2) * times.forwardPs())
        : OptionalLong.empty();
  }
}

package org.kilocard.schedule;

import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * ZB-V: two chunks per rank in the shape of a V, backwards split, hardly a bubble in the memory of 1F1B.
 *
 * <p><b>Model.</b> {@link VShaped} placement. Forwards and backwards of the input in the order of a {@link
 * BuildingBlock} whose micro-batches walk fast up and slowly down, forwards and backwards alike: intervals 1,
 * 5, 1 and 5 units, at the turns 1. Weight passes by {@link WeightFiller} with 2P places per rank: the
 * activations of P micro-batches, as on the first rank of 1F1B.
 *
 * <p><b>Assumes.</b> The slow ways give messages time: in simulations with unequal passes and messages of a
 * tenth of a pass this order idles a third of what one does that is best for equal passes and free messages
 * alone.
 *
 * <p><b>Bubble.</b> (P − 1)F for F = I = W and M ≥ P (times of a chunk), where 1F1B idles 6 (P − 1)F. It is
 * the least possible: the last rank cannot start before. The authors count each rank from its own first to
 * its own last pass and call it zero. No closed form is given for other times.
 *
 * <p><b>Memory.</b> 2 · min(P, M) chunks in flight.
 *
 * <p><b>Not modelled.</b> An order made for the measured times of the passes, as the authors make it.
 *
 * <p><b>Source.</b> Qi et al., "Zero Bubble Pipeline Parallelism", ICLR 2024, arXiv:2401.10241, section 6; Qi
 * et al., "Pipeline Parallelism with Controllable Memory", arXiv:2405.15362 (there V-ZB).
 */
public record ZbV() implements Schedule {
  private static final BuildingBlock BLOCK = new BuildingBlock(1, 5, 1, 5, 1, 1, 1);

  @Override
  public String name() {
    return "zb-v";
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
    return WeightFiller.order(this, shape, BLOCK, places(shape), rank);
  }

  @Override
  public List<List<Slot>> orders(PipelineShape shape) {
    requireLegal(shape);
    return WeightFiller.orders(this, shape, BLOCK, places(shape));
  }

  private static int places(PipelineShape shape) {
    return 2 * shape.ranks();
  }

  @Override
  public OptionalLong bubblePs(PipelineShape shape, PassTimes times) {
    requireLegal(shape);
    boolean alike = times.forwardPs() == times.backwardInputPs() && times.forwardPs() == times.weightPs();
    return alike && shape.microBatches() >= shape.ranks()
        ? OptionalLong.of((shape.ranks() - 1) * times.forwardPs())
        : OptionalLong.empty();
  }
}

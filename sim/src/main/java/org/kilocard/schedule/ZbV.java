package org.kilocard.schedule;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * ZB-V: two chunks per rank in the shape of a V, backwards split, about no bubble in the memory of 1F1B.
 *
 * <p><b>Model.</b> {@link VShaped} placement, in the order of {@link ListScheduler} with 2P places per rank:
 * the activations of P micro-batches, as on the first rank of 1F1B.
 *
 * <p><b>Bubble.</b> No closed form. The last rank cannot start before (P − 1)F, so that no order idles less
 * within the makespan; played with F = I = W, this one idles from (P − 1)F to (1.5 (P − 1) + 1)F for M ≥ 2P
 * (times of a chunk), where 1F1B idles 6 (P − 1)F. The authors count the span of each rank from its own first
 * to its own last pass, and reach about none in that.
 *
 * <p><b>Memory.</b> At most 2P chunks in flight, and the same on all ranks but for small M.
 *
 * <p><b>Not modelled.</b> An order made for the measured times of the passes, as the authors make it.
 *
 * <p><b>Source.</b> Qi et al., "Zero Bubble Pipeline Parallelism", ICLR 2024, arXiv:2401.10241, section 6; Qi
 * et al., "Pipeline Parallelism with Controllable Memory", NeurIPS 2024, arXiv:2405.15362 (there V-ZB).
 */
public record ZbV() implements Schedule {
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
  public Optional<String> violation(PipelineShape shape) {
    return shape.chunksPerRank() == 2
        ? Optional.empty()
        : Optional.of("holds two chunks per rank, not " + shape.chunksPerRank());
  }

  @Override
  public List<Slot> order(PipelineShape shape, int rank) {
    requireLegal(shape);
    return ListScheduler.order(this, shape, 2 * shape.ranks(), rank);
  }

  @Override
  public List<List<Slot>> orders(PipelineShape shape) {
    requireLegal(shape);
    return ListScheduler.orders(this, shape, 2 * shape.ranks());
  }

  @Override
  public OptionalLong bubblePs(PipelineShape shape, PassTimes times) {
    requireLegal(shape);
    return OptionalLong.empty();
  }
}

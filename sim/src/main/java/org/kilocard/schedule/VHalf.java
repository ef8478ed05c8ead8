package org.kilocard.schedule;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * V-Half: as {@link ZbV}, in about half of the memory of 1F1B and with more bubble.
 *
 * <p><b>Model.</b> {@link VShaped} placement, in the order of {@link ListScheduler} with P + 2 places per
 * rank: the activations of P/2 + 1 micro-batches, one more than half of what the first rank of 1F1B holds.
 *
 * <p><b>Assumes.</b> The micro-batch beyond the half is ours: with P + 1 places or fewer the list scheduler
 * starves for large M.
 *
 * <p><b>Bubble.</b> No closed form. Played with F = I = W it does not grow with M, and idles about 3 (P − 1)F
 * for M ≥ P (times of a chunk), half of what 1F1B idles.
 *
 * <p><b>Not modelled.</b> The authors' building blocks, repeated, squeezed and completed by a search.
 *
 * <p><b>Source.</b> Qi et al., "Pipeline Parallelism with Controllable Memory", NeurIPS 2024,
 * arXiv:2405.15362.
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
  public Optional<String> violation(PipelineShape shape) {
    return shape.chunksPerRank() == 2
        ? Optional.empty()
        : Optional.of("holds two chunks per rank, not " + shape.chunksPerRank());
  }

  @Override
  public List<Slot> order(PipelineShape shape, int rank) {
    requireLegal(shape);
    return ListScheduler.order(this, shape, shape.ranks() + 2, rank);
  }

  @Override
  public List<List<Slot>> orders(PipelineShape shape) {
    requireLegal(shape);
    return ListScheduler.orders(this, shape, shape.ranks() + 2);
  }

  @Override
  public OptionalLong bubblePs(PipelineShape shape, PassTimes times) {
    requireLegal(shape);
    return OptionalLong.empty();
  }
}

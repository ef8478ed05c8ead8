package org.kilocard.schedule;

import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Two copies of the model that run towards each other: chunk 0 of rank {@code r} holds stage {@code r}, chunk
 * 1 holds stage {@code ranks − 1 − r}.
 *
 * <p>The first half of the micro-batches enters at rank 0 and walks up through chunks 0; the second half
 * enters at the last rank and walks down through chunks 1. A stage is thus held by ranks {@code s} and {@code
 * ranks − 1 − s}, which sum their gradients.
 */
public record BothWays() implements Placement {
  @Override
  public int stages(PipelineShape shape) {
    return shape.ranks();
  }

  @Override
  public int stage(PipelineShape shape, ChunkPlace place) {
    return place.chunk() == 0 ? place.rank() : shape.ranks() - 1 - place.rank();
  }

  @Override
  public Optional<ChunkPlace> next(PipelineShape shape, ChunkPlace place) {
    return neighbour(shape, place, place.chunk() == 0 ? 1 : -1);
  }

  @Override
  public Optional<ChunkPlace> previous(PipelineShape shape, ChunkPlace place) {
    return neighbour(shape, place, place.chunk() == 0 ? -1 : 1);
  }

  @Override
  public IntStream microBatches(PipelineShape shape, int chunk) {
    int half = shape.microBatches() / 2;
    return chunk == 0 ? IntStream.range(0, half) : IntStream.range(half, shape.microBatches());
  }

  @Override
  public int copies() {
    return 2;
  }

  private static Optional<ChunkPlace> neighbour(PipelineShape shape, ChunkPlace place, int step) {
    int rank = place.rank() + step;
    return rank < 0 || rank >= shape.ranks()
        ? Optional.empty()
        : Optional.of(new ChunkPlace(rank, place.chunk()));
  }
}

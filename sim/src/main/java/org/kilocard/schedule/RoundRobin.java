package org.kilocard.schedule;

import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Stages dealt to the ranks in turn: chunk {@code c} of rank {@code r} holds stage {@code c · ranks + r}.
 *
 * <p>With one chunk per rank this is the plain pipeline. With more, the last rank sends to the first one's
 * next chunk.
 */
public record RoundRobin() implements Placement {
  @Override
  public int stages(PipelineShape shape) {
    return shape.ranks() * shape.chunksPerRank();
  }

  @Override
  public int stage(PipelineShape shape, ChunkPlace place) {
    return place.chunk() * shape.ranks() + place.rank();
  }

  @Override
  public Optional<ChunkPlace> next(PipelineShape shape, ChunkPlace place) {
    return holder(shape, stage(shape, place) + 1);
  }

  @Override
  public Optional<ChunkPlace> previous(PipelineShape shape, ChunkPlace place) {
    return holder(shape, stage(shape, place) - 1);
  }

  @Override
  public IntStream microBatches(PipelineShape shape, int chunk) {
    return IntStream.range(0, shape.microBatches());
  }

  @Override
  public int copies() {
    return 1;
  }

  private Optional<ChunkPlace> holder(PipelineShape shape, int stage) {
    return stage < 0 || stage >= stages(shape)
        ? Optional.empty()
        : Optional.of(new ChunkPlace(stage % shape.ranks(), stage / shape.ranks()));
  }
}

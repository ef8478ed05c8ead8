package org.kilocard.schedule;

import java.util.Optional;
import java.util.stream.IntStream;

/**
 * One copy of the model, folded in the middle: chunk 0 of rank {@code r} holds stage {@code r}, chunk 1 holds
 * stage {@code 2 · ranks − 1 − r}.
 *
 * <p>Every micro-batch enters at rank 0, walks up through chunks 0, turns round on the last rank without
 * being sent, and walks down through chunks 1. Rank 0 thus holds both the first and the last stage.
 */
public record VShaped() implements Placement {
  @Override
  public int stages(PipelineShape shape) {
    return 2 * shape.ranks();
  }

  @Override
  public int stage(PipelineShape shape, ChunkPlace place) {
    return place.chunk() == 0 ? place.rank() : 2 * shape.ranks() - 1 - place.rank();
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
    if (stage < 0 || stage >= stages(shape)) {
      return Optional.empty();
    }
    return Optional.of(stage < shape.ranks()
        ? new ChunkPlace(stage, 0)
        : new ChunkPlace(2 * shape.ranks() - 1 - stage, 1));
  }
}

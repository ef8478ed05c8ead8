package org.kilocard.schedule;

import java.util.Optional;
import java.util.stream.IntStream;

/** A placement that holds every stage once, so that all micro-batches go from stage to stage in order. */
interface OneCopy extends Placement {
  /** The chunk that holds a stage of the model, 0 … stages − 1. */
  ChunkPlace holder(PipelineShape shape, int stage);

  @Override
  default Optional<ChunkPlace> next(PipelineShape shape, ChunkPlace place) {
    int next = stage(shape, place) + 1;
    return next == stages(shape) ? Optional.empty() : Optional.of(holder(shape, next));
  }

  @Override
  default Optional<ChunkPlace> previous(PipelineShape shape, ChunkPlace place) {
    int stage = stage(shape, place);
    return stage == 0 ? Optional.empty() : Optional.of(holder(shape, stage - 1));
  }

  @Override
  default IntStream microBatches(PipelineShape shape, int chunk) {
    return IntStream.range(0, shape.microBatches());
  }

  @Override
  default int copies() {
    return 1;
  }
}

package org.kilocard.schedule;

import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Which stage of the model each chunk of each pipeline rank holds, and the way of a micro-batch through them.
 *
 * <p>Schedules share placements: {@link RoundRobin} serves GPipe and all of the 1F1B kind, {@link VShaped}
 * ZB-V and its kin, {@link BothWays} DualPipe.
 */
public interface Placement {
  /** Number of model stages that the layers are split into. */
  int stages(PipelineShape shape);

  /** Model stage held by a chunk, 0 … stages − 1. */
  int stage(PipelineShape shape, ChunkPlace place);

  /** Chunk that receives the activations of {@code place} in the forward pass; empty after the last stage. */
  Optional<ChunkPlace> next(PipelineShape shape, ChunkPlace place);

  /** Chunk that {@code place} receives its activations from; empty at the first stage. */
  Optional<ChunkPlace> previous(PipelineShape shape, ChunkPlace place);

  /** Micro-batches that pass through chunk {@code chunk} of every rank, ascending. */
  IntStream microBatches(PipelineShape shape, int chunk);

  /** How many ranks hold a copy of each stage. */
  int copies();
}

package org.kilocard.schedule;

import java.util.List;
import java.util.Optional;

/**
 * A pipeline schedule: which task each rank runs after which. One schedule per file.
 *
 * <p>A schedule knows neither times nor bytes. Stage {@code s} of the model (0 … stages − 1) is held by the
 * chunk whose {@link #stage} is {@code s}; DualPipe holds every stage twice, once per direction.
 */
public interface Schedule {
  /** Name as written in a scenario, e.g. {@code 1f1b}. */
  String name();

  /** The rule that {@code shape} breaks, in one sentence, or empty when it is legal. */
  Optional<String> violation(PipelineShape shape);

  /** Number of model stages that the layers are split into. */
  int stages(PipelineShape shape);

  /** Model stage held by a chunk. */
  int stage(PipelineShape shape, ChunkPlace place);

  /** Chunk that receives the activations of {@code place} in the forward pass; empty after the last stage. */
  Optional<ChunkPlace> next(PipelineShape shape, ChunkPlace place);

  /** Chunk that {@code place} receives its activations from; empty at the first stage. */
  Optional<ChunkPlace> previous(PipelineShape shape, ChunkPlace place);

  /** Slots of a rank in order. Every (chunk, micro-batch) pair that the rank handles is there exactly once. */
  List<Slot> order(PipelineShape shape, int rank);

  /** How many ranks hold a copy of each stage (2 for DualPipe), so that gradients are summed over them too. */
  int copies();
}

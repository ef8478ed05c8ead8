package org.kilocard.schedule;

/**
 * Size of a pipeline.
 *
 * @param ranks pipeline ranks, ≥ 1
 * @param chunksPerRank model chunks that each rank holds, ≥ 1
 * @param microBatches micro-batches of a step through this pipeline, ≥ 1
 */
public record PipelineShape(int ranks, int chunksPerRank, int microBatches) {
  /** Checks the sizes. */
  public PipelineShape {
    if (ranks < 1 || chunksPerRank < 1 || microBatches < 1) {
      throw new IllegalArgumentException("a pipeline has at least one rank, chunk and micro-batch");
    }
  }
}

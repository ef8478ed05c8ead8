package org.kilocard.analytic;

import org.kilocard.job.Job;
import org.kilocard.schedule.ChunkPlace;
import org.kilocard.schedule.PipelineShape;

/** Which pipeline ranks hold which stages. */
final class StageHolders {
  /** By pipeline rank and chunk: the stage. */
  private final int[][] stages;
  /** By stage: the first rank that holds it. */
  private final int[] ranks;

  StageHolders(Job job) {
    PipelineShape shape = job.pipelineShape();
    stages = new int[shape.ranks()][shape.chunksPerRank()];
    ranks = new int[job.stages()];
    for (int r = shape.ranks() - 1; r >= 0; r--) {
      for (int c = 0; c < shape.chunksPerRank(); c++) {
        stages[r][c] = job.schedule().stage(shape, new ChunkPlace(r, c));
        ranks[stages[r][c]] = r;
      }
    }
  }

  /** The stage of a chunk. */
  int stage(int rank, int chunk) {
    return stages[rank][chunk];
  }

  /** A pipeline rank that holds a stage. */
  int rank(int stage) {
    return ranks[stage];
  }
}

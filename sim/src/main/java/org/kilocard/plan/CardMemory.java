package org.kilocard.plan;

import java.util.Map;
import org.kilocard.job.Batch;
import org.kilocard.job.Job;
import org.kilocard.job.MemoryEstimate;
import org.kilocard.schedule.PipelineShape;

/** Memory of the fullest card of a job. */
final class CardMemory {
  /** After so many micro-batches per pipeline rank every schedule but GPipe keeps as many as it ever will. */
  private static final int ROUNDS = 3;

  private CardMemory() {}

  /** Bytes, the whole step played. */
  static long exact(Job job) {
    long most = 0;
    for (Map<String, Long> rank : MemoryEstimate.of(job)) {
      most = Math.max(most, rank.values().stream().mapToLong(Long::longValue).sum());
    }
    return most;
  }

  /** Bytes, found by playing no more micro-batches than it takes to fill the pipeline. */
  static long quick(Job job) {
    PipelineShape shape = job.pipelineShape();
    int few = ROUNDS * shape.ranks() + shape.microBatches() % shape.ranks();
    boolean enough = few < shape.microBatches() && !job.schedule().name().equals("gpipe")
        && job.schedule().violation(new PipelineShape(shape.ranks(), shape.chunksPerRank(), few)).isEmpty();
    Batch batch = job.batch();
    return exact(enough
        ? job.withBatch(new Batch(
            batch.sequenceLength(), few * job.parallelism().data() * batch.micro(), batch.micro()))
        : job);
  }
}

package org.kilocard.program;

import org.kilocard.job.Overlap;
import org.kilocard.job.Recompute;

/**
 * Everything that the passes of one model chunk need to know.
 *
 * @param stage the compute of the stage that the chunk holds
 * @param calls the collectives within each layer
 * @param overlap what may run beside what
 * @param recompute what is computed again
 */
record ChunkPlan(StageCost stage, LayerCalls calls, Overlap overlap, Recompute recompute) {
  TensorBlock tensorBlock() {
    return new TensorBlock(calls.tensor(), calls.context(), overlap.tensor());
  }

  int layers() {
    return stage.layers().size();
  }

  LayerCost layer(int index) {
    return stage.layers().get(index);
  }
}

package org.kilocard.schedule;

import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * ZB-H2: as {@link ZbH1}, with twice the memory of 1F1B and no bubble on any rank between its own first and
 * last pass. What the authors' measurements call ZB-2p.
 *
 * <p><b>Model.</b> Rank r warms up with min(2 (P − 1 − r) + 1, M) forwards, which fill the time until its
 * first backward can come. It runs the weight pass of a micro-batch after the backward of the one 2r later, so
 * that the last ranks hand backwards on at once and keep weight passes for the drain. All ranks take turns of
 * the same length: the step is a parallelogram.
 *
 * <p><b>Assumes.</b> One chunk per rank.
 *
 * <p><b>Bubble.</b> (P − 1)F for F = I = W and M ≥ 2P − 1, all of it before the first or after the last pass
 * of a rank: where ranks may begin the next step as soon as they have ended this one, nothing is idle. No
 * closed form is given for other times.
 *
 * <p><b>Memory.</b> min(2P − 1, M) micro-batches in flight on every rank.
 *
 * <p><b>Not modelled.</b> The paper's automatic scheduler, which orders the passes by measured times.
 *
 * <p><b>Source.</b> Qi et al., "Zero Bubble Pipeline Parallelism", ICLR 2024, arXiv:2401.10241, section 2.2,
 * figure 3 and table 1.
 */
public record ZbH2() implements Schedule {
  @Override
  public String name() {
    return "zb-h2";
  }

  @Override
  public Placement placement() {
    return new RoundRobin();
  }

  @Override
  public OptionalInt chunksPerRank() {
    return OptionalInt.of(1);
  }

  @Override
  public List<Slot> order(PipelineShape shape, int rank) {
    requireLegal(shape);
    int microBatches = shape.microBatches();
    int warmUp = Math.min(2 * (shape.ranks() - 1 - rank) + 1, microBatches);
    var order = new OrderWriter(this, shape);
    for (int i = 0; i < warmUp; i++) {
      order.forward(0);
    }
    int left = Math.min(2 * rank, microBatches);
    for (int i = 0; i < microBatches; i++) {
      order.backwardInput(0);
      if (i >= left) {
        order.weight();
      }
      if (i + warmUp < microBatches) {
        order.forward(0);
      }
    }
    for (int i = 0; i < left; i++) {
      order.weight();
    }
    return order.slots();
  }

  @Override
  public OptionalLong bubblePs(PipelineShape shape, PassTimes times) {
    requireLegal(shape);
    boolean alike = times.forwardPs() == times.backwardInputPs() && times.forwardPs() == times.weightPs();
    return alike && shape.microBatches() >= 2 * shape.ranks() - 1
        ? OptionalLong.of((shape.ranks() - 1) * times.forwardPs())
        : OptionalLong.empty();
  }
}

package org.kilocard.schedule;

import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * ZB-H1: 1F1B with backward passes split, so that gradients of weights fill what the pipeline leaves idle.
 *
 * <p><b>Model.</b> Forwards and backwards of the input go in the order of 1F1B: rank r warms up with min(P −
 * 1 − r, M) forwards. It runs the weight pass of a micro-batch after the backward of the one r later: the
 * deeper a rank, the more weight passes it keeps for the drain.
 *
 * <p><b>Assumes.</b> One chunk per rank.
 *
 * <p><b>Bubble.</b> (P − 1)(F + I − W), exact for M ≥ P and W ≤ min(F, I) when the stages are alike; for
 * longer weight passes no closed form is given here. In the paper's notation, where B is the backward of the
 * input alone, it is (p − 1)(T_F + T_B − T_W); in that of DualPipe's README, where B = I + W, it is (PP −
 * 1)(F + B − 2W), under the name ZB1P. Memory: with the deferred weight passes min(P, M) micro-batches in
 * flight on every rank, as many as 1F1B has on its first rank.
 *
 * <p><b>Not modelled.</b> The paper's automatic scheduler, which orders the passes by measured times; the
 * optimizer step that is validated after the fact.
 *
 * <p><b>Source.</b> Qi et al., "Zero Bubble Pipeline Parallelism", ICLR 2024, arXiv:2401.10241, section 2.1,
 * figure 2 and table 1.
 */
public record ZbH1() implements Schedule {
  @Override
  public String name() {
    return "zb-h1";
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
    int warmUp = Math.min(shape.ranks() - 1 - rank, microBatches);
    var order = new OrderWriter(this, shape);
    for (int i = 0; i < warmUp; i++) {
      order.forward(0);
    }
    for (int i = 0; i < microBatches; i++) {
      if (i + warmUp < microBatches) {
        order.forward(0);
      }
      order.backwardInput(0);
      if (i >= rank) {
        order.weight();
      }
    }
    for (int i = 0; i < Math.min(rank, microBatches); i++) {
      order.weight();
    }
    return order.slots();
  }

  @Override
  public OptionalLong bubblePs(PipelineShape shape, PassTimes times) {
    requireLegal(shape);
    long hops = shape.ranks() - 1;
    boolean weightsFit = times.weightPs() <= Math.min(times.forwardPs(), times.backwardInputPs());
    return hops == 0 || weightsFit && shape.microBatches() >= shape.ranks()
        ? OptionalLong.of(hops * (times.forwardPs() + times.backwardInputPs() - times.weightPs()))
        : OptionalLong.empty();
  }
}

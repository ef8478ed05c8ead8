package org.kilocard.analytic;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.kilocard.schedule.Pass;
import org.kilocard.schedule.PipelineShape;

/** Frames of the pipeline ranks of one job: how long their slots take, and what goes on around the slots. */
final class RankFrames {
  private final PipelineShape shape;
  private final StageHolders holders;
  private final LayerTimes[] layers;
  private final StagePart[] stages;
  private final TimedCall[] sends;
  private final int sharedUnits;
  private final Ways ways;

  /**
   * What the data-parallel calls and the sends of a job do.
   *
   * @param gathersAhead whether parameters are gathered beside the first forward passes
   * @param reducesAlong whether gradients are reduced beside the last backward passes
   * @param blocking whether a rank waits for its sends
   */
  record Ways(boolean gathersAhead, boolean reducesAlong, boolean blocking) {}

  /**
   * The parts of a job.
   *
   * @param layers by pipeline rank
   * @param stages by stage
   * @param sends by pipeline rank, to the next one; none on a single rank
   * @param sharedUnits units that collectives may take from kernels
   */
  RankFrames(PipelineShape shape, StageHolders holders, LayerTimes[] layers, StagePart[] stages, TimedCall[] sends,
      int sharedUnits, Ways ways) {
    this.shape = shape;
    this.holders = holders;
    this.layers = layers;
    this.stages = stages;
    this.sends = sends;
    this.sharedUnits = Math.max(1, sharedUnits);
    this.ways = ways;
  }

  /** By pipeline rank; ranks that are alike share theirs. */
  RankFrame[] of(Tape tape) {
    RankFrame[] frames = new RankFrame[shape.ranks()];
    for (int r = 0; r < frames.length; r++) {
      frames[r] = r > 0 && isLike(r, r - 1) ? frames[r - 1] : frame(tape, r);
    }
    return frames;
  }

  private StagePart part(int rank, int chunk) {
    return stages[holders.stage(rank, chunk)];
  }

  private boolean isLike(int rank, int other) {
    boolean alike = layers[rank] == layers[other] && sendPs(rank) == sendPs(other) && backPs(rank) == backPs(other);
    for (int c = 0; c < shape.chunksPerRank() && alike; c++) {
      alike = part(rank, c) == part(other, c);
    }
    return alike;
  }

  private long sendPs(int rank) {
    return sends.length == 0 ? 0 : sends[rank].ps();
  }

  private long backPs(int rank) {
    return sends.length == 0 ? 0 : sends[(rank + sends.length - 1) % sends.length].ps();
  }

  private RankFrame frame(Tape tape, int rank) {
    int chunks = shape.chunksPerRank();
    SlotTimes[] times = new SlotTimes[tape.kinds];
    double[] sendLoss = new double[tape.kinds];
    double[] gatherLoss = new double[tape.kinds];
    double[] reduceLoss = new double[tape.kinds];
    for (int c = 0; c < chunks; c++) {
      StagePart part = part(rank, c);
      times[Tape.kind(Pass.FORWARD, c, chunks)] = part.times().forward();
      times[Tape.kind(Pass.BACKWARD, c, chunks)] = part.times().backward();
      times[Tape.kind(Pass.BACKWARD_INPUT, c, chunks)] = part.times().backwardInput();
      times[Tape.kind(Pass.WEIGHT, c, chunks)] = part.times().weights();
      for (int b = 0; b < chunks && tape.hasPairs(); b++) {
        StagePart backward = part(rank, b);
        times[Tape.pairKind(c, b, chunks)] =
            part.layers().pair(part.kind(), part.slots(), backward.kind(), backward.slots(), ways.blocking());
      }
    }
    Optional<TimedCall> send = sends.length == 0 ? Optional.empty() : Optional.of(sends[rank]);
    StagePart first = part(rank, 0);
    Optional<TimedCall> gather = longest(first.gathers());
    Optional<TimedCall> reduce = longest(first.reduces());
    for (int k = 0; k < times.length; k++) {
      sendLoss[k] = loss(times[k], send);
      gatherLoss[k] = loss(times[k], gather);
      reduceLoss[k] = loss(times[k], reduce);
    }
    long[] firstForward = new long[chunks];
    long gathered = gathers(rank, firstForward);
    return new RankFrame(times, sendLoss, gatherLoss, reduceLoss, sendPs(rank), backPs(rank), gathered,
        firstForward, reductions(rank), passReduces(rank));
  }

  private static Optional<TimedCall> longest(List<StagePart.Exchange> exchanges) {
    Optional<TimedCall> longest = Optional.empty();
    for (StagePart.Exchange e : exchanges) {
      Optional<TimedCall> call = e.longest();
      longest = longest.isEmpty() || call.isPresent() && call.get().ps() > longest.get().ps() ? call : longest;
    }
    return longest;
  }

  private double loss(SlotTimes times, Optional<TimedCall> call) {
    return call.isEmpty() || !call.get().isFelt()
        ? 0
        : times.lossBeside(call.get().plan().units(), sharedUnits, call.get().plan().slowdown());
  }

  /** Chunks of a rank by ascending stage. */
  private int[] byStage(int rank) {
    int[] chunks = new int[shape.chunksPerRank()];
    Arrays.setAll(chunks, c -> c);
    boolean descending = chunks.length > 1 && holders.stage(rank, 0) > holders.stage(rank, 1);
    if (descending) {
      Arrays.setAll(chunks, c -> chunks.length - 1 - c);
    }
    return chunks;
  }

  /** Finds when the first forward passes have their parameters; returns when all are gathered. */
  private long gathers(int rank, long[] firstForward) {
    long now = 0;
    if (ways.gathersAhead()) {
      for (int c : byStage(rank)) {
        StagePart part = part(rank, c);
        StageTimes times = part.times();
        for (int l = 0; l < part.gathers().size(); l++) {
          long ps = part.gathers().get(l).ps();
          now += ps;
          if (ps > 0) {
            firstForward[c] =
                Math.max(firstForward[c], now + times.forward().endPs() - times.parametersPs()[l]);
          }
        }
      }
    }
    return now;
  }

  private long[] passReduces(int rank) {
    long[] ps = new long[shape.chunksPerRank()];
    Arrays.setAll(ps, c -> part(rank, c).passReduce().ps());
    return ps;
  }

  private RankFrame.Reductions[] reductions(int rank) {
    if (!ways.reducesAlong()) {
      return new RankFrame.Reductions[0];
    }
    RankFrame.Reductions[] reductions = new RankFrame.Reductions[shape.chunksPerRank()];
    for (int c = 0; c < reductions.length; c++) {
      StagePart part = part(rank, c);
      reductions[c] = new RankFrame.Reductions(part.times().gradientsPs(), part.times().weightsPs(),
          ps(part.reduces()), ps(part.passReduces()));
    }
    return reductions;
  }

  private static long[] ps(List<StagePart.Exchange> exchanges) {
    return exchanges.stream().mapToLong(StagePart.Exchange::ps).toArray();
  }
}

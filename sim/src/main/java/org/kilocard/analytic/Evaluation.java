package org.kilocard.analytic;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.kilocard.job.GroupLayout;
import org.kilocard.job.Job;
import org.kilocard.job.Role;
import org.kilocard.job.StageLayers;
import org.kilocard.model.LayerKind;
import org.kilocard.program.GroupCall;
import org.kilocard.program.StepSlots;
import org.kilocard.schedule.ChunkPlace;
import org.kilocard.schedule.Pass;
import org.kilocard.schedule.PipelineShape;

/** Puts the parts of one job together. */
final class Evaluation {
  /** So often as many micro-batches as pipeline ranks show the steady state, as playing all of them confirms. */
  private static final int ROUNDS = 3;
  /** Groups that call within layers. */
  private static final Role[] WITHIN = {Role.TENSOR, Role.CONTEXT, Role.EXPERT, Role.EXPERT_TENSOR};

  private static final Role[] HOLDERS =
      Arrays.stream(Role.values()).filter(Role::holdsParameters).toArray(Role[]::new);

  private final AnalyticModel model;
  private final Job job;
  private final PipelineShape shape;
  private final CallBook book;
  private final GroupLayout groups;
  /** By pipeline rank. */
  private final LayerTimes[] layers;
  private final StepSlots slots;
  private final StagePart[] stages;
  private final TimedCall[] sends;
  private final int[][] stageOf;
  private final int[] holders;

  Evaluation(AnalyticModel model, Job job) {
    this.model = model;
    this.job = job;
    shape = job.pipelineShape();
    stageOf = stageOf(job, shape);
    holders = new int[job.stages()];
    for (int r = shape.ranks() - 1; r >= 0; r--) {
      for (int stage : stageOf[r]) {
        holders[stage] = r;
      }
    }
    book = model.book(job.communication(), job);
    groups = new GroupLayout(job.parallelism(), job.schedule().copies());
    layers = layers();
    slots = new StepSlots(job, layers[0].costs(), layers[0].layerCalls());
    sends = sends();
    int[] alike = StageLayers.alike(job);
    stages = new StagePart[alike.length];
    for (int s = 0; s < alike.length; s++) {
      boolean same = alike[s] < s && layers[holder(s)] == layers[holder(alike[s])]
          && hasSamePlaces(holder(s), holder(alike[s]), HOLDERS);
      stages[s] = same ? stages[alike[s]] : part(s);
    }
  }

  private Optional<Place> place(Role role, int pipelineRank) {
    return model.place(groups, role, job, pipelineRank);
  }

  private LayerTimes[] layers() {
    LayerTimes[] times = new LayerTimes[shape.ranks()];
    for (int r = 0; r < times.length; r++) {
      boolean same = r > 0 && hasSamePlaces(r, r - 1, WITHIN)
          && (!job.parallelism().gathersPerPass() || hasSamePlaces(r, r - 1, HOLDERS));
      times[r] = same ? times[r - 1] : model.layers(job, book, within(r));
    }
    return times;
  }

  private Map<Role, Place> within(int rank) {
    Map<Role, Place> places = new EnumMap<>(Role.class);
    for (Role role : WITHIN) {
      place(role, rank).ifPresent(p -> places.put(role, p));
    }
    for (Role role : job.parallelism().gathersPerPass() ? HOLDERS : new Role[0]) {
      place(role, rank).ifPresent(p -> places.put(role, p));
    }
    return places;
  }

  /** A send up from each rank, which takes as long as one back; the last wraps around. */
  private TimedCall[] sends() {
    int ranks = shape.ranks();
    TimedCall[] up = new TimedCall[ranks > 1 ? ranks : 0];
    for (int r = 0; r < up.length; r++) {
      Place pair = place(Role.PIPELINE_NEXT, r).orElseThrow();
      up[r] = book.of(Role.PIPELINE_NEXT, slots.send(r, (r + 1) % ranks, true), pair);
    }
    return up;
  }

  /** By pipeline rank and chunk: the stage. */
  private static int[][] stageOf(Job job, PipelineShape shape) {
    int[][] stages = new int[shape.ranks()][shape.chunksPerRank()];
    for (int r = 0; r < stages.length; r++) {
      for (int c = 0; c < stages[r].length; c++) {
        stages[r][c] = job.schedule().stage(shape, new ChunkPlace(r, c));
      }
    }
    return stages;
  }

  private int stage(int rank, int chunk) {
    return stageOf[rank][chunk];
  }

  /** A pipeline rank that holds a stage. */
  private int holder(int stage) {
    return holders[stage];
  }

  private boolean hasSamePlaces(int rank, int other, Role... roles) {
    for (Role role : roles) {
      if (rank != other && !place(role, rank).equals(place(role, other))) {
        return false;
      }
    }
    return true;
  }

  private StagePart part(int s) {
    StepSlots.Stage stage = slots.stage(s);
    List<LayerKind> layerKinds = StageLayers.of(job, s).stream().map(job.model()::kind).toList();
    LayerTimes.Kind kind = new LayerTimes.Kind(s == 0, s == stages.length - 1, layerKinds);
    List<StagePart.Exchange> gathers = new ArrayList<>();
    List<StagePart.Exchange> reduces = new ArrayList<>();
    List<StagePart.Exchange> passReduces = new ArrayList<>();
    int n = stage.layers();
    for (int l = -1; l <= n; l++) {
      gathers.add(gathersAhead() ? time(stage.gather(l), s) : StagePart.Exchange.NONE);
      reduces.add(reducesAlong() ? time(stage.reduce(n - 1 - l, true), s) : StagePart.Exchange.NONE);
      if (reducesAlong() && reducesEachPass()) {
        passReduces.add(time(stage.reduce(n - 1 - l, false), s));
      }
    }
    LayerTimes times = layers[holder(s)];
    boolean gathersAtEnd = !job.communication().overlap().parameter() && !job.parallelism().gathersPerPass();
    StagePart.Exchange passReduce =
        !reducesAlong() && reducesEachPass() ? time(stage.reduceAll(false), s) : StagePart.Exchange.NONE;
    return new StagePart(times, kind, stage, times.stage(kind, stage), gathers, reduces, passReduces, passReduce,
        gathersAtEnd ? time(stage.gatherAll(), s) : StagePart.Exchange.NONE,
        reducesAlong() ? StagePart.Exchange.NONE : time(stage.reduceAll(true), s));
  }

  private StagePart.Exchange time(List<GroupCall> calls, int stage) {
    return new StagePart.Exchange(calls.stream()
        .map(c -> book.of(c.role(), c.call(), place(c.role(), holder(stage)).orElseThrow()))
        .toList());
  }

  private boolean gathersAhead() {
    return job.communication().overlap().parameter() && !job.parallelism().gathersPerPass();
  }

  /** Gradients that are sharded are reduced in every pass that adds to them. */
  private boolean reducesEachPass() {
    return job.parallelism().sharding().gradients() && job.schedule().copies() == 1;
  }

  private boolean blocking() {
    return !job.communication().overlap().pipeline();
  }

  /** A schedule that keeps every stage twice reduces at the end in any case. */
  private boolean reducesAlong() {
    return job.communication().overlap().gradient() && job.schedule().copies() == 1;
  }

  Estimate estimate() {
    int most = shape.microBatches();
    int longer = longer();
    Tape tape = tape(longer);
    RankFrame[] frames = frames(tape);
    long[][] played = Playback.play(tape, frames, blocking());
    int[][] counts = tape.counts;
    if (longer < most) {
      int shorter = longer - shape.ranks();
      Tape before = tape(shorter);
      long[][] less = Playback.play(before, frames, blocking());
      double more = (double) (most - longer) / shape.ranks();
      counts = new int[frames.length][tape.kinds];
      for (int r = 0; r < frames.length; r++) {
        for (int f = 0; f < Playback.FIELDS; f++) {
          played[r][f] += Math.round((played[r][f] - less[r][f]) * more);
        }
        for (int k = 0; k < tape.kinds; k++) {
          counts[r][k] = tape.counts[r][k]
              + (int) Math.round((tape.counts[r][k] - before.counts[r][k]) * more);
        }
      }
    }
    StepEnd end = new StepEnd(job, held(), frames, played, counts, slots);
    return new Estimate(end.stepPs(), end.ranks(), new Traffic(job, groups, stages, sends, frames, layers, counts,
        slots, book, model.fabric(job.parallelism().cards())));
  }

  /** By rank: what it holds. */
  private StagePart[][] held() {
    StagePart[][] held = new StagePart[shape.ranks()][shape.chunksPerRank()];
    for (int r = 0; r < held.length; r++) {
      for (int c = 0; c < held[r].length; c++) {
        held[r][c] = stages[stage(r, c)];
      }
    }
    return held;
  }

  /**
   * So many micro-batches that the steady state of the pipeline shows, or all of them. Beyond, each adds the same.
   */
  private int longer() {
    int ranks = shape.ranks();
    int most = shape.microBatches();
    int longer = ROUNDS * ranks + most % ranks;
    boolean legal = longer < most
        && job.schedule().violation(micro(longer)).isEmpty()
        && job.schedule().violation(micro(longer - ranks)).isEmpty();
    return legal ? longer : most;
  }

  private PipelineShape micro(int microBatches) {
    return new PipelineShape(shape.ranks(), shape.chunksPerRank(), microBatches);
  }

  private Tape tape(int microBatches) {
    return model.tape(job.schedule(), micro(microBatches));
  }

  private RankFrame[] frames(Tape tape) {
    RankFrame[] frames = new RankFrame[shape.ranks()];
    for (int r = 0; r < frames.length; r++) {
      frames[r] = r > 0 && isLike(r, r - 1) ? frames[r - 1] : frame(tape, r);
    }
    return frames;
  }

  private boolean isLike(int rank, int other) {
    boolean alike = layers[rank] == layers[other] && sendPs(rank) == sendPs(other) && backPs(rank) == backPs(other);
    for (int c = 0; c < shape.chunksPerRank() && alike; c++) {
      alike = stages[stage(rank, c)] == stages[stage(other, c)];
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
      StagePart part = stages[stage(rank, c)];
      times[Tape.kind(Pass.FORWARD, c, chunks)] = part.times().forward();
      times[Tape.kind(Pass.BACKWARD, c, chunks)] = part.times().backward();
      times[Tape.kind(Pass.BACKWARD_INPUT, c, chunks)] = part.times().backwardInput();
      times[Tape.kind(Pass.WEIGHT, c, chunks)] = part.times().weights();
      for (int b = 0; b < chunks && tape.hasPairs(); b++) {
        StagePart backward = stages[stage(rank, b)];
        times[Tape.pairKind(c, b, chunks)] =
            part.layers().pair(part.kind(), part.slots(), backward.kind(), backward.slots(), blocking());
      }
    }
    Optional<TimedCall> send = sends.length == 0 ? Optional.empty() : Optional.of(sends[rank]);
    StagePart first = stages[stage(rank, 0)];
    Optional<TimedCall> gather = longest(first.gathers());
    Optional<TimedCall> reduce = longest(first.reduces());
    for (int k = 0; k < times.length; k++) {
      sendLoss[k] = loss(times[k], send);
      gatherLoss[k] = loss(times[k], gather);
      reduceLoss[k] = loss(times[k], reduce);
    }
    long[] firstForward = new long[chunks];
    long gathered = gathers(rank, firstForward, gatherLoss);
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
        : times.lossBeside(call.get().plan().units(), Math.max(1, book.sharedUnits()), call.get().plan().slowdown());
  }

  /** Chunks of a rank by ascending stage. */
  private int[] byStage(int rank) {
    int[] chunks = new int[shape.chunksPerRank()];
    Arrays.setAll(chunks, c -> c);
    boolean descending = chunks.length > 1 && stage(rank, 0) > stage(rank, 1);
    if (descending) {
      Arrays.setAll(chunks, c -> chunks.length - 1 - c);
    }
    return chunks;
  }

  /** Finds when the first forward passes have their parameters; returns when all are gathered. */
  private long gathers(int rank, long[] firstForward, double[] loss) {
    long now = 0;
    if (gathersAhead()) {
      for (int c : byStage(rank)) {
        StagePart part = stages[stage(rank, c)];
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
    Arrays.setAll(ps, c -> stages[stage(rank, c)].passReduce().ps());
    return ps;
  }

  private RankFrame.Reductions[] reductions(int rank) {
    if (!reducesAlong()) {
      return new RankFrame.Reductions[0];
    }
    RankFrame.Reductions[] reductions = new RankFrame.Reductions[shape.chunksPerRank()];
    for (int c = 0; c < reductions.length; c++) {
      StagePart part = stages[stage(rank, c)];
      reductions[c] = new RankFrame.Reductions(part.times().gradientsPs(), part.times().weightsPs(),
          ps(part.reduces()), ps(part.passReduces()));
    }
    return reductions;
  }

  private static long[] ps(List<StagePart.Exchange> exchanges) {
    return exchanges.stream().mapToLong(StagePart.Exchange::ps).toArray();
  }
}

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
  private final StageHolders holders;

  Evaluation(AnalyticModel model, Job job) {
    this.model = model;
    this.job = job;
    shape = job.pipelineShape();
    holders = new StageHolders(job);
    book = model.book(job.communication(), job);
    groups = new GroupLayout(job.parallelism(), job.schedule().copies());
    layers = layers();
    slots = new StepSlots(job, layers[0].costs(), layers[0].layerCalls());
    sends = sends();
    int[] alike = StageLayers.alike(job);
    stages = new StagePart[alike.length];
    for (int s = 0; s < alike.length; s++) {
      boolean same = alike[s] < s && layers[holders.rank(s)] == layers[holders.rank(alike[s])]
          && hasSamePlaces(holders.rank(s), holders.rank(alike[s]), HOLDERS);
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
    LayerTimes times = layers[holders.rank(s)];
    boolean gathersAtEnd = !job.communication().overlap().parameter() && !job.parallelism().gathersPerPass();
    StagePart.Exchange passReduce =
        !reducesAlong() && reducesEachPass() ? time(stage.reduceAll(false), s) : StagePart.Exchange.NONE;
    return new StagePart(times, kind, stage, times.stage(kind, stage), gathers, reduces, passReduces, passReduce,
        gathersAtEnd ? time(stage.gatherAll(), s) : StagePart.Exchange.NONE,
        reducesAlong() ? StagePart.Exchange.NONE : time(stage.reduceAll(true), s));
  }

  private StagePart.Exchange time(List<GroupCall> calls, int stage) {
    return new StagePart.Exchange(calls.stream()
        .map(c -> book.of(c.role(), c.call(), place(c.role(), holders.rank(stage)).orElseThrow()))
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
    RankFrame[] frames = new RankFrames(shape, holders, layers, stages, sends, book.sharedUnits(),
        new RankFrames.Ways(gathersAhead(), reducesAlong(), blocking())).of(tape);
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
        held[r][c] = stages[holders.stage(r, c)];
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
}

package org.kilocard.analytic;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.kilocard.collective.TierFlow;
import org.kilocard.job.GroupLayout;
import org.kilocard.job.Job;
import org.kilocard.job.Role;
import org.kilocard.program.StepSlots;
import org.kilocard.schedule.ChunkPlace;
import org.kilocard.timeline.CallTrack;
import org.kilocard.timeline.LinkTrack;
import org.kilocard.topology.Fabric;
import org.kilocard.topology.TierLinks;
import org.kilocard.unit.Time;

/** The calls of a step and what they put on the links, counted; as exact as in a simulation where groups lie alike. */
final class Traffic {
  /**
   * One call, as often as it is made.
   *
   * @param groups that make it
   * @param count how often each does
   */
  private record Use(TimedCall call, int groups, int count) {}

  private final Job job;
  private final GroupLayout groups;
  private final StagePart[] stages;
  private final TimedCall[] sends;
  private final RankFrame[] frames;
  private final LayerTimes[] layers;
  private final int[][] counts;
  private final StepSlots slots;
  private final CallBook book;
  private final Fabric fabric;

  Traffic(
      Job job, GroupLayout groups, StagePart[] stages, TimedCall[] sends, RankFrame[] frames, LayerTimes[] layers,
      int[][] counts, StepSlots slots, CallBook book, Fabric fabric) {
    this.job = job;
    this.groups = groups;
    this.stages = stages;
    this.sends = sends;
    this.frames = frames;
    this.layers = layers;
    this.counts = counts;
    this.slots = slots;
    this.book = book;
    this.fabric = fabric;
  }

  List<CallTrack> calls() {
    List<CallTrack> tracks = new ArrayList<>();
    for (Use use : uses()) {
      TimedCall c = use.call();
      long[] durations = new long[use.count()];
      Arrays.fill(durations, c.ps());
      tracks.add(new CallTrack(c.role(), c.call(), c.plan().algorithm(), c.placement().size(), use.groups(),
          c.plan().boundPs(), durations, c.plan().beaten()));
    }
    return tracks;
  }

  private List<Use> uses() {
    List<Use> uses = new ArrayList<>();
    int perRank = job.parallelism().cards() / frames.length;
    for (int r = 0; r < frames.length; r++) {
      for (int c = 0; c < layers[r].calls().size(); c++) {
        int count = 0;
        for (int k = 0; k < counts[r].length; k++) {
          count += counts[r][k] > 0 ? counts[r][k] * frames[r].times()[k].counts()[c] : 0;
        }
        TimedCall call = layers[r].calls().get(c);
        add(uses, Optional.of(call), perRank / groups.size(call.role()), count);
      }
      addSends(uses, r, perRank);
    }
    for (StagePart stage : stages) {
      int cards = perRank * job.schedule().copies();
      int before = job.microBatches() - 1;
      stage.gathers().forEach(e -> add(uses, e, cards, 1));
      stage.reduces().forEach(e -> add(uses, e, cards, 1));
      stage.passReduces().forEach(e -> add(uses, e, cards, before));
      add(uses, stage.passReduce(), cards, before);
      add(uses, stage.gatherAll(), cards, 1);
      add(uses, stage.reduceAll(), cards, 1);
    }
    return uses;
  }

  private void add(List<Use> uses, StagePart.Exchange exchange, int cards, int count) {
    exchange.calls().forEach(c -> add(uses, Optional.of(c), cards / groups.size(c.role()), count));
  }

  private static void add(List<Use> uses, Optional<TimedCall> call, int among, int count) {
    if (call.isPresent() && count > 0) {
      uses.add(new Use(call.get(), among, count));
    }
  }

  /** What a rank sends on and what comes back for it. */
  private void addSends(List<Use> uses, int rank, int pairs) {
    for (int chunk = 0; chunk < job.chunksPerRank(); chunk++) {
      Optional<ChunkPlace> next = job.schedule().next(job.pipelineShape(), new ChunkPlace(rank, chunk));
      if (next.isPresent() && next.get().rank() != rank) {
        int to = next.get().rank();
        boolean up = to == rank + 1 || to < rank - 1;
        TimedCall pair = sends[up ? rank : to];
        int count = (int) job.schedule().microBatches(job.pipelineShape(), chunk).count();
        for (boolean forward : new boolean[] {true, false}) {
          TimedCall send = book.of(Role.PIPELINE_NEXT,
              slots.send(forward ? rank : to, forward ? to : rank, forward), pair.place());
          add(uses, Optional.of(send), pairs, count);
        }
      }
    }
  }

  /** What all links of one kind carry. */
  private static final class Sum {
    private int links;
    private double bytesPerSecond;
    private double payload;
    private double wire;
    private double peak;
    private double ofCall;
  }

  List<LinkTrack> links(long stepPs) {
    List<Map<String, Sum>> tiers = new ArrayList<>();
    for (int t = 0; t < fabric.tiers().size(); t++) {
      tiers.add(kinds(fabric.links(t)));
    }
    for (Use use : uses()) {
      for (TierFlow flow : use.call().plan().flows()) {
        add(tiers.get(flow.tier()), use, flow);
      }
    }
    List<LinkTrack> tracks = new ArrayList<>();
    for (int t = 0; t < tiers.size(); t++) {
      String tier = fabric.tiers().get(t).name();
      tiers.get(t).forEach((kind, sum) -> tracks.add(new LinkTrack(tier, kind, sum.links, sum.bytesPerSecond,
          sum.payload / sum.links, Time.ofSeconds(sum.wire / sum.links / sum.bytesPerSecond), sum.peak)));
    }
    return tracks;
  }

  private static Map<String, Sum> kinds(TierLinks links) {
    Map<String, Sum> kinds = new LinkedHashMap<>();
    for (int l = 0; l < links.links(); l++) {
      Sum sum = kinds.computeIfAbsent(links.kind(l), k -> new Sum());
      sum.links++;
      sum.bytesPerSecond = links.bytesPerSecond(l);
    }
    return kinds;
  }

  private void add(Map<String, Sum> kinds, Use use, TierFlow flow) {
    TierLinks links = fabric.links(flow.tier());
    double seconds = Time.seconds(use.call().ps() - use.call().plan().startupPs());
    double times = (double) use.groups() * use.count();
    double allGroups = (double) fabric.cards() / use.call().placement().size();
    use.call().placement().spread(flow.pattern(), flow.tier(), (link, share) -> {
      Sum sum = kinds.get(links.kind(link));
      double payload = share * flow.bytes();
      double wire = payload / flow.efficiency();
      sum.payload += payload * times;
      sum.wire += wire * times;
      sum.ofCall += wire;
      sum.peak = Math.max(sum.peak, Math.min(1, wire / sum.bytesPerSecond / seconds));
    });
    // A trunk carries many groups: as if all of them called at once.
    for (Sum sum : kinds.values()) {
      sum.peak = Math.max(sum.peak, Math.min(1, sum.ofCall * allGroups / sum.links / sum.bytesPerSecond / seconds));
      sum.ofCall = 0;
    }
  }
}

package org.kilocard.world;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.ChildFailed;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.kilocard.fold.DomainClass;
import org.kilocard.fold.GroupClass;
import org.kilocard.fold.RankClass;
import org.kilocard.job.Role;
import org.kilocard.timeline.CallTrack;
import org.kilocard.timeline.CardTrack;
import org.kilocard.timeline.LinkTrack;
import org.kilocard.timeline.Timeline;
import org.kilocard.topology.Tier;
import org.kilocard.topology.Transport;

/** One simulation: makes the actors, starts the cards, and collects what happened when nothing moves any more. */
final class WorldActor extends AbstractBehavior<WorldActor.Command> {
  /** What a world understands. */
  sealed interface Command {}

  /** Nothing will happen any more. */
  record Quiescent(long nowPs, long events) implements Command {}

  /** Track of a class of cards. */
  record CardDone(CardTrack track) implements Command {}

  /** A class of cards has not finished. */
  record Stuck(String why) implements Command {}

  /** Tracks of a class of groups. */
  record GroupDone(List<CallTrack> tracks) implements Command {}

  /** Tracks of a class of domains. */
  record DomainDone(List<LinkTrack> tracks) implements Command {}

  /** How a simulation ended: with a timeline, or with a failure. */
  interface Outcome {
    void finished(Timeline timeline);

    void failed(Throwable cause);
  }

  private final WorldSpec spec;
  private final Outcome outcome;
  private final List<ActorRef<CardActor.Command>> cards = new ArrayList<>();
  private final List<ActorRef<GroupActor.Command>> groups = new ArrayList<>();
  private final List<ActorRef<DomainActor.Command>> domains = new ArrayList<>();
  private final List<CardTrack> cardTracks = new ArrayList<>();
  private final List<CallTrack> callTracks = new ArrayList<>();
  private final List<LinkTrack> linkTracks = new ArrayList<>();
  private final List<String> stuck = new ArrayList<>();
  private int answers;
  private long endPs;
  private long events;

  private WorldActor(
      ActorContext<Command> context,
      WorldSpec spec,
      Progress progress,
      Consumer<ActorRef<ClockActor.Command>> onClock,
      Outcome outcome) {
    super(context);
    this.spec = spec;
    this.outcome = outcome;
    ActorRef<ClockActor.Command> clock =
        watched(context.spawn(ClockActor.create(context.getSelf(), progress), "clock"));
    spawnDomains(clock);
    spawnGroups(clock);
    spawnCards(clock);
    onClock.accept(clock);
    cards.forEach(card -> card.tell(new CardActor.Begin(0)));
  }

  static Behavior<Command> create(
      WorldSpec spec, Progress progress, Consumer<ActorRef<ClockActor.Command>> onClock, Outcome outcome) {
    return Behaviors.setup(context -> new WorldActor(context, spec, progress, onClock, outcome));
  }

  private <T> ActorRef<T> watched(ActorRef<T> child) {
    getContext().watch(child);
    return child;
  }

  private void spawnDomains(ActorRef<ClockActor.Command> clock) {
    for (DomainClass d : spec.quotient().domains()) {
      Tier tier = spec.tiers().get(d.tier());
      Behavior<DomainActor.Command> behavior = switch (tier.kind()) {
        case SWITCH -> tier.transport() == Transport.MEMORY
            ? UnifiedBusActor.create(tier, d, clock)
            : NvSwitchActor.create(tier, d, clock);
        case FULL_MESH -> DirectMeshActor.create(tier, d, clock);
        case CLOS -> ScaleOutActor.create(tier, d, clock);
        case TORUS -> TorusActor.create(tier, d, clock);
        case MESH_ND -> MeshActor.create(tier, d, clock);
      };
      domains.add(watched(getContext().spawn(behavior, "domain-" + domains.size())));
    }
  }

  private void spawnGroups(ActorRef<ClockActor.Command> clock) {
    for (GroupClass g : spec.quotient().groups()) {
      groups.add(watched(getContext().spawn(
          GroupActor.create(g, spec.planner(), domains, clock), "group-" + groups.size())));
    }
  }

  private void spawnCards(ActorRef<ClockActor.Command> clock) {
    List<Successors> successors = spec.programs().stream().map(Successors::new).toList();
    for (RankClass r : spec.quotient().ranks()) {
      Map<Role, ActorRef<GroupActor.Command>> of = new EnumMap<>(Role.class);
      r.groups().forEach((role, g) -> of.put(role, groups.get(g)));
      cards.add(watched(getContext().spawn(
          CardActor.create(r, spec.programs().get(r.program()), successors.get(r.program()),
              spec.sharedUnits(), of, clock),
          "card-" + r.representative())));
    }
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Quiescent.class, this::onQuiescent)
        .onMessage(CardDone.class, done -> answer(() -> cardTracks.add(done.track())))
        .onMessage(Stuck.class, done -> answer(() -> stuck.add(done.why())))
        .onMessage(GroupDone.class, done -> answer(() -> callTracks.addAll(done.tracks())))
        .onMessage(DomainDone.class, done -> answer(() -> linkTracks.addAll(done.tracks())))
        .onSignal(ChildFailed.class, this::onChildFailed)
        .build();
  }

  private Behavior<Command> onQuiescent(Quiescent quiescent) {
    events = quiescent.events();
    endPs = quiescent.nowPs();
    cards.forEach(card -> card.tell(new CardActor.Collect(getContext().getSelf())));
    groups.forEach(group -> group.tell(new GroupActor.Collect(getContext().getSelf())));
    domains.forEach(domain -> domain.tell(new DomainActor.Collect(getContext().getSelf())));
    return this;
  }

  private Behavior<Command> answer(Runnable keep) {
    keep.run();
    if (++answers < cards.size() + groups.size() + domains.size()) {
      return this;
    }
    if (stuck.isEmpty()) {
      cardTracks.sort(Comparator.comparingInt(CardTrack::rank));
      outcome.finished(new Timeline(endPs(), cardTracks, linkTracks, callTracks, events, answers + 1));
    } else {
      outcome.failed(new IllegalStateException("the step never ends: " + String.join("; ",
          stuck.subList(0, Math.min(4, stuck.size())))));
    }
    return Behaviors.stopped();
  }

  /** The calendar may hold superseded entries later than the last op. */
  private long endPs() {
    long last = 0;
    for (CardTrack track : cardTracks) {
      for (long end : track.endPs()) {
        last = Math.max(last, end);
      }
    }
    return Math.min(last, endPs);
  }

  private Behavior<Command> onChildFailed(ChildFailed failure) {
    outcome.failed(failure.cause());
    return Behaviors.stopped();
  }
}

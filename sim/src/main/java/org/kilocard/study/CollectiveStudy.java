package org.kilocard.study;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.kilocard.collective.AutoPlanner;
import org.kilocard.collective.Call;
import org.kilocard.collective.Operation;
import org.kilocard.collective.Wires;
import org.kilocard.fold.Fold;
import org.kilocard.fold.Quotient;
import org.kilocard.input.Spelled;
import org.kilocard.job.ProcessGroups;
import org.kilocard.job.Role;
import org.kilocard.report.CollectiveRow;
import org.kilocard.report.CollectiveTable;
import org.kilocard.report.Invariants;
import org.kilocard.timeline.Timeline;
import org.kilocard.topology.Fabric;
import org.kilocard.topology.Placement;
import org.kilocard.topology.Tier;
import org.kilocard.unit.Bytes;
import org.kilocard.world.Progress;
import org.kilocard.world.Simulator;
import org.kilocard.world.WorldSpec;

/**
 * Answers a {@link CollectiveQuestion} as nccl-tests does: for every size one simulation in which each member
 * makes one call, and those beside it, at time 0.
 *
 * <p><b>Assumes.</b> All members come at once, and what runs beside a call runs once, not again and again
 * until the call has ended.
 */
public final class CollectiveStudy {
  private static final String NAME = "the collective";
  private static final int FEW = 3;

  private final CollectiveQuestion question;
  private final Fabric fabric;
  private final Wires wires;
  private final AutoPlanner planner;
  private final Map<Role, List<int[]>> groups = new LinkedHashMap<>();

  private CollectiveStudy(CollectiveQuestion question) {
    this.question = question;
    fabric = new Fabric(question.cluster().tiers(), (int) question.members().cards(), 1,
        question.faults().links());
    wires = new Wires(question.stack(), question.communication(), question.cluster().accelerator());
    planner = new AutoPlanner(wires);
    for (Operation operation : operations()) {
      groups.put(role(operation), groups(operation));
    }
  }

  /** The tiers that the members' traffic can cross. */
  private List<Tier> crossed() {
    return fabric.tiers().subList(0, new Placement(fabric, question.members().list()).outermost() + 1);
  }

  /** Algorithms that can serve the operation of {@code question}. */
  public static List<String> algorithms(CollectiveQuestion question) {
    CollectiveStudy study = new CollectiveStudy(question);
    return study.planner.able(question.operation(), study.placement());
  }

  /**
   * Time of each size by the closed form: what the planner predicts, nothing beside it on the links.
   *
   * @return picoseconds
   */
  public static List<Long> predictedPs(CollectiveQuestion question) {
    CollectiveStudy study = new CollectiveStudy(question);
    Placement placement = study.placement();
    return question.sizes().stream()
        .map(bytes -> study.planner.plan(question.call(NAME, question.operation(), bytes), placement)
            .alonePs(placement))
        .toList();
  }

  /**
   * Simulates every size.
   *
   * @throws IllegalStateException when an invariant of the simulation is broken
   */
  public static CollectiveTable answer(CollectiveQuestion question, Simulator simulator, Progress progress) {
    CollectiveStudy study = new CollectiveStudy(question);
    Quotient quotient = study.quotient();
    Placement placement = study.placement();
    List<CollectiveRow> rows = new ArrayList<>();
    for (long bytes : question.sizes()) {
      Call call = question.call(NAME, question.operation(), bytes);
      Timeline timeline = simulator.run(study.world(quotient, call), progress);
      Invariants.check(timeline);
      rows.add(CollectiveRow.of(call, timeline, study.planner.consider(call, placement)));
    }
    return new CollectiveTable(question.operation(), question.cluster().name(),
        question.cluster().accelerator().name(), question.members().ranks(),
        question.stack().id() + " (" + question.stack().name() + ")", study.facts(), rows);
  }

  private Set<Operation> operations() {
    Set<Operation> operations = new LinkedHashSet<>();
    operations.add(question.operation());
    question.beside().forEach(other -> operations.add(other.operation()));
    return operations;
  }

  private static Role role(Operation operation) {
    return switch (operation) {
      case ALL_REDUCE, ALL_GATHER, REDUCE_SCATTER, BROADCAST, REDUCE -> Role.DATA;
      case ALL_TO_ALL, DISPATCH, COMBINE -> Role.EXPERT;
      case SHIFT -> Role.CONTEXT;
      case SEND, SEND_BACK -> Role.PIPELINE_NEXT;
    };
  }

  private List<int[]> groups(Operation operation) {
    int[] members = question.members().list();
    if (operation.undirected() != Operation.SEND) {
      return List.of(members);
    }
    int half = members.length / 2;
    List<int[]> pairs = new ArrayList<>();
    for (int i = 0; i < half; i++) {
      pairs.add(new int[] {members[i], members[half + i]});
    }
    return pairs;
  }

  private Placement placement() {
    return new Placement(fabric, groups.get(role(question.operation())).get(0));
  }

  private Quotient quotient() {
    ProcessGroups all = new ProcessGroups(fabric.cards(), groups);
    int[] programs = new int[fabric.cards()];
    Arrays.fill(programs, MemberPrograms.IDLE);
    int[] members = question.members().list();
    for (int i = 0; i < members.length; i++) {
      programs[members[i]] = 2 * i < members.length ? MemberPrograms.FIRST_HALF : MemberPrograms.SECOND_HALF;
    }
    // Only a send tells the halves apart.
    if (!groups.containsKey(Role.PIPELINE_NEXT)) {
      Arrays.stream(members).forEach(card -> programs[card] = MemberPrograms.FIRST_HALF);
    }
    double[] paces = new double[fabric.cards()];
    Arrays.fill(paces, 1);
    return question.fold()
        ? Fold.fold(all, fabric, programs, paces)
        : Fold.unfolded(all, fabric, programs, paces);
  }

  private WorldSpec world(Quotient quotient, Call call) {
    List<Call> calls = new ArrayList<>(List.of(call));
    for (CollectiveQuestion.Beside other : question.beside()) {
      calls.add(question.call("beside it, " + calls.size(), other.operation(), other.bytes()));
    }
    return new WorldSpec(fabric.tiers(), quotient, MemberPrograms.of(calls, CollectiveStudy::role), planner,
        Math.max(1, wires.unitsTaken(fabric.tiers())));
  }

  private Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>();
    Members members = question.members();
    Tier inner = fabric.tiers().get(0);
    facts.put("cards", members.domains() == 1
        ? members.ranks() + " of one " + inner.name() + " domain"
        : members.ranks() + " in " + members.domains() + " " + inner.name() + " domains, "
            + members.perDomain() + " of " + members.domain() + " in each");
    facts.put("driven by", units());
    question.routing().ifPresent(routed -> facts.put("routing", "top-" + routed.topK() + " of "
        + routed.experts() + " experts" + (routed.limit() < routed.groups()
            ? " in at most " + routed.limit() + " of " + routed.groups() + " groups" : "")));
    if (!question.beside().isEmpty()) {
      facts.put("beside it", question.beside().stream()
          .map(other -> other.operation().label() + " of " + Bytes.format(other.bytes()))
          .collect(Collectors.joining(", ")));
    }
    if (question.load() > 1) {
      facts.put("uneven", String.format(Locale.ROOT, "the busiest card receives %.2f times the mean", question.load()));
    }
    if (!question.faults().links().isEmpty()) {
      int more = question.faults().links().size() - FEW;
      facts.put("faults", question.faults().links().stream().limit(FEW)
          .map(fault -> fault.links() + (fault.isDown() ? " down" : " at " + fault.rate() + " of its rate"))
          .collect(Collectors.joining(", ")) + (more > 0 ? " and " + more + " more" : "")
          + question.faults().assumptions().stream().map(said -> "; " + said).collect(Collectors.joining()));
    }
    facts.put("assumed", "all cards start at once, nothing else is on the links; without a source: "
        + Assumptions.of(wires, crossed(), operations()));
    return facts;
  }

  private String units() {
    if (question.communication().engine().isPresent()) {
      return question.communication().engine().get() + crossed().stream()
          .filter(tier -> wires.transport(tier).engines().containsKey(question.communication().engine().get()))
          .map(tier -> " on " + tier.name() + ", which takes " + wires.unitsTaken(List.of(tier))
              + " units from kernels")
          .collect(Collectors.joining(","));
    }
    return switch (question.communication().unitMode()) {
      case OFFLOAD -> "copy engines";
      case RESERVED -> question.communication().units() + " units set aside per card";
      case SHARED -> crossed().stream()
          .map(tier -> wires.unitsTaken(List.of(tier)) + " units on " + tier.name())
          .collect(Collectors.joining(", ")) + " (" + Spelled.of(question.communication().unitMode()) + ")";
    };
  }
}

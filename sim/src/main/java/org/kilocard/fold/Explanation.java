package org.kilocard.fold;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.kilocard.fold.Vertex.Kind;
import org.kilocard.job.ProcessGroups;
import org.kilocard.job.Role;
import org.kilocard.topology.Fabric;

/**
 * Why ranks that run one program are told apart.
 *
 * <p><b>Model.</b> Folds once more and keeps the classes of every round. Two vertices that first differ in round
 * {@code k} have neighbours, alike until then, of which the one has more than the other of a class of round {@code k −
 * 1}: two such neighbours first differ in round {@code k − 1}. So from any two ranks a shortest way of {@code k} steps
 * leads to two vertices that differ by themselves, or by what they are joined to.
 */
public final class Explanation {
  /**
   * Why two ranks are told apart.
   *
   * @param way kinds of things between them and the cause, e.g. {@code data group}; empty: it is their own
   * @param cause what differs, in words
   */
  public record Difference(List<String> way, String cause) {
    /** Copies the way. */
    public Difference {
      way = List.copyOf(way);
    }

    /** All of it in words. */
    @Override
    public String toString() {
      return way.isEmpty() ? cause : "through " + String.join(", ", way) + ": " + cause;
    }
  }

  private final Neighbours neighbours;
  private final Wording words;
  private final List<Function<Vertex, Integer>> rounds = new ArrayList<>();

  private Explanation(Refinement graph) {
    neighbours = new Neighbours(graph);
    words = new Wording(graph, neighbours);
  }

  /**
   * Folds a system as {@link Fold#fold} does.
   *
   * @param programs index of the program of each rank
   * @param paces how fast each rank computes, relative to a sound card
   */
  public static Explanation of(ProcessGroups groups, Fabric fabric, int[] programs, double[] paces) {
    Refinement graph = new Refinement(groups, fabric, programs, paces);
    Explanation explanation = new Explanation(graph);
    graph.paint(false);
    int before = 0;
    int now = graph.distinct();
    while (now > before) {
      explanation.rounds.add(classes(graph));
      before = now;
      graph.refine();
      now = graph.distinct();
    }
    return explanation;
  }

  /** The present classes, each kind of vertices numbered by itself. */
  private static Function<Vertex, Integer> classes(Refinement graph) {
    int[] ranks = graph.ranks().classes();
    Map<Integer, int[]> groups = new LinkedHashMap<>();
    Map<Integer, int[]> flows = new LinkedHashMap<>();
    for (Role role : graph.roles()) {
      groups.put(role.ordinal(), graph.groups(role).classes());
      flows.put(role.ordinal(), graph.flows(role).classes());
    }
    List<int[]> links = new ArrayList<>();
    List<int[]> domains = new ArrayList<>();
    for (int t = 0; t < graph.fabric().tiers().size(); t++) {
      links.add(graph.links(t).classes());
      domains.add(graph.domains(t).classes());
    }
    return v -> switch (v.kind()) {
      case RANK -> ranks[v.index()];
      case GROUP -> groups.getOrDefault(v.part(), ranks)[v.index()];
      case FLOW -> flows.getOrDefault(v.part(), ranks)[v.index()];
      case LINK -> links.get(v.part())[v.index()];
      case DOMAIN -> domains.get(v.part())[v.index()];
    };
  }

  /** Why {@code rank} and {@code other} are of different classes; empty when they are of one. */
  public Optional<Difference> between(int rank, int other) {
    List<String> way = new ArrayList<>();
    Vertex a = new Vertex(Kind.RANK, 0, rank);
    Vertex b = new Vertex(Kind.RANK, 0, other);
    int round = firstDifference(a, b);
    if (round < 0) {
      return Optional.empty();
    }
    while (round > 0) {
      Optional<Vertex[]> next = further(a, b, round);
      if (next.isEmpty()) {
        return Optional.of(new Difference(way, words.joinedDifferently(a, b)));
      }
      a = next.get()[0];
      b = next.get()[1];
      round--;
      if (round > 0) {
        words.step(a).ifPresent(way::add);
      }
    }
    return Optional.of(new Difference(way, words.differentByThemselves(a, b)));
  }

  private int firstDifference(Vertex a, Vertex b) {
    for (int k = 0; k < rounds.size(); k++) {
      if (!rounds.get(k).apply(a).equals(rounds.get(k).apply(b))) {
        return k;
      }
    }
    return -1;
  }

  /** Neighbours over one kind of edge that were alike so far: by their next class, how many each side has. */
  private static final class Tally {
    private final Map<Integer, Vertex[]> examples = new LinkedHashMap<>();
    private final Map<Integer, int[]> counts = new LinkedHashMap<>();
    private int balance;

    private void add(int side, int classNow, Vertex neighbour) {
      counts.computeIfAbsent(classNow, c -> new int[2])[side]++;
      Vertex[] seen = examples.computeIfAbsent(classNow, c -> new Vertex[] {neighbour, neighbour});
      if (counts.get(classNow)[side] == 1) {
        seen[side] = neighbour;
      }
      balance += side == 0 ? 1 : -1;
    }

    /** A neighbour of each side, of a class that the side has more of. */
    private Optional<Vertex[]> differing() {
      Optional<Vertex> ofA = more(0);
      Optional<Vertex> ofB = more(1);
      return ofA.isPresent() && ofB.isPresent()
          ? Optional.of(new Vertex[] {ofA.get(), ofB.get()})
          : Optional.empty();
    }

    private Optional<Vertex> more(int side) {
      return counts.entrySet().stream()
          .filter(e -> e.getValue()[side] > e.getValue()[1 - side])
          .findFirst()
          .map(e -> examples.get(e.getKey())[side]);
    }
  }

  private record Edge(long label, Kind kind, int part, int classBefore) {}

  /**
   * Neighbours of both, alike until round {@code round − 2}, that differ in round {@code round − 1}; empty when the two
   * do not even have equally many of a kind.
   */
  private Optional<Vertex[]> further(Vertex a, Vertex b, int round) {
    Map<Edge, Tally> tallies = new LinkedHashMap<>();
    count(tallies, 0, a, round);
    count(tallies, 1, b, round);
    if (tallies.values().stream().anyMatch(t -> t.balance != 0)) {
      return Optional.empty();
    }
    return tallies.values().stream().map(Tally::differing).flatMap(Optional::stream).findFirst();
  }

  private void count(Map<Edge, Tally> tallies, int side, Vertex v, int round) {
    Function<Vertex, Integer> now = rounds.get(round - 1);
    neighbours.of(v, (label, n) -> {
      int before = round > 1 ? rounds.get(round - 2).apply(n) : 0;
      tallies.computeIfAbsent(new Edge(label, n.kind(), n.part(), before), e -> new Tally())
          .add(side, now.apply(n), n);
    });
  }
}

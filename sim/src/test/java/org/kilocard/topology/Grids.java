package org.kilocard.topology;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Tori and meshes for tests, with links of 10 GB/s and 1 us. */
public final class Grids {
  /** Rate of one link. */
  public static final double LINK = 10e9;

  private static final long US = 1_000_000;

  private Grids() {}

  private static List<Integer> list(int... values) {
    return Arrays.stream(values).boxed().toList();
  }

  /** A torus whose dimensions of three cards and more are closed. */
  public static Tier torus(int... shape) {
    return tier(DomainKind.TORUS, Routing.SHORTEST, false, LINK, shape);
  }

  /** The same with links of another rate. */
  public static Tier torusOf(double link, int... shape) {
    return tier(DomainKind.TORUS, Routing.SHORTEST, false, link, shape);
  }

  /** A twisted torus. */
  public static Tier twisted(int... shape) {
    return tier(DomainKind.TORUS, Routing.SHORTEST, true, LINK, shape);
  }

  /** A torus that is open at all ends. */
  public static Tier open(int... shape) {
    return Tier.grid("ici", DomainKind.TORUS, new Grid(list(shape), Collections.nCopies(shape.length, false),
        false, List.of(), Collections.nCopies(shape.length, LINK)), US, Routing.SHORTEST, Transport.MESSAGE);
  }

  /** A mesh. */
  public static Tier mesh(Routing routing, int... shape) {
    return tier(DomainKind.MESH_ND, routing, false, LINK, shape);
  }

  private static Tier tier(DomainKind kind, Routing routing, boolean twisted, double link, int... shape) {
    List<Boolean> wrap = Arrays.stream(shape).mapToObj(n -> kind == DomainKind.TORUS && n > 2).toList();
    Grid grid = new Grid(list(shape), wrap, twisted, List.of(), Collections.nCopies(shape.length, link));
    return Tier.grid("ici", kind, grid, US, routing, Transport.MESSAGE);
  }

  /** The same grid with domains of {@code perVertex} cards as its points, whose ports have the rate of {@code port}. */
  public static Tier of(int perVertex, double port, Tier grid) {
    return Tier.grid(grid.name(), grid.kind(), grid.grid().orElseThrow(), perVertex, port, grid.latencyPs(),
        grid.routing(), grid.transport());
  }

  /** A placement of cards on one tier that is as large as it is built. */
  public static Placement place(Tier tier, int... cards) {
    return new Placement(new Fabric(List.of(tier), tier.cards().orElseThrow()), cards);
  }

  /** All cards of a tier. */
  public static int[] all(Tier tier) {
    return IntStream.range(0, tier.cards().orElseThrow()).toArray();
  }

  /** Loads by the name of a link, {@code from>to}, of links that carry anything. */
  public static Map<String, Double> loads(Tier tier, Pattern pattern, int... cards) {
    Fabric fabric = new Fabric(List.of(tier), tier.cards().orElseThrow());
    Map<Integer, String> names = names(tier);
    Map<String, Double> loads = new TreeMap<>();
    new Placement(fabric, cards).spread(pattern, 0, (link, bytes) ->
        loads.merge(names.get(link), bytes, Double::sum));
    return loads;
  }

  /** Which cards each link leads from and to, found by sending to each neighbour. */
  private static Map<Integer, String> names(Tier tier) {
    Tier direct = Tier.grid(tier.name(), tier.kind(), tier.grid().orElseThrow(), tier.latencyPs(),
        Routing.SHORTEST, tier.transport());
    TierLinks links = new Fabric(List.of(direct), direct.cards().orElseThrow()).links(0);
    Map<Integer, String> names = new TreeMap<>();
    for (int from : all(tier)) {
      for (int to : all(tier)) {
        Share pair = new Share(new int[] {from, to}, new double[] {1, 1}, new int[] {from, to});
        if (from != to && links.hops(Pattern.SEND, pair) == 1) {
          links.spread(Pattern.SEND, pair, (link, bytes) -> names.merge(link, from + ">" + to, (a, b) -> a));
        }
      }
    }
    return names;
  }
}

package org.kilocard.topology;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * One level of the interconnect, innermost first in a cluster.
 *
 * @param name link technology, the key under which a stack keeps its constants, e.g. {@code nvlink}
 * @param kind how the cards of a domain are joined
 * @param cards cards per domain; empty: one domain that grows with the job (last tier only)
 * @param bytesPerSecond per card and direction, raw; on a grid of domains that of a card's port into it
 * @param latencyPs one-way, between two cards of a domain; on a grid over one of its links
 * @param rails number of rails a node's cards are spread over (Clos); 1: not rail-optimised
 * @param radix ports of a switch (Clos)
 * @param levels switch levels (Clos)
 * @param oversubscription of the leaf's uplinks, ≥ 1 (Clos)
 * @param routing how paths are chosen (Clos, mesh)
 * @param transport message or memory semantics
 * @param grid how the cards, or the domains of the tier inside, are arranged (torus, mesh)
 * @param near cards of a domain that reach each other sooner than the others
 * @param reduces whether the switches add up what passes through them (NVLink SHARP, InfiniBand SHARP), if a
 *     stack makes use of it
 */
public record Tier(
    String name,
    DomainKind kind,
    OptionalInt cards,
    double bytesPerSecond,
    long latencyPs,
    int rails,
    int radix,
    int levels,
    double oversubscription,
    Routing routing,
    Transport transport,
    Optional<Grid> grid,
    Optional<Near> near,
    boolean reduces) {
  /** A tier all of whose cards are equally far, and whose switches reduce where that is usual. */
  public Tier(
      String name,
      DomainKind kind,
      OptionalInt cards,
      double bytesPerSecond,
      long latencyPs,
      int rails,
      int radix,
      int levels,
      double oversubscription,
      Routing routing,
      Transport transport,
      Optional<Grid> grid) {
    this(name, kind, cards, bytesPerSecond, latencyPs, rails, radix, levels, oversubscription, routing,
        transport, grid, Optional.empty(), kind == DomainKind.SWITCH);
  }

  /** A tier whose cards are not arranged in a grid. */
  public Tier(
      String name,
      DomainKind kind,
      OptionalInt cards,
      double bytesPerSecond,
      long latencyPs,
      int rails,
      int radix,
      int levels,
      double oversubscription,
      Routing routing,
      Transport transport) {
    this(name, kind, cards, bytesPerSecond, latencyPs, rails, radix, levels, oversubscription, routing,
        transport, Optional.empty());
  }

  /** The same tier with another number of cards per domain, which is not a grid. */
  Tier withCards(int others) {
    return new Tier(name, kind, OptionalInt.of(others), bytesPerSecond, latencyPs, rails, radix, levels,
        oversubscription, routing, transport, grid, near, reduces);
  }

  /** A torus or mesh of cards. */
  public static Tier grid(
      String name, DomainKind kind, Grid grid, long latencyPs, Routing routing, Transport transport) {
    return grid(name, kind, grid, 1, grid.vertexBytesPerSecond(kind), latencyPs, routing, transport);
  }

  /**
   * A torus or mesh of domains.
   *
   * @param perVertex cards of a domain of the tier inside
   * @param bytesPerSecond of a card's port
   */
  public static Tier grid(
      String name,
      DomainKind kind,
      Grid grid,
      int perVertex,
      double bytesPerSecond,
      long latencyPs,
      Routing routing,
      Transport transport) {
    return new Tier(name, kind, OptionalInt.of(grid.vertices() * perVertex), bytesPerSecond, latencyPs, 1, 2,
        1, 1, routing, transport, Optional.of(grid));
  }

  /** Whether its switches can carry what a mesh inside of it cannot. */
  boolean lends() {
    return kind != DomainKind.FULL_MESH;
  }

  /** Cards at a point of the grid: one, or those of a domain of the tier inside. */
  public int cardsPerVertex() {
    return grid.map(g -> cards.orElseThrow() / g.vertices()).orElse(1);
  }

  /**
   * The links of the grid, among its points, for a job.
   *
   * @param jobCards of the job
   * @param perDomain cards of a domain that the job has
   */
  GridLinks linksBetweenVertices(int jobCards, int perDomain) {
    int perVertex = cardsPerVertex();
    int vertices = (jobCards + perVertex - 1) / perVertex;
    int inDomain = (perDomain + perVertex - 1) / perVertex;
    Grid laidOut = grid.orElseThrow().laidOut(vertices);
    return kind == DomainKind.TORUS
        ? new TorusLinks(laidOut, vertices, inDomain)
        : new MeshNdLinks(laidOut, routing, vertices, inDomain);
  }
}

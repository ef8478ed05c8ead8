package org.kilocard.fold;

import org.kilocard.fold.Vertex.Kind;
import org.kilocard.job.Role;

/** Who sees whom in a {@link Refinement}, vertex by vertex, with the same labels. */
final class Neighbours {
  /** Takes a neighbour. */
  @FunctionalInterface
  interface Sink {
    void accept(long label, Vertex neighbour);
  }

  private final Refinement graph;

  Neighbours(Refinement graph) {
    this.graph = graph;
  }

  /** Hands out all neighbours of a vertex. */
  void of(Vertex v, Sink sink) {
    switch (v.kind()) {
      case RANK -> ofRank(v.index(), sink);
      case GROUP -> ofGroup(Role.values()[v.part()], v.index(), sink);
      case FLOW -> ofFlow(Role.values()[v.part()], v.index(), sink);
      case LINK -> ofLink(v.part(), v.index(), sink);
      case DOMAIN -> ofDomain(v.part(), v.index(), sink);
    }
  }

  private void ofRank(int rank, Sink sink) {
    for (Role role : Role.values()) {
      int g = graph.groups().groupOf(role, rank);
      if (g >= 0) {
        sink.accept(role.ordinal(), new Vertex(Kind.GROUP, Refinement.owner(role).ordinal(), g));
      }
    }
  }

  private void ofGroup(Role role, int g, Sink sink) {
    int[] members = graph.groups().members(role, g);
    for (int i = 0; i < members.length; i++) {
      Role seenAs = role == Role.PIPELINE_NEXT && i > 0 ? Role.PIPELINE_PREVIOUS : role;
      sink.accept(seenAs.ordinal(), new Vertex(Kind.RANK, 0, members[i]));
    }
    GroupLoads loads = graph.loads(role);
    for (int f = loads.flowStart(g); f < loads.flowEnd(g); f++) {
      sink.accept(loads.kind(f), new Vertex(Kind.FLOW, role.ordinal(), f));
    }
  }

  private void ofFlow(Role role, int f, Sink sink) {
    GroupLoads loads = graph.loads(role);
    sink.accept(-1, new Vertex(Kind.GROUP, role.ordinal(), loads.group(f)));
    for (int e = loads.start(f); e < loads.end(f); e++) {
      sink.accept(Double.doubleToLongBits(loads.share(e)), new Vertex(Kind.LINK, loads.tier(f), loads.link(e)));
    }
  }

  private void ofLink(int tier, int link, Sink sink) {
    int domain = graph.fabric().links(tier).domain(link);
    sink.accept(0, new Vertex(Kind.DOMAIN, tier, domain));
    for (Role role : graph.roles()) {
      GroupLoads loads = graph.loads(role);
      for (int f = 0; f < loads.flows(); f++) {
        for (int e = loads.start(f); loads.tier(f) == tier && loads.domain(f) == domain && e < loads.end(f); e++) {
          if (loads.link(e) == link) {
            sink.accept(Colours.mix(role.ordinal(), Double.doubleToLongBits(loads.share(e))),
                new Vertex(Kind.FLOW, role.ordinal(), f));
          }
        }
      }
    }
  }

  private void ofDomain(int tier, int domain, Sink sink) {
    for (int l = 0; l < graph.fabric().links(tier).links(); l++) {
      if (graph.fabric().links(tier).domain(l) == domain) {
        sink.accept(0, new Vertex(Kind.LINK, tier, l));
      }
    }
  }
}

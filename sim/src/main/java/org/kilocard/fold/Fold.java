package org.kilocard.fold;

import org.kilocard.job.ProcessGroups;
import org.kilocard.topology.Fabric;

/**
 * Finds the classes of ranks, groups, links and domains that cannot be told apart.
 *
 * <p><b>Model.</b> Colour refinement (1-dimensional Weisfeiler-Leman) on the graph whose vertices are ranks,
 * groups, their flows in each domain, links and domains and whose labelled edges say who belongs to which
 * group in which role, which flow is whose and loads which link how much, and which link lies in which
 * domain. It ends at the coarsest equitable partition: members of a class have equally many neighbours of
 * each class over each kind of edge. Since a rank's acts depend only on its program and its groups, a group's
 * on its members and links, and max-min shares of a link only on the groups that load it, members of a class
 * act alike at all times, and one of them stands for all.
 *
 * <p><b>Assumes.</b> 64-bit colours do not collide.
 *
 * <p><b>Source.</b> Cardon and Crochemore, Partitioning a graph in O(|A| log |V|) (1982); Grohe et al.,
 * Dimension reduction via colour refinement (2014).
 */
public final class Fold {
  private Fold() {}

  /**
   * Folds a system.
   *
   * @param programs index of the program of each rank
   * @param paces how fast each rank computes, relative to a sound card
   */
  public static Quotient fold(ProcessGroups groups, Fabric fabric, int[] programs, double[] paces) {
    Refinement graph = new Refinement(groups, fabric, programs, paces);
    graph.paint(false);
    int before = 0;
    int now = graph.distinct();
    while (now > before) {
      before = now;
      graph.refine();
      now = graph.distinct();
    }
    return new QuotientBuilder(graph).build();
  }

  /** The system as it is, every rank, group, link and domain a class of its own. */
  public static Quotient unfolded(ProcessGroups groups, Fabric fabric, int[] programs, double[] paces) {
    Refinement graph = new Refinement(groups, fabric, programs, paces);
    graph.paint(true);
    return new QuotientBuilder(graph).build();
  }
}

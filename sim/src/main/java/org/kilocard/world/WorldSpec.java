package org.kilocard.world;

import java.util.List;
import org.kilocard.collective.Planner;
import org.kilocard.fold.Quotient;
import org.kilocard.program.Program;
import org.kilocard.topology.Tier;

/**
 * What to simulate.
 *
 * @param tiers of the cluster, innermost first
 * @param quotient classes of ranks, groups and domains
 * @param programs by the index that the rank classes name
 * @param planner how calls are carried out
 * @param sharedUnits units that calls hold when compute ops take their {@code beside} durations, ≥ 1
 */
public record WorldSpec(
    List<Tier> tiers, Quotient quotient, List<Program> programs, Planner planner, int sharedUnits) {
  /** Copies the lists. */
  public WorldSpec {
    tiers = List.copyOf(tiers);
    programs = List.copyOf(programs);
  }
}

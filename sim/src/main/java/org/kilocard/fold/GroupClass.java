package org.kilocard.fold;

import java.util.List;
import java.util.Map;
import org.kilocard.job.Role;
import org.kilocard.topology.Pattern;
import org.kilocard.topology.Placement;

/**
 * Groups that behave identically.
 *
 * @param role owning role
 * @param size how many groups
 * @param placement members of the representative
 * @param arrivals how many classes of ranks its members belong to; each of them arrives once per call
 * @param loads what the class puts on links, by traffic pattern and tier
 */
public record GroupClass(
    Role role, int size, Placement placement, int arrivals, Map<Traffic, List<DomainLoad>> loads) {

  /**
   * Traffic of a group on a tier.
   *
   * @param pattern how it is spread
   * @param tier index of the tier
   */
  public record Traffic(Pattern pattern, int tier) {}
}

package org.kilocard.plan;

import java.util.List;
import java.util.Optional;

/**
 * What a search found.
 *
 * @param considered legal layouts
 * @param tooLarge those of them that do not fit into memory
 * @param best the fastest that fit, in order
 * @param fastestTooLarge the fastest of those that need at most half as much again as there is
 */
record Verdict(long considered, long tooLarge, List<Candidate> best, Optional<Candidate> fastestTooLarge) {
  Verdict {
    best = List.copyOf(best);
  }
}

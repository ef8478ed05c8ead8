package org.kilocard.program;

import java.util.List;

/**
 * Compute between the first and the last products of a block, cut where context-parallel calls go.
 *
 * @param before on the card's tokens
 * @param steps with context parallelism: of a ring one for each block of keys, otherwise one; else none
 * @param after on the card's tokens again
 */
public record CoreCost(Span before, List<Span> steps, Span after) {
  /** Nothing. */
  public static final CoreCost NONE = whole(Span.NONE);

  /** Copies the list. */
  public CoreCost {
    steps = List.copyOf(steps);
  }

  /** Compute that nothing cuts. */
  public static CoreCost whole(Span span) {
    return new CoreCost(span, List.of(), Span.NONE);
  }

  /** All of it. */
  public Span total() {
    Span all = before;
    for (Span step : steps) {
      all = all.plus(step);
    }
    return all.plus(after);
  }
}

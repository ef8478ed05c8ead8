package org.kilocard.plan;

import java.util.List;

/** What a plan is for. */
public sealed interface Goal {
  /**
   * To know what so many cards can do.
   *
   * @param numbers of cards, at least one
   */
  record Cards(List<Integer> numbers) implements Goal {
    /** Copies. */
    public Cards {
      numbers = List.copyOf(numbers);
    }
  }

  /** To train in at most so many days, on as few cards as that takes. */
  record Deadline(double days) implements Goal {}

  /** To train for at most so much money (USD), as soon as that allows. */
  record Budget(double amount) implements Goal {}
}

package org.kilocard.report;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A card that the others of its stage wait for, because its kernels take longer.
 *
 * <p><b>Model.</b> The class of cards of a stage with the most kernel time, if that is more than the mean by two
 * per cent (assumed: less is not worth a sentence).
 *
 * @param rank the representative of these cards
 * @param factor kernel time over the mean of the stage
 */
record Straggler(int rank, double factor) {
  private static final double WORTH_SAYING = 1.02;

  /** The straggler of a stage, if there is one. */
  static Optional<Straggler> of(List<CardAccount> classes, int stage) {
    double sum = 0;
    long cards = 0;
    for (CardAccount account : classes) {
      if (account.pipelineRank() == stage) {
        sum += (double) kernelsPs(account) * account.cards();
        cards += account.cards();
      }
    }
    double mean = sum / Math.max(1, cards);
    return classes.stream()
        .filter(account -> account.pipelineRank() == stage)
        .max(Comparator.comparingLong(Straggler::kernelsPs).thenComparing(CardAccount::rank, Comparator.reverseOrder()))
        .map(account -> new Straggler(account.rank(), kernelsPs(account) / mean))
        .filter(straggler -> straggler.factor() > WORTH_SAYING);
  }

  private static long kernelsPs(CardAccount account) {
    return account.partsPs().getOrDefault(Part.COMPUTE, 0L);
  }

  /** A sentence, which names the experts where they are the reason. */
  String sentence(Optional<ExpertUse> experts) {
    String reason = experts.filter(e -> !e.even())
        .map(e -> ", whose " + e.experts()
            + (e.firstExpert() == e.lastExpert() ? " receives " : " receive ")
            + Numbers.scaled(e.loadFactor()) + " x the mean rows,")
        .orElse("");
    return " Rank " + rank + reason + " is a straggler: its kernels take " + Numbers.scaled(factor)
        + " x as long as those of the mean card, and the others wait for it.";
  }
}

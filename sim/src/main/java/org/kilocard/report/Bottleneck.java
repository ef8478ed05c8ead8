package org.kilocard.report;

import java.util.List;
import java.util.Map;

/**
 * Says in one sentence what limits a step.
 *
 * <p><b>Model.</b> A step of which kernels and the optimizer take at least half is compute bound; any other
 * is bound by its largest loss. The tier whose links are busiest on average is named in both cases, because
 * it tells bandwidth from latency: communication that is exposed although no link is busy waits for latency,
 * software or slow partners.
 *
 * <p><b>Assumes.</b> A link tier below 40 % mean utilisation does not limit by bandwidth (assumed: bursts of
 * collectives between segments of similar length leave a saturated link idle about half of the time).
 *
 * <p><b>Not modelled.</b> What the step would gain if the loss were gone; run that scenario for an answer.
 *
 * <p><b>Source.</b> None; a rule of thumb over exact shares.
 */
public final class Bottleneck {
  private static final double BUSY = 0.4;
  /** Shares below this are not worth naming. */
  private static final double SMALL = 0.005;

  private Bottleneck() {}

  /** The sentence for a step of {@code seconds} that went into {@code breakdown} and used {@code tiers}. */
  public static String sentence(Map<Part, Double> breakdown, double seconds, List<TierUse> tiers) {
    double kernels = (breakdown.getOrDefault(Part.COMPUTE, 0.0) + breakdown.getOrDefault(Part.OPTIMIZER, 0.0))
        / seconds;
    Part loss = Part.OTHER;
    for (Map.Entry<Part, Double> part : breakdown.entrySet()) {
      boolean lost = part.getKey() != Part.COMPUTE && part.getKey() != Part.OPTIMIZER;
      if (lost && part.getValue() > breakdown.getOrDefault(loss, 0.0)) {
        loss = part.getKey();
      }
    }
    double lost = breakdown.getOrDefault(loss, 0.0) / seconds;
    StringBuilder text = new StringBuilder();
    if (kernels >= 0.5) {
      text.append("Compute bound: ").append(Numbers.percent(kernels)).append(" of the step is kernels; ");
      text.append(lost < SMALL
          ? "nothing else takes as much as half a percent"
          : "the largest loss is the " + loss.label() + " (" + Numbers.percent(lost) + ")");
    } else {
      text.append(kind(loss)).append(" bound: the ").append(loss.label()).append(" takes ")
          .append(Numbers.percent(lost)).append(" of the step, kernels ").append(Numbers.percent(kernels));
    }
    return text.append(busiest(tiers, kernels < 0.5 && loss != Part.BUBBLE)).append('.').toString();
  }

  private static String kind(Part loss) {
    return switch (loss) {
      case BUBBLE -> "Pipeline";
      case OTHER, COMPUTE, OPTIMIZER -> "Otherwise";
      default -> "Communication";
    };
  }

  private static String busiest(List<TierUse> tiers, boolean explain) {
    if (tiers.isEmpty()) {
      return "";
    }
    TierUse busiest = tiers.get(0);
    for (TierUse tier : tiers) {
      if (tier.utilisationMean() > busiest.utilisationMean()) {
        busiest = tier;
      }
    }
    String text =
        "; " + busiest.tier() + " is the busiest link at " + Numbers.percent(busiest.utilisationMean());
    if (!explain) {
      return text;
    }
    return text + (busiest.utilisationMean() < BUSY
        ? ", so latency or slow partners cost more than bandwidth"
        : ", so its bandwidth is the limit");
  }
}

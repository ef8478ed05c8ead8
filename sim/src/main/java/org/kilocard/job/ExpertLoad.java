package org.kilocard.job;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;

/**
 * How the tokens are spread over the routed experts of a layer.
 *
 * <p><b>Model.</b> Each expert has a share of all routings, the same in every layer and for every micro-batch. A token
 * goes to top-k different experts, so that no expert has more than one k-th of the routings; what is above goes to
 * the others in proportion. With a capacity factor an expert receives at most that many times the mean; what is above
 * is dropped, and with padding what is below is filled up, so that all experts and all-to-alls are alike.
 *
 * <p><b>Assumes.</b> Every card routes alike, so that a limit on each sender's rows is one on the sum.
 *
 * <p><b>Not modelled.</b> Loads that change from batch to batch.
 *
 * <p><b>Source.</b> Megatron Core, moe_expert_capacity_factor and moe_pad_expert_input_to_capacity.
 *
 * @param shares share of each expert before anything is dropped, adding up to 1; empty: all alike
 * @param capacity most rows of an expert over the mean; empty: nothing is dropped
 * @param padded whether every expert computes as many rows as its capacity
 */
public record ExpertLoad(List<Double> shares, OptionalDouble capacity, boolean padded) {
  /** All experts alike, nothing dropped. */
  public static final ExpertLoad UNIFORM = new ExpertLoad(List.of());

  private static final double SUM_TOLERANCE = 1e-9;

  /** A load of which nothing is dropped. */
  public ExpertLoad(List<Double> shares) {
    this(shares, OptionalDouble.empty(), false);
  }

  /** Copies and checks that the shares add up. */
  public ExpertLoad {
    shares = List.copyOf(shares);
    double sum = 0;
    for (double share : shares) {
      if (!(share >= 0)) {
        throw new IllegalArgumentException("a share of tokens is not negative, got " + share);
      }
      sum += share;
    }
    if (!shares.isEmpty() && Math.abs(sum - 1) > SUM_TOLERANCE) {
      throw new IllegalArgumentException("shares add up to 1, not " + sum);
    }
  }

  /**
   * Shares proportional to 1, 2^−s, 3^−s, …, dealt to the experts at random.
   *
   * @param exponent s ≥ 0; 0 is uniform
   */
  public static ExpertLoad zipf(double exponent, int experts, int topK, long seed) {
    List<Double> weights = new ArrayList<>();
    for (int i = 1; i <= experts; i++) {
      weights.add(StrictMath.pow(i, -exponent));
    }
    Collections.shuffle(weights, new Random(seed));
    return weighted(weights, topK);
  }

  /** Shares proportional to {@code weights}, one per expert, not all zero. */
  public static ExpertLoad weighted(List<Double> weights, int topK) {
    double[] shares = weights.stream().mapToDouble(Double::doubleValue).toArray();
    scale(shares, 1);
    double most = 1.0 / topK;
    for (int round = 0; round < shares.length; round++) {
      double full = 0;
      double rest = 0;
      for (double share : shares) {
        full += share >= most ? most : 0;
        rest += share >= most ? 0 : share;
      }
      if (rest == 0 || Math.abs(full + rest - 1) < SUM_TOLERANCE / shares.length) {
        break;
      }
      double factor = (1 - full) / rest;
      for (int i = 0; i < shares.length; i++) {
        shares[i] = shares[i] >= most ? most : shares[i] * factor;
      }
    }
    scale(shares, 1);
    List<Double> list = new ArrayList<>();
    for (double share : shares) {
      list.add(share);
    }
    return new ExpertLoad(list);
  }

  private static void scale(double[] values, double to) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    for (int i = 0; i < values.length; i++) {
      values[i] *= to / sum;
    }
  }

  /**
   * The same load with a limit.
   *
   * @param factor most rows of an expert over the mean
   * @param pad whether experts with fewer rows are filled up
   * @param experts of a layer
   */
  public ExpertLoad limited(double factor, boolean pad, int experts) {
    if (!(factor > 0)) {
      throw new IllegalArgumentException("a capacity factor is positive, got " + factor);
    }
    return new ExpertLoad(shares.isEmpty() ? Collections.nCopies(experts, 1.0 / experts) : shares,
        OptionalDouble.of(factor), pad);
  }

  /** Whether all experts are alike, and nothing is dropped or padded. */
  public boolean isUniform() {
    return shares.isEmpty();
  }

  /** What an expert receives of all routings, when what is above its capacity is dropped or what is below filled up. */
  private double received(double share) {
    if (capacity.isEmpty()) {
      return share;
    }
    double most = capacity.getAsDouble() / shares.size();
    return padded ? most : Math.min(share, most);
  }

  /** Part of all routings that is dropped. */
  public double dropped() {
    double sum = 0;
    for (double share : shares) {
      sum += capacity.isEmpty() ? 0 : Math.max(0, share - capacity.getAsDouble() / shares.size());
    }
    return sum;
  }

  /** The expert with the most rows; the first of equals. */
  public int hottestExpert() {
    int hottest = 0;
    for (int e = 1; e < shares.size(); e++) {
      hottest = received(shares.get(e)) > received(shares.get(hottest)) ? e : hottest;
    }
    return hottest;
  }

  /** Rows of an expert over the mean before anything is dropped. */
  public double expertOverMean(int expert) {
    return isUniform() ? 1 : received(shares.get(expert)) * shares.size();
  }

  /**
   * What the experts of a card receive of all routings, experts being dealt evenly in order; none when all are alike.
   */
  public List<Double> sharesOf(int card, int cards) {
    int perCard = shares.size() / cards;
    return shares.subList(card * perCard, (card + 1) * perCard).stream().map(this::received).toList();
  }

  /** Share of all routings that goes to the experts of a card. */
  public double ofCard(int card, int cards) {
    double sum = 0;
    for (double share : sharesOf(card, cards)) {
      sum += share;
    }
    return sum;
  }

  /** The card whose experts have the most tokens; the first of equals. */
  public int busiestCard(int cards) {
    int busiest = 0;
    for (int card = 1; card < cards && !isUniform(); card++) {
      busiest = ofCard(card, cards) > ofCard(busiest, cards) ? card : busiest;
    }
    return busiest;
  }

  /** Tokens that the experts of a card receive over the mean of all cards. */
  public double overMean(int card, int cards) {
    return isUniform() ? 1 : ofCard(card, cards) * cards;
  }

  /** Rows of the busiest card over the mean before anything is dropped; below 1 only where most is. */
  public double imbalance(int cards) {
    double busiest = overMean(busiestCard(cards), cards);
    return capacity.isPresent() ? busiest : Math.max(1, busiest);
  }

  /**
   * Rows that each expert of a card receives, at least one.
   *
   * @param routings tokens times top-k of the whole expert group
   */
  public List<Long> rows(int card, int cards, long routings) {
    return sharesOf(card, cards).stream().map(share -> Math.max(1, Math.round(routings * share))).toList();
  }
}

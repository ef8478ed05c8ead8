package org.kilocard.plan;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.IntToDoubleFunction;

/**
 * The most cards that a budget is enough for.
 *
 * <p><b>Model.</b> What a training costs falls with the number of cards where few have too little memory to be fast,
 * and rises where many keep each other waiting. So numbers are tried octave by octave, until so many as {@value
 * #FUTILE} octaves in a row, after some layout has fitted, are too dear and none of them is cheaper than what was
 * there before. Then all numbers between: the octave above the last that the money is enough for, or, if it is
 * enough for none, both octaves beside the cheapest.
 *
 * <p><b>Assumes.</b> Whatever rises for three octaves does not fall below the budget later.
 */
final class BudgetSearch {
  private static final int FUTILE = 3;

  private final List<Integer> numbers;
  private final IntToDoubleFunction cost;
  private final double amount;
  private final Map<Integer, Double> known = new HashMap<>();

  /**
   * A search.
   *
   * @param numbers of cards to choose from, ascending
   * @param cost of a number of cards; infinite if none of its layouts fits
   * @param amount of money
   */
  BudgetSearch(List<Integer> numbers, IntToDoubleFunction cost, double amount) {
    this.numbers = numbers;
    this.cost = cost;
    this.amount = amount;
  }

  /** The most of those tried; empty if every number that was tried is too dear. */
  OptionalInt most() {
    int last = 0;
    int cheapest = 0;
    int futile = 0;
    int due = 0;
    for (int i = 0; i < numbers.size() && futile < FUTILE; i++) {
      int cards = numbers.get(i);
      if (cards >= due || i == numbers.size() - 1) {
        due = 2 * cards;
        boolean cheaper = Double.isFinite(cost(cards)) && (cheapest == 0 || cost(cards) < cost(cheapest));
        cheapest = cheaper ? cards : cheapest;
        last = isEnough(cards) ? cards : last;
        futile = cheaper || isEnough(cards) || cheapest == 0 ? 0 : futile + 1;
      }
    }
    int low = last > 0 ? last : cheapest / 2;
    int high = last > 0 ? 2 * last : 2 * cheapest;
    return numbers.stream().mapToInt(Integer::intValue)
        .filter(cards -> cards >= low && cards <= high && cards > 0)
        .filter(this::isEnough)
        .max();
  }

  private boolean isEnough(int cards) {
    return cost(cards) <= amount;
  }

  private double cost(int cards) {
    return known.computeIfAbsent(cards, cost::applyAsDouble);
  }
}

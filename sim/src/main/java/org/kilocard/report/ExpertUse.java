package org.kilocard.report;

/**
 * How the rows of the routed experts are spread, where not all cards have the same.
 *
 * @param firstRank the lowest rank whose experts receive the most rows
 * @param ranks how many ranks hold these experts
 * @param firstExpert of these ranks, counted from 0
 * @param lastExpert of these ranks
 * @param loadFactor rows of such a rank over the mean
 * @param hottestExpert the expert with the most rows
 * @param hottestFactor its rows over the mean of all experts
 * @param even whether all experts have as many rows, as when they are filled up to a capacity
 * @param dropped part of all routings that is dropped, 0 … 1
 */
public record ExpertUse(
    int firstRank,
    int ranks,
    int firstExpert,
    int lastExpert,
    double loadFactor,
    int hottestExpert,
    double hottestFactor,
    boolean even,
    double dropped) {

  /** The experts of the busiest ranks, e.g. {@code experts 4-7}. */
  public String experts() {
    return firstExpert == lastExpert ? "expert " + firstExpert : "experts " + firstExpert + "-" + lastExpert;
  }

  /** All of it in a sentence or three. */
  public String sentences() {
    String drops = dropped > 0 ? " " + Numbers.percent1(dropped) + " of the routings are dropped." : "";
    if (even) {
      return "Every expert has " + Numbers.scaled(loadFactor) + " x the mean rows." + drops;
    }
    StringBuilder text = new StringBuilder("Rank ").append(firstRank);
    if (ranks > 1) {
      text.append(" (one of ").append(Numbers.whole(ranks)).append(" alike)");
    }
    text.append(" holds ").append(experts()).append(" and receives ").append(Numbers.scaled(loadFactor))
        .append(" x the mean rows");
    text.append(firstExpert == lastExpert ? "." : "; the hottest, expert " + hottestExpert + ", has "
        + Numbers.scaled(hottestFactor) + " x the mean of an expert.");
    return text.append(drops).toString();
  }
}

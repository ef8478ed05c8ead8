package org.kilocard.plan;

import java.util.Locale;
import org.kilocard.report.PlanPoint;
import org.kilocard.unit.Bytes;

/** Numbers in the sentences of a plan. */
final class PlanWords {
  private PlanWords() {}

  static String cards(int number) {
    return String.format(Locale.ROOT, "%,d card%s", number, number == 1 ? "" : "s");
  }

  static String days(double days) {
    return days < 2
        ? String.format(Locale.ROOT, "%.1f hours", 24 * days)
        : String.format(Locale.ROOT, "%,.1f days", days);
  }

  static String money(double amount) {
    return amount < 1e6
        ? String.format(Locale.ROOT, "%,.0f USD", amount)
        : String.format(Locale.ROOT, "%,.2f M USD", amount / 1e6);
  }

  /** How much a layout needs, and how far that is too much. */
  static String excess(PlanPoint.NearMiss near) {
    return Bytes.format(near.bytes()) + " per card, " + Math.round(100.0 * near.bytes() / near.capacityBytes() - 100)
        + " % more than there is";
  }
}

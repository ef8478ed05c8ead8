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
    double hours = 24 * days;
    if (days >= 2) {
      return String.format(Locale.ROOT, "%,.1f days", days);
    }
    if (hours >= 1) {
      return String.format(Locale.ROOT, "%.1f hours", hours);
    }
    return hours >= 1 / 60.0
        ? String.format(Locale.ROOT, "%.1f minutes", 60 * hours)
        : String.format(Locale.ROOT, "%.2g s", 3600 * hours);
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

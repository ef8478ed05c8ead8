package org.kilocard.html;

import java.util.List;
import java.util.Locale;
import org.kilocard.report.Numbers;
import org.kilocard.report.PlanOption;
import org.kilocard.report.PlanPoint;

/** Days over cards, both by powers of two, beside perfect scaling. */
final class CapacityFigure {
  private static final int LEFT = 60;
  private static final int TOP = 14;
  private static final int WIDTH = 900;
  private static final int HEIGHT = 330;

  private final List<PlanPoint> points;
  private final Scale cards;
  private final Scale days;

  /** Powers of two along an axis. */
  private record Scale(double least, double most) {
    static Scale around(double least, double most) {
      return new Scale(StrictMath.floor(log(least)), Math.max(StrictMath.floor(log(least)) + 1,
          StrictMath.ceil(log(most))));
    }

    static double log(double value) {
      return StrictMath.log(value) / StrictMath.log(2);
    }

    double share(double value) {
      return (log(value) - least) / (most - least);
    }
  }

  CapacityFigure(List<PlanPoint> points) {
    this.points = points;
    PlanPoint first = points.get(0);
    PlanPoint last = points.get(points.size() - 1);
    cards = Scale.around(first.cards(), last.cards());
    double ideal = days(first) * first.cards() / last.cards();
    days = Scale.around(Math.min(ideal, points.stream().mapToDouble(CapacityFigure::days).min().orElse(ideal)),
        points.stream().mapToDouble(CapacityFigure::days).max().orElse(days(first)));
  }

  private static double days(PlanPoint point) {
    return point.best().map(PlanOption::days).orElse(0.0);
  }

  void write(Markup markup) {
    String words = "Days of training over cards, both axes logarithmic";
    markup.open("figure").open("div", "class", "scroll", "tabindex", "0", "role", "region", "aria-label", words);
    markup.open("svg", "xmlns", "http://www.w3.org/2000/svg", "viewBox", "0 0 1000 " + (TOP + HEIGHT + 40), "role",
        "img", "aria-label", words + "; the numbers are in the table below");
    for (double power = cards.least(); power <= cards.most(); power++) {
      double x = x(StrictMath.pow(2, power));
      markup.empty("path", "class", "axis", "d", "M" + number(x) + " " + TOP + "v" + HEIGHT);
      label(markup, Numbers.whole(StrictMath.pow(2, power)), x, TOP + HEIGHT + 16, "middle");
    }
    for (double power = days.least(); power <= days.most(); power++) {
      double y = y(StrictMath.pow(2, power));
      markup.empty("path", "class", "axis", "d", "M" + LEFT + " " + number(y) + "h" + WIDTH);
      label(markup, Numbers.scaled(StrictMath.pow(2, power)), LEFT - 6, y + 4, "end");
    }
    label(markup, "cards", LEFT + WIDTH / 2.0, TOP + HEIGHT + 34, "middle");
    label(markup, "days", 8, TOP + HEIGHT / 2.0 - 20, "start");
    PlanPoint first = points.get(0);
    PlanPoint last = points.get(points.size() - 1);
    markup.empty("path", "class", "ideal", "d", "M" + place(first.cards(), days(first)) + "L"
        + place(last.cards(), days(first) * first.cards() / last.cards()));
    StringBuilder line = new StringBuilder();
    points.forEach(point -> line.append(line.length() == 0 ? "M" : "L").append(place(point.cards(), days(point))));
    markup.empty("path", "class", "curve", "d", line.toString());
    for (PlanPoint point : points) {
      markup.empty("circle", "class", "dot", "r", "4", "cx", number(x(point.cards())), "cy", number(y(days(point))));
      label(markup, Numbers.percent(point.best().map(b -> b.result().throughput().mfu()).orElse(0.0)),
          x(point.cards()) + 7, y(days(point)) - 6, "start");
    }
    markup.close().close();
    markup.element("figcaption",
        "Line: the best layout of each number of cards, with its MFU. Dashes: perfect scaling from the fewest cards.");
    markup.close();
  }

  private String place(double atCards, double atDays) {
    return number(x(atCards)) + " " + number(y(atDays));
  }

  private double x(double atCards) {
    return LEFT + WIDTH * cards.share(atCards);
  }

  private double y(double atDays) {
    return TOP + HEIGHT * (1 - days.share(atDays));
  }

  private static void label(Markup markup, String words, double x, double y, String anchor) {
    markup.element("text", words, "x", number(x), "y", number(y), "text-anchor", anchor);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}

package org.kilocard.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.kilocard.collective.Considered;
import org.kilocard.unit.Bytes;

/**
 * Writes a {@link CollectiveTable} for a person at a terminal: nccl-tests' columns, then the bound, what was
 * chosen and which link was busiest. GB/s is 1e9 bytes per second.
 */
public final class CollectiveText {
  private static final int WIDTH = 120;
  private static final int MOST_CONSIDERED = 6;

  private CollectiveText() {}

  /**
   * The text of {@code table}, lines ended by line feeds.
   *
   * @param ansi whether the title is bold
   * @param explain whether each row says what the planner considered
   */
  public static String of(CollectiveTable table, boolean ansi, boolean explain) {
    TextPage page = new TextPage(ansi);
    page.line(page.bold(table.operation().label() + " on " + table.topology() + ", "
        + Numbers.whole(table.ranks()) + " cards (" + table.accelerator() + ")"));
    page.fact("stack", table.stack());
    table.facts().forEach(page::fact);
    page.line("");
    List<String> lines = rows(table).lines(WIDTH);
    page.line(lines.get(0));
    for (int i = 0; i < table.rows().size(); i++) {
      page.line(lines.get(i + 1));
      if (explain) {
        page.paragraph("      predicted: ", "      ", considered(table.rows().get(i)));
      }
    }
    return page.toString();
  }

  private static TextTable rows(CollectiveTable table) {
    TextTable text = new TextTable(">>>>>><<").row("size", "time (us)", "algbw (GB/s)", "busbw (GB/s)",
        "bound (us)", "of bound (%)", "algorithm", "busiest link");
    for (CollectiveRow row : table.rows()) {
      text.row(size(row.call().bytes()), decimals(row.timePs() * 1e-6),
          decimals(row.algorithmBytesPerSecond() * 1e-9), decimals(row.busBytesPerSecond() * 1e-9),
          decimals(row.boundPs() * 1e-6), String.format(Locale.ROOT, "%.1f", 100 * row.ofBound()),
          row.algorithm(), row.bottleneck().map(CollectiveText::link).orElse("none"));
    }
    return text;
  }

  /** A size that four digits would not tell exactly is written in bytes. */
  private static String size(long bytes) {
    long unit = 1L << Math.min(40, Long.numberOfTrailingZeros(bytes) / 10 * 10);
    return bytes / unit < 10_000 ? Bytes.format(bytes) : Numbers.whole(bytes) + " B";
  }

  private static String decimals(double number) {
    return String.format(Locale.ROOT, "%,.2f", number);
  }

  private static String link(CollectiveRow.BusyLink link) {
    return link.tier() + " " + link.kind() + " " + Numbers.percent(link.utilisation());
  }

  private static String considered(CollectiveRow row) {
    List<String> ways = new ArrayList<>(row.considered().stream()
        .limit(MOST_CONSIDERED)
        .map(CollectiveText::predicted)
        .collect(Collectors.toList()));
    int more = row.considered().size() - MOST_CONSIDERED;
    if (more > 0) {
      ways.add(more + " more");
    }
    return String.join(", ", ways);
  }

  private static String predicted(Considered way) {
    return way.algorithm() + " " + TextReport.time(way.predictedPs() * 1e-12);
  }
}

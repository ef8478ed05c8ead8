package org.kilocard.html;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.kilocard.report.Numbers;
import org.kilocard.report.SweepTable;

/** What a sweep found: its picture, and every point in a table. */
public final class SweepPage {
  private SweepPage() {}

  /**
   * The text of the file.
   *
   * @param png the picture
   */
  public static String of(SweepTable swept, byte[] png) {
    Page page = new Page(swept.title());
    swept.notes().forEach(page::quiet);
    page.markup().open("figure").empty("img", "alt", swept.title() + ": " + swept.yLabel()
        + (swept.xLabel().isEmpty() ? "" : " over " + swept.xLabel()) + "; the numbers are in the table below", "src",
        "data:image/png;base64," + Base64.getEncoder().encodeToString(png)).close();
    page.heading("All points");
    Table table = new Table(swept.yLabel()).words("series").words("point").numbers(swept.yLabel(), "step", "MFU")
        .words("remark");
    for (SweepTable.Point point : swept.points()) {
      table.row(List.of(point.series(), point.label(), point.y().isPresent() ? decimal(point.y().getAsDouble()) : "",
          figure(point, "step.time_s", "%.4g s"), percent(point), remark(point)));
    }
    table.write(page.markup());
    return page.end("Swept by Kilocard. " + swept.points().size() + " points, " + swept.failures().size()
        + " of them without a result.");
  }

  private static String remark(SweepTable.Point point) {
    List<String> remarks = new ArrayList<>();
    if (!point.failure().isEmpty()) {
      remarks.add(point.failure());
    }
    if (point.exceedsMemory()) {
      remarks.add("does not fit into memory");
    }
    return String.join("; ", remarks);
  }

  private static String percent(SweepTable.Point point) {
    Double mfu = point.figures().get("throughput.mfu");
    return mfu == null ? "" : Numbers.percent1(mfu);
  }

  private static String figure(SweepTable.Point point, String path, String format) {
    Double value = point.figures().get(path);
    return value == null ? "" : String.format(Locale.ROOT, format, value);
  }

  private static String decimal(double value) {
    return Math.abs(value) >= 1000 ? Numbers.whole(value) : String.format(Locale.ROOT, "%.4g", value);
  }
}

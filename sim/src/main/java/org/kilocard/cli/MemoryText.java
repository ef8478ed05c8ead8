package org.kilocard.cli;

import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.kilocard.chart.MemoryChart;
import org.kilocard.job.Job;
import org.kilocard.job.MemoryEstimate;
import org.kilocard.report.Remedy;
import org.kilocard.report.TextTable;
import org.kilocard.scenario.Scenario;
import org.kilocard.study.MemoryAdvice;
import org.kilocard.unit.Bytes;

/** Memory of a card by pipeline rank and part; of a job that does not fit, what would. */
final class MemoryText {
  private static final String COUNTED = "What a framework's allocator hands out at the peak; it reserves 3 to 8 % more, "
      + "and driver and communication library take a part of their own.";

  private MemoryText() {}

  static List<String> of(Scenario scenario) {
    Job job = scenario.job();
    List<Map<String, Long>> ranks = MemoryEstimate.of(job);
    long most = ranks.stream().mapToLong(MemoryText::sum).max().orElse(0);
    double capacity = job.accelerator().memoryCapacityBytes();
    boolean fits = most <= capacity;
    Sheet sheet = new Sheet(scenario.name())
        .fact("card", job.accelerator().name() + " of " + Bytes.format(capacity))
        .fact("fullest card", Bytes.format(most) + String.format(Locale.ROOT, ", %.0f %% of it: ", 100 * most / capacity)
            + (fits ? "fits" : "does not fit"))
        .table("By pipeline rank", table(job))
        .note(COUNTED);
    List<Remedy> remedies = MemoryAdvice.of(scenario);
    if (!fits && remedies.isEmpty()) {
      sheet.note("No one or two small changes make it fit: it needs more cards, or larger ones.");
    }
    for (Remedy remedy : remedies) {
      sheet.note(String.format(Locale.ROOT, "--set %s would fit: %s, step about %.0f %% of the time.",
          remedy.change().replace(", ", " --set "), Bytes.format(remedy.bytesPerCard()), 100 * remedy.slowdown()));
    }
    return sheet.lines();
  }

  static void writePng(Scenario scenario, OutputStream out) {
    MemoryChart.writePng(scenario.name(), MemoryEstimate.of(scenario.job()),
        scenario.job().accelerator().memoryCapacityBytes(), out);
  }

  static TextTable table(Job job) {
    List<Map<String, Long>> ranks = MemoryEstimate.of(job);
    List<String> parts = List.copyOf(ranks.get(0).keySet());
    String[] head = new String[parts.size() + 2];
    Arrays.setAll(head, i -> i == 0 ? "pipeline rank" : i <= parts.size() ? parts.get(i - 1) : "all");
    TextTable table = new TextTable("<" + ">".repeat(parts.size() + 1)).row(head);
    for (int rank = 0; rank < ranks.size(); rank++) {
      Map<String, Long> held = ranks.get(rank);
      String[] row = new String[parts.size() + 2];
      row[0] = String.format(Locale.ROOT, "%d", rank);
      for (int i = 0; i < parts.size(); i++) {
        row[i + 1] = Bytes.format(held.getOrDefault(parts.get(i), 0L));
      }
      row[parts.size() + 1] = Bytes.format(sum(held));
      table.row(row);
    }
    return table;
  }

  private static long sum(Map<String, Long> parts) {
    return parts.values().stream().mapToLong(Long::longValue).sum();
  }
}

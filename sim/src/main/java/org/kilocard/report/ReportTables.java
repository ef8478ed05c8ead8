package org.kilocard.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.function.ToDoubleFunction;
import org.kilocard.unit.Bytes;
import org.kilocard.unit.Rates;
import org.kilocard.unit.Time;

/**
 * The tables of a {@link TextReport} that have a row per stage, kind of link, collective or part of memory.
 */
final class ReportTables {
  /** Rows of the table of collectives. */
  private static final int COLLECTIVES = 10;

  private final Result result;
  private final TextPage page;

  ReportTables(Result result, TextPage page) {
    this.result = result;
    this.page = page;
  }

  /** One row per pipeline rank; nothing when there is one only. */
  void stages() {
    if (result.stages().size() < 2) {
      return;
    }
    Map<String, ToDoubleFunction<StageUse>> columns = new LinkedHashMap<>();
    columns.put("forward", s -> s.seconds(Phase.FORWARD));
    columns.put("backward", StageUse::backwardSeconds);
    columns.put("weight", s -> s.seconds(Phase.WEIGHT));
    columns.put("pairs", s -> s.seconds(Phase.OVERLAPPED));
    columns.put("data", s -> s.seconds(Phase.DATA));
    columns.put("optim.", s -> s.seconds(Phase.OPTIMIZER));
    columns.values().removeIf(seconds ->
        result.stages().stream().allMatch(s -> share(seconds.applyAsDouble(s)) < TextReport.NOTHING));
    List<String> titles = new ArrayList<>(List.of("stage", "cards"));
    titles.addAll(columns.keySet());
    titles.addAll(List.of("bubble", "", "memory"));
    page.heading("Pipeline stages (mean card)");
    TextTable table = new TextTable(">".repeat(titles.size())).row(titles);
    for (StageUse stage : result.stages()) {
      List<String> cells = new ArrayList<>();
      cells.add(Integer.toString(stage.stage()));
      cells.add(Numbers.whole(stage.cards()));
      columns.values().forEach(seconds -> cells.add(TextReport.time(seconds.applyAsDouble(stage))));
      cells.add(TextReport.time(stage.seconds(Phase.BUBBLE)));
      cells.add(Numbers.percent1(share(stage.seconds(Phase.BUBBLE))));
      cells.add(stage.memoryBytes().isPresent() ? Bytes.format(stage.memoryBytes().getAsLong()) : "");
      table.row(cells);
    }
    page.table(table);
  }

  /** One row per kind of link. */
  void links() {
    if (result.tiers().isEmpty()) {
      return;
    }
    page.heading("Links (utilisation over the whole step; peak at any instant)");
    TextTable table = new TextTable("<<>>>>>>")
        .row("tier", "kind", "links", "rate each", "sent by each", "mean", "busiest", "peak");
    for (TierUse tier : result.tiers()) {
      for (LinkUse use : tier.classes()) {
        table.row(tier.tier(), use.name(), Numbers.whole(use.links()), Rates.format(use.bytesPerSecond()),
            Bytes.format(use.bytesPerLink()), Numbers.percent1(use.utilisationMean()),
            Numbers.percent1(use.utilisationMax()), Numbers.percent1(use.utilisationPeak()));
      }
    }
    page.table(table);
  }

  /** The collectives that take most of a card's time, hidden or not. */
  void collectives() {
    if (result.collectives().isEmpty()) {
      return;
    }
    page.heading("Collectives that cards spend most time in, hidden or not (bound: the physical minimum)");
    TextTable table = new TextTable("<<>>>>>>")
        .row("call", "algorithm", "ranks x size", "of step", "median", "bus bw", "bound", "reached");
    result.collectives().stream()
        .sorted(Comparator.comparingDouble(CollectiveUse::psPerCard).reversed())
        .limit(COLLECTIVES)
        .forEach(c -> table.row(collective(c)));
    page.table(table);
    String choices = result.collectives().stream()
        .sorted(Comparator.comparingDouble(CollectiveUse::psPerCard).reversed())
        .limit(COLLECTIVES)
        .flatMap(c -> c.beaten().stream().map(other -> c.name() + " " + c.algorithm() + " over "
            + other.algorithm() + " (" + Time.format(other.predictedPs()) + ")"))
        .collect(Collectors.joining("; "));
    if (!choices.isEmpty()) {
      page.paragraph("  ", "  ", "Chosen by predicted time: " + choices + ".");
    }
    if (result.collectives().size() > COLLECTIVES) {
      page.line("  and " + (result.collectives().size() - COLLECTIVES) + " more in the JSON result");
    }
  }

  private List<String> collective(CollectiveUse c) {
    OptionalDouble bus = c.busBytesPerSecond();
    OptionalDouble ofBound = c.ofBound();
    return List.of(
        c.name(),
        c.algorithm().split(" ")[0],
        Numbers.whole(c.ranks()) + " x " + Bytes.format(c.bytes()),
        Numbers.percent1(share(c.psPerCard() / Time.PS_PER_SECOND)),
        Time.format(c.p50Ps()),
        bus.isPresent() ? Rates.format(bus.getAsDouble()) : "",
        Time.format(c.boundPs()),
        ofBound.isPresent() ? Numbers.percent(ofBound.getAsDouble()) : "");
  }

  /** What the fullest card holds, and what would help when it is too much. */
  void memory() {
    result.memory().ifPresent(memory -> {
      page.heading("Memory per card (stage " + memory.pipelineRank() + ", the fullest)");
      TextTable table = new TextTable("<>><");
      memory.parts().forEach((part, bytes) -> {
        double share = (double) bytes / memory.capacityBytes();
        table.row(part, Bytes.format(bytes), Numbers.percent1(share), TextPage.bar(share));
      });
      double share = (double) memory.bytesPerCard() / memory.capacityBytes();
      table.row("all of " + Bytes.format(memory.capacityBytes()), Bytes.format(memory.bytesPerCard()),
          Numbers.percent1(share), memory.fits() ? "fits" : page.red("does not fit"));
      page.table(table);
      if (!memory.fits()) {
        page.paragraph("  ", "  ", "What would help: " + memory.advice() + ".");
      }
    });
  }

  private double share(double seconds) {
    return seconds / result.seconds();
  }
}

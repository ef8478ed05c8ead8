package org.kilocard.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.kilocard.unit.Bytes;
import org.kilocard.unit.Rates;
import org.kilocard.unit.Time;

/**
 * Writes a {@link Result} for a person at a terminal: at most 100 columns, every number with its unit. GiB is 2^30
 * bytes and GB/s is 1e9 bytes per second; a bar of 30 characters is the whole step.
 */
public final class TextReport {
  private static final int WIDTH = 98;
  private static final int BAR = 30;
  private static final int COLLECTIVES = 10;
  private static final int NAME = 22;
  /** A time below this share of the step is not worth a row. */
  private static final double NOTHING = 5e-5;

  private final Result result;
  private final boolean ansi;
  private final StringBuilder text = new StringBuilder();

  private TextReport(Result result, boolean ansi) {
    this.result = result;
    this.ansi = ansi;
  }

  /**
   * The report of {@code result}, lines ended by line feeds.
   *
   * @param ansi whether headings are bold and problems are coloured by ANSI escape codes
   */
  public static String of(Result result, boolean ansi) {
    TextReport report = new TextReport(result, ansi);
    report.headline();
    report.breakdown();
    report.phases();
    report.stages();
    report.links();
    report.collectives();
    report.memory();
    report.bottleneck();
    report.training();
    report.simulation();
    return report.text.toString();
  }

  private void headline() {
    RunFacts facts = result.facts();
    Throughput t = result.throughput();
    line(bold(facts.scenario()));
    line(facts.model() + " on " + facts.topology() + ", " + count(facts.cards(), "card"));
    facts.warnings().forEach(w -> paragraph("warning: " + w, "33"));
    line("");
    table(new TextTable("<<")
        .row("step time", bold(time(result.seconds())))
        .row("tokens", Numbers.scaled(facts.tokens()) + " per step, " + Numbers.scaled(t.tokensPerSecond())
            + " tokens/s, " + Numbers.scaled(t.tokensPerSecondPerCard()) + " tokens/s per card, "
            + Numbers.scaled(t.tokensPerDay()) + " tokens/day")
        .row("model FLOPs", Numbers.scaled(t.modelTflopsPerCard() * 1e12) + "FLOP/s per card")
        .row("MFU", Numbers.percent1(t.mfu()) + " = " + Numbers.scientific(facts.flops().model()) + " FLOP / ("
            + time(result.seconds()) + " x " + count(facts.cards(), "card") + " x "
            + Numbers.scaled(facts.peak().bf16FlopsPerSecond()) + "FLOP/s bf16 dense)")
        .row("", "model FLOP of a step = " + facts.flops().formula())
        .row("", Numbers.percent1(t.mfuCausal()) + " with causal attention counted once, "
            + Numbers.percent1(t.mfuOfPrecision()) + " of the " + facts.peak().precision() + " peak ("
            + Numbers.scaled(facts.peak().precisionFlopsPerSecond()) + "FLOP/s)")
        .row("HFU", Numbers.percent1(t.hfu()) + " = with what is recomputed, "
            + Numbers.scientific(facts.flops().hardware()) + " FLOP"));
  }

  private void breakdown() {
    heading("Where the step goes (mean card of stage " + result.criticalStage()
        + ", which waits least for other stages)");
    TextTable table = new TextTable("<>><");
    result.breakdown().forEach((part, seconds) -> {
      if (share(seconds) >= NOTHING) {
        table.row(part.label(), time(seconds), Numbers.percent1(share(seconds)), bar(share(seconds)));
      }
    });
    table(table);
    if (share(result.slowedSeconds()) >= NOTHING) {
      paragraph("  " + time(result.slowedSeconds()) + " (" + Numbers.percent1(share(result.slowedSeconds()))
          + ") of it is kernels made slower by communication beside them or by a slow card", "");
    }
  }

  private void phases() {
    heading("By slot of the schedule, exposed communication included");
    TextTable table = new TextTable("<>>>>").row("", "stage " + result.criticalStage(), "", "all cards", "");
    result.phases().forEach((phase, mean) -> {
      double critical = result.criticalPhases().getOrDefault(phase, 0.0);
      if (share(Math.max(mean, critical)) >= NOTHING) {
        table.row(phase.label(), time(critical), Numbers.percent1(share(critical)), time(mean),
            Numbers.percent1(share(mean)));
      }
    });
    table(table);
  }

  private void stages() {
    if (result.stages().size() < 2) {
      return;
    }
    List<Phase> shown = new ArrayList<>();
    for (Phase phase : Phase.values()) {
      if (phase != Phase.BUBBLE && result.stages().stream().anyMatch(s -> share(s.seconds(phase)) >= NOTHING)) {
        shown.add(phase);
      }
    }
    List<String> titles = new ArrayList<>(List.of("stage", "cards"));
    shown.forEach(phase -> titles.add(title(phase)));
    titles.addAll(List.of("bubble", "", "memory"));
    heading("Pipeline stages (mean card)");
    TextTable table = new TextTable(">".repeat(titles.size())).row(titles);
    for (StageUse stage : result.stages()) {
      List<String> cells = new ArrayList<>(List.of(Integer.toString(stage.stage()), Numbers.whole(stage.cards())));
      shown.forEach(phase -> cells.add(time(stage.seconds(phase))));
      cells.add(time(stage.seconds(Phase.BUBBLE)));
      cells.add(Numbers.percent1(share(stage.seconds(Phase.BUBBLE))));
      cells.add(stage.memoryBytes().isPresent() ? Bytes.format(stage.memoryBytes().getAsLong()) : "");
      table.row(cells);
    }
    table(table);
  }

  private static String title(Phase phase) {
    return switch (phase) {
      case BACKWARD_INPUT -> "backward in";
      case WEIGHT -> "weight";
      default -> phase.key();
    };
  }

  private void links() {
    if (result.tiers().isEmpty()) {
      return;
    }
    heading("Links (utilisation over the whole step; peak at any instant)");
    TextTable table = new TextTable("<<>>>>>>").row("tier", "kind", "links", "rate each", "sent by each", "mean",
        "busiest", "peak");
    for (TierUse tier : result.tiers()) {
      for (LinkUse use : tier.classes()) {
        table.row(tier.tier(), TextTable.cut(use.name(), NAME), Numbers.whole(use.links()),
            Rates.format(use.bytesPerSecond()), Bytes.format(use.bytesPerLink()),
            Numbers.percent1(use.utilisationMean()), Numbers.percent1(use.utilisationMax()),
            Numbers.percent1(use.utilisationPeak()));
      }
    }
    table(table);
  }

  private void collectives() {
    if (result.collectives().isEmpty()) {
      return;
    }
    heading("Collectives that cards spend most time in, hidden or not (bound: what physics allows)");
    TextTable table = new TextTable("<<>>>>>>>").row("call", "algorithm", "size", "ranks", "time/card", "median",
        "bus bw", "bound", "of bound");
    result.collectives().stream()
        .sorted(Comparator.comparingDouble(CollectiveUse::psPerCard).reversed())
        .limit(COLLECTIVES)
        .forEach(c -> table.row(TextTable.cut(c.name(), NAME), TextTable.cut(c.algorithm(), 14),
            Bytes.format(c.bytes()), Numbers.whole(c.ranks()), Time.format(Math.round(c.psPerCard())),
            Time.format(c.p50Ps()), c.busBytesPerSecond().isPresent()
                ? Rates.format(c.busBytesPerSecond().getAsDouble()) : "",
            Time.format(c.boundPs()), percent(c.ofBound())));
    table(table);
    if (result.collectives().size() > COLLECTIVES) {
      line("  and " + (result.collectives().size() - COLLECTIVES) + " more in the JSON result");
    }
  }

  private void memory() {
    if (result.memory().isEmpty()) {
      return;
    }
    MemoryUse memory = result.memory().get();
    heading("Memory per card (stage " + memory.pipelineRank() + ", the fullest)");
    TextTable table = new TextTable("<>><");
    for (Map.Entry<String, Long> part : memory.parts().entrySet()) {
      double share = (double) part.getValue() / memory.capacityBytes();
      table.row(part.getKey(), Bytes.format(part.getValue()), Numbers.percent1(share), bar(share));
    }
    double share = (double) memory.bytesPerCard() / memory.capacityBytes();
    table.row("all of " + Bytes.format(memory.capacityBytes()), Bytes.format(memory.bytesPerCard()),
        Numbers.percent1(share), memory.fits() ? "fits" : colour("does not fit", "31"));
    table(table);
    if (!memory.fits()) {
      paragraph("  What would help: " + memory.advice() + ".", "");
    }
  }

  private void bottleneck() {
    heading("Bottleneck");
    paragraph("  " + result.bottleneck(), "");
  }

  private void training() {
    if (result.training().isEmpty()) {
      return;
    }
    TrainingCost t = result.training().get();
    heading("Training on " + Numbers.scaled(t.tokens()) + " tokens, if every step is like this one");
    StringBuilder cost = new StringBuilder("  ").append(Numbers.scaled(t.days())).append(" days, ")
        .append(Numbers.scaled(t.cardHours())).append(" card-hours");
    t.cost().ifPresent(c -> cost.append(", ").append(Numbers.scaled(c)).append(' ').append(t.currency().orElse("")));
    t.energyKwh().ifPresent(e -> cost.append(", ").append(Numbers.scaled(1000 * e)).append("Wh"));
    line(cost.toString());
  }

  private void simulation() {
    SimulationFacts s = result.simulation();
    line("");
    paragraph("Simulated in " + time(s.wallSeconds()) + ": " + count(result.facts().cards(), "card") + " in "
        + s.classes() + (s.classes() == 1 ? " class, " : " classes, ") + count(s.actors(), "actor") + ", "
        + count(s.events(), "event") + "; " + s.fidelity() + " fidelity, seed " + s.seed() + ", kilocard "
        + s.version(), "");
  }

  private double share(double seconds) {
    return seconds / result.seconds();
  }

  private static String time(double seconds) {
    return Time.format(Math.round(seconds * Time.PS_PER_SECOND));
  }

  private static String percent(OptionalDouble share) {
    return share.isPresent() ? Numbers.percent1(share.getAsDouble()) : "";
  }

  private static String count(long number, String noun) {
    return Numbers.whole(number) + " " + noun + (number == 1 ? "" : "s");
  }

  private static String bar(double share) {
    return "█".repeat((int) Math.min(BAR, Math.round(share * BAR)));
  }

  private void heading(String title) {
    line("");
    line(bold(title));
  }

  private void table(TextTable table) {
    table.lines().forEach(this::line);
  }

  /** Wraps {@code words}; further lines are indented like the first and two columns more. */
  private void paragraph(String words, String colour) {
    String indent = words.startsWith("  ") ? "  " : "";
    String next = "";
    for (String row : TextTable.wrap(words, WIDTH - indent.length() - 2)) {
      line(colour(indent + next + row, colour));
      next = "  ";
    }
  }

  private String bold(String words) {
    return colour(words, "1");
  }

  private String colour(String words, String code) {
    return ansi && !code.isEmpty() ? "\u001b[" + code + "m" + words + "\u001b[0m" : words;
  }

  private void line(String words) {
    text.append(words).append('\n');
  }
}

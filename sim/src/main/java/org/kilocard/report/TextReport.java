package org.kilocard.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import org.kilocard.unit.Bytes;
import org.kilocard.unit.Rates;
import org.kilocard.unit.Time;

/**
 * Writes a {@link Result} for a person at a terminal: at most 100 columns, every number with its unit. GiB is
 * 2^30 bytes and GB/s is 1e9 bytes per second; a bar of 30 characters is the whole step.
 */
public final class TextReport {
  private static final int WIDTH = 100;
  private static final int BAR = 30;
  private static final int LABEL = 13;
  private static final String EIGHTHS = "▏▎▍▌▋▊▉";
  private static final int COLLECTIVES = 10;
  private static final int ALGORITHM = 16;
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
    fact("step time", bold(time(result.seconds())));
    fact("tokens", Numbers.whole(facts.tokens()) + " per step, " + Numbers.scaled(t.tokensPerSecond())
        + " tokens/s, " + Numbers.whole(t.tokensPerSecondPerCard()) + " tokens/s per card, "
        + Numbers.scaled(t.tokensPerDay()) + " tokens/day");
    fact("model FLOPs", Numbers.scaled(t.modelTflopsPerCard() * 1e12) + "FLOP/s per card");
    fact("MFU", Numbers.percent1(t.mfu()) + " = " + Numbers.scientific(facts.flops().model()) + " FLOP / ("
        + time(result.seconds()) + " x " + count(facts.cards(), "card") + " x "
        + Numbers.scaled(facts.peak().bf16FlopsPerSecond()) + "FLOP/s bf16 dense)");
    fact("", "model FLOP of a step = " + facts.flops().formula());
    fact("", Numbers.percent1(t.mfuCausal()) + " if attention counts causally; "
        + Numbers.percent1(t.mfuOfPrecision()) + " of the " + facts.peak().precision() + " peak ("
        + Numbers.scaled(facts.peak().precisionFlopsPerSecond()) + "FLOP/s)");
    fact("HFU", Numbers.percent1(t.hfu()) + " = the same with the "
        + Numbers.scientific(facts.flops().hardware()) + " FLOP executed, recomputation included");
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
    Map<String, ToDoubleFunction<StageUse>> columns = new LinkedHashMap<>();
    columns.put("forward", s -> s.seconds(Phase.FORWARD));
    columns.put("backward", StageUse::backwardSeconds);
    columns.put("weight", s -> s.seconds(Phase.WEIGHT));
    columns.put("pairs", s -> s.seconds(Phase.OVERLAPPED));
    columns.put("data", s -> s.seconds(Phase.DATA));
    columns.put("optim.", s -> s.seconds(Phase.OPTIMIZER));
    columns.values().removeIf(
        seconds -> result.stages().stream().allMatch(s -> share(seconds.applyAsDouble(s)) < NOTHING));
    List<String> titles = new ArrayList<>(List.of("stage", "cards"));
    titles.addAll(columns.keySet());
    titles.addAll(List.of("bubble", "", "memory"));
    heading("Pipeline stages (mean card)");
    TextTable table = new TextTable(">".repeat(titles.size())).row(titles);
    for (StageUse stage : result.stages()) {
      List<String> cells = new ArrayList<>();
      cells.add(Integer.toString(stage.stage()));
      cells.add(Numbers.whole(stage.cards()));
      columns.values().forEach(seconds -> cells.add(time(seconds.applyAsDouble(stage))));
      cells.add(time(stage.seconds(Phase.BUBBLE)));
      cells.add(Numbers.percent1(share(stage.seconds(Phase.BUBBLE))));
      cells.add(stage.memoryBytes().isPresent() ? Bytes.format(stage.memoryBytes().getAsLong()) : "");
      table.row(cells);
    }
    table(table);
  }

  private void links() {
    if (result.tiers().isEmpty()) {
      return;
    }
    heading("Links (utilisation over the whole step; peak at any instant)");
    TextTable table = new TextTable("<<>>>>>>")
        .row("tier", "kind", "links", "rate each", "sent by each", "mean", "busiest", "peak");
    for (TierUse tier : result.tiers()) {
      for (LinkUse use : tier.classes()) {
        table.row(tier.tier(), use.name(), Numbers.whole(use.links()),
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
    heading("Collectives that cards spend most time in, hidden or not (bound: the least that physics allows)");
    TextTable table = new TextTable("<<>>>>>>>")
        .row("call", "algorithm", "size", "ranks", "of step", "median", "bus bw", "bound", "reached");
    result.collectives().stream()
        .sorted(Comparator.comparingDouble(CollectiveUse::psPerCard).reversed())
        .limit(COLLECTIVES)
        .forEach(c -> table.row(c.name(), TextTable.cut(c.algorithm(), ALGORITHM),
            Bytes.format(c.bytes()), Numbers.whole(c.ranks()), Numbers.percent1(share(c.psPerCard() / Time.PS_PER_SECOND)),
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
    StringBuilder cost = new StringBuilder("  ").append(days(t.days())).append(", ")
        .append(Numbers.scaled(t.cardHours())).append(" card-hours");
    t.cost().ifPresent(
        c -> cost.append(", ").append(Numbers.scaled(c)).append(' ').append(t.currency().orElse("")));
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

  private static String days(double days) {
    return days < 2 ? Numbers.scaled(24 * days) + " hours" : Numbers.scaled(days) + " days";
  }

  private static String percent(OptionalDouble share) {
    return share.isPresent() ? Numbers.percent(share.getAsDouble()) : "";
  }

  private static String count(long number, String noun) {
    return Numbers.whole(number) + " " + noun + (number == 1 ? "" : "s");
  }

  private static String bar(double share) {
    long eighths = Math.round(Math.min(1, share) * BAR * 8);
    return "█".repeat((int) (eighths / 8)) + (eighths % 8 == 0 ? "" : EIGHTHS.charAt((int) (eighths % 8 - 1)));
  }

  private void heading(String title) {
    line("");
    line(bold(title));
  }

  /** One line of the headline, or more when it is long. */
  private void fact(String name, String words) {
    String label = name;
    for (String row : TextTable.wrap(words, WIDTH - LABEL - 2)) {
      line("  " + label + " ".repeat(LABEL - label.length()) + row);
      label = "";
    }
  }

  private void table(TextTable table) {
    table.lines(WIDTH).forEach(this::line);
  }

  /** Wraps {@code words}; all lines but the first are indented by two spaces. */
  private void paragraph(String words, String colour) {
    String indent = words.startsWith("  ") ? "  " : "";
    for (String row : TextTable.wrap(words, WIDTH - 2)) {
      line(colour(indent + row, colour));
      indent = "  ";
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

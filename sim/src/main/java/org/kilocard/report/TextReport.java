package org.kilocard.report;

import java.util.List;
import java.util.Locale;
import org.kilocard.unit.Time;

/**
 * Writes a {@link Result} for a person at a terminal: at most 100 columns, every number with its unit. GiB is
 * 2^30 bytes and GB/s is 1e9 bytes per second; a bar of 30 characters is the whole step or the whole memory.
 */
public final class TextReport {
  /** A time below this share of the step is not worth a row. */
  static final double NOTHING = 5e-5;

  private static final int MOST_CONSTANTS = 5;

  private final Result result;
  private final TextPage page;

  private TextReport(Result result, TextPage page) {
    this.result = result;
    this.page = page;
  }

  /**
   * The report of {@code result}, lines ended by line feeds.
   *
   * @param ansi whether headings are bold and problems are coloured by ANSI escape codes
   */
  public static String of(Result result, boolean ansi) {
    return of(result, List.of(), ansi);
  }

  /** As {@link #of(Result, boolean)}, with the assumed constants that matter most, if there are any. */
  public static String of(Result result, List<AssumedConstant> sensitivity, boolean ansi) {
    TextPage page = new TextPage(ansi);
    TextReport report = new TextReport(result, page);
    ReportTables tables = new ReportTables(result, page);
    report.headline();
    report.breakdown();
    report.phases();
    tables.stages();
    tables.links();
    tables.collectives();
    tables.memory();
    report.experts();
    report.bottleneck();
    report.sensitivity(sensitivity);
    report.training();
    report.simulation();
    return page.toString();
  }

  private void headline() {
    RunFacts facts = result.facts();
    Throughput t = result.throughput();
    page.line(page.bold(facts.scenario()));
    page.line(facts.model() + " on " + facts.topology() + ", " + count(facts.cards(), "card"));
    facts.warnings().forEach(page::warning);
    page.line("");
    page.fact("step time", page.bold(time(result.seconds())));
    page.fact("tokens", Numbers.whole(facts.tokens()) + " per step, " + Numbers.scaled(t.tokensPerSecond())
        + " tokens/s, " + Numbers.whole(t.tokensPerSecondPerCard()) + " tokens/s per card, "
        + Numbers.scaled(t.tokensPerDay()) + " tokens/day");
    page.fact("model FLOPs", Numbers.scaled(t.modelTflopsPerCard() * 1e12) + "FLOP/s per card");
    page.fact("MFU", Numbers.percent1(t.mfu()) + " = " + Numbers.scientific(facts.flops().model())
        + " FLOP / (" + time(result.seconds()) + " x " + count(facts.cards(), "card") + " x "
        + Numbers.scaled(facts.peak().bf16FlopsPerSecond()) + "FLOP/s bf16 dense)");
    page.fact("", "model FLOP of a step = " + facts.flops().formula());
    page.fact("", Numbers.percent1(t.mfuCausal()) + " if attention counts causally; "
        + Numbers.percent1(t.mfuOfPrecision()) + " of the " + facts.peak().precision() + " peak ("
        + Numbers.scaled(facts.peak().precisionFlopsPerSecond()) + "FLOP/s)");
    page.fact("HFU", Numbers.percent1(t.hfu()) + " = the same with the "
        + Numbers.scientific(facts.flops().hardware()) + " FLOP executed, recomputation included");
  }

  private void breakdown() {
    page.heading("Where the step goes (mean card of stage " + result.criticalStage()
        + ", which waits least for other stages)");
    TextTable table = new TextTable("<>><");
    result.breakdown().forEach((part, seconds) -> {
      if (share(seconds) >= NOTHING) {
        table.row(part.label(), time(seconds), Numbers.percent1(share(seconds)),
            TextPage.bar(share(seconds)));
      }
    });
    page.table(table);
    if (share(result.slowedSeconds()) >= NOTHING) {
      page.paragraph("  ", "  ", time(result.slowedSeconds()) + " ("
          + Numbers.percent1(share(result.slowedSeconds()))
          + ") of it is kernels made slower by communication beside them or by a slow card");
    }
  }

  private void phases() {
    page.heading("By slot of the schedule, exposed communication included");
    TextTable table = new TextTable("<>>>>").row("", "stage " + result.criticalStage(), "", "all cards", "");
    result.phases().forEach((phase, mean) -> {
      double critical = result.criticalPhases().getOrDefault(phase, 0.0);
      if (share(Math.max(mean, critical)) >= NOTHING) {
        table.row(phase.label(), time(critical), Numbers.percent1(share(critical)), time(mean),
            Numbers.percent1(share(mean)));
      }
    });
    page.table(table);
  }

  private void experts() {
    result.facts().experts().ifPresent(e -> {
      page.heading("Experts");
      page.paragraph("  ", "  ", e.sentences());
    });
  }

  private void bottleneck() {
    page.heading("Bottleneck");
    page.paragraph("  ", "  ", result.bottleneck());
  }

  private void sensitivity(List<AssumedConstant> constants) {
    if (constants.isEmpty()) {
      return;
    }
    page.heading("Assumed constants that matter most: change of the step when each is 10 % larger, or smaller");
    TextTable table = new TextTable("<<>>");
    constants.stream().limit(MOST_CONSTANTS).forEach(constant -> table.row(
        constant.constant(), constant.file(), change(constant.stepChangeUp()), change(constant.stepChangeDown())));
    table.lines(100).forEach(page::line);
  }

  private static String change(double share) {
    return String.format(Locale.ROOT, "%+.2f %%", 100 * share).replace('-', '−');
  }

  private void training() {
    result.training().ifPresent(t -> {
      page.heading("Training on " + Numbers.scaled(t.tokens()) + " tokens, if every step is like this one");
      StringBuilder text = new StringBuilder(days(t.days()));
      text.append(", ").append(Numbers.scaled(t.cardHours())).append(" card-hours");
      t.cost().ifPresent(
          cost -> text.append(", ").append(Numbers.scaled(cost)).append(' ').append(t.currency().orElse("")));
      t.energyKwh().ifPresent(kwh -> text.append(", ").append(Numbers.scaled(1000 * kwh)).append("Wh ")
          .append(t.energyBasis()));
      page.paragraph("  ", "  ", text.toString());
    });
  }

  private void simulation() {
    SimulationFacts s = result.simulation();
    page.line("");
    page.paragraph("", "  ", "Simulated in " + time(s.wallSeconds()) + ": "
        + count(result.facts().cards(), "card") + " in " + s.classes()
        + (s.classes() == 1 ? " class, " : " classes, ") + count(s.actors(), "actor") + ", "
        + count(s.events(), "event") + "; " + s.fidelity() + " fidelity, seed " + s.seed() + ", kilocard "
        + s.version());
  }

  private double share(double seconds) {
    return seconds / result.seconds();
  }

  /** A time in seconds, for people. */
  static String time(double seconds) {
    return Time.format(Math.round(seconds * Time.PS_PER_SECOND));
  }

  private static String days(double days) {
    return days < 2 ? Numbers.scaled(24 * days) + " hours" : Numbers.scaled(days) + " days";
  }

  private static String count(long number, String noun) {
    return Numbers.whole(number) + " " + noun + (number == 1 ? "" : "s");
  }
}

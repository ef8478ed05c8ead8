package org.kilocard.html;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import org.kilocard.report.CollectiveUse;
import org.kilocard.report.LinkUse;
import org.kilocard.report.MemoryUse;
import org.kilocard.report.Numbers;
import org.kilocard.report.Phase;
import org.kilocard.report.Result;
import org.kilocard.report.StageMemory;
import org.kilocard.report.StageUse;
import org.kilocard.report.Throughput;
import org.kilocard.report.TierUse;
import org.kilocard.report.TrainingCost;
import org.kilocard.unit.Bytes;
import org.kilocard.unit.Rates;
import org.kilocard.unit.Time;

/** The sections about one result. */
final class RunSections {
  /** A time below this share of the step is not worth a row. */
  private static final double NOTHING = 5e-5;

  private static final int COLLECTIVES = 40;

  private final Page page;
  private final Result result;

  RunSections(Page page, Result result) {
    this.page = page;
    this.result = result;
  }

  static String time(double seconds) {
    return Time.format(Math.round(seconds * Time.PS_PER_SECOND));
  }

  private double share(double seconds) {
    return seconds / result.seconds();
  }

  RunSections headline() {
    Throughput t = result.throughput();
    page.quiet(result.facts().model() + " on " + result.facts().topology() + ", "
        + Numbers.whole(result.facts().cards()) + " cards");
    page.warnings(result.facts().warnings());
    List<Page.Tile> tiles = new ArrayList<>(List.of(
        new Page.Tile("step time", time(result.seconds()), Numbers.whole(result.facts().tokens()) + " tokens"),
        new Page.Tile("throughput", Numbers.scaled(t.tokensPerSecond()) + " tokens/s",
            Numbers.whole(t.tokensPerSecondPerCard()) + " per card"),
        new Page.Tile("MFU", Numbers.percent1(t.mfu()),
            Numbers.scaled(t.modelTflopsPerCard() * 1e12) + "FLOP/s per card; " + Numbers.percent1(t.mfuCausal())
                + " if attention counts causally")));
    result.memory().ifPresent(m -> tiles.add(new Page.Tile("memory", Bytes.format(m.bytesPerCard()),
        (m.fits() ? "fits into " : "does not fit into ") + Bytes.format(m.capacityBytes()))));
    result.training().ifPresent(training -> tiles.add(training(training)));
    page.tiles(tiles).paragraph(result.bottleneck());
    return this;
  }

  static Page.Tile training(TrainingCost t) {
    StringBuilder remark = new StringBuilder(Numbers.scaled(t.cardHours()) + " card-hours");
    t.cost().ifPresent(cost -> remark.append(", ").append(Numbers.scaled(cost)).append(' ')
        .append(t.currency().orElse("")));
    t.energyKwh().ifPresent(kwh -> remark.append(", ").append(Numbers.scaled(1000 * kwh)).append("Wh ")
        .append(t.energyBasis()));
    return new Page.Tile("training on " + Numbers.scaled(t.tokens()) + " tokens",
        Numbers.scaled(t.days()) + " days", remark.toString());
  }

  RunSections breakdown() {
    page.heading("Where the step goes");
    Table table = new Table("Mean card of stage " + result.criticalStage() + ", which waits least for other stages; "
        + "exposed: what nothing hides").words("part").numbers("time", "of the step").bars();
    result.breakdown().forEach((part, seconds) -> {
      if (share(seconds) >= NOTHING) {
        table.row(List.of(part.label(), time(seconds), Numbers.percent1(share(seconds))), List.of(share(seconds)));
      }
    });
    table.write(page.markup());
    if (share(result.slowedSeconds()) >= NOTHING) {
      page.quiet(time(result.slowedSeconds()) + " (" + Numbers.percent1(share(result.slowedSeconds()))
          + ") of it is kernels made slower by communication beside them or by a slow card.");
    }
    Table phases = new Table("The same by slot of the schedule, exposed communication included")
        .words("slot").numbers("stage " + result.criticalStage(), "", "all cards", "");
    result.phases().forEach((phase, mean) -> {
      double critical = result.criticalPhases().getOrDefault(phase, 0.0);
      if (share(Math.max(mean, critical)) >= NOTHING) {
        phases.row(List.of(phase.label(), time(critical), Numbers.percent1(share(critical)), time(mean),
            Numbers.percent1(share(mean))));
      }
    });
    phases.write(page.markup());
    return this;
  }

  RunSections stages() {
    if (result.stages().size() < 2) {
      return this;
    }
    Set<Phase> shown = new LinkedHashSet<>();
    for (Phase phase : Phase.values()) {
      if (result.stages().stream().anyMatch(s -> share(s.seconds(phase)) >= NOTHING)) {
        shown.add(phase);
      }
    }
    page.heading("Pipeline stages");
    Table table = new Table("Mean card of each pipeline rank").words("stage").numbers("cards");
    shown.forEach(phase -> table.numbers(phase.label()));
    for (StageUse stage : result.stages()) {
      List<String> cells = new ArrayList<>(List.of(String.valueOf(stage.stage()), Numbers.whole(stage.cards())));
      shown.forEach(phase -> cells.add(time(stage.seconds(phase))));
      table.row(cells);
    }
    table.write(page.markup());
    return this;
  }

  RunSections memory() {
    List<StageMemory> stages = result.facts().memory();
    if (stages.isEmpty()) {
      return this;
    }
    List<String> parts = List.copyOf(stages.get(0).parts().keySet());
    double capacity = result.facts().memoryCapacityBytes();
    page.heading("Memory");
    Table table = new Table("Peak memory of a card at each pipeline rank; bars: of " + Bytes.format(capacity))
        .words("stage").numbers(parts.toArray(String[]::new)).numbers("all", "of capacity").bars();
    for (StageMemory stage : stages) {
      List<String> cells = new ArrayList<>(List.of(String.valueOf(stage.pipelineRank())));
      List<Double> shares = new ArrayList<>();
      for (String part : parts) {
        long bytes = stage.parts().getOrDefault(part, 0L);
        cells.add(Bytes.format(bytes));
        shares.add(bytes / capacity);
      }
      cells.add(Bytes.format(stage.bytes()));
      cells.add(Numbers.percent1(stage.bytes() / capacity));
      table.row(cells, shares);
    }
    page.legend(parts);
    table.write(page.markup());
    result.memory().filter(memory -> !memory.fits()).map(MemoryUse::advice).ifPresent(advice ->
        page.warnings(List.of("it does not fit. What would help: " + advice + ".")));
    return this;
  }

  RunSections links() {
    if (result.tiers().isEmpty()) {
      return this;
    }
    page.heading("Links");
    Table table = new Table("Utilisation over the whole step; peak: at any instant; bars: busiest link")
        .words("tier and kind").numbers("links", "rate each", "sent by each", "mean", "busiest", "peak").bars();
    for (TierUse tier : result.tiers()) {
      for (LinkUse use : tier.classes()) {
        table.row(List.of(tier.tier() + ", " + use.name(), Numbers.whole(use.links()),
            Rates.format(use.bytesPerSecond()), Bytes.format(use.bytesPerLink()),
            Numbers.percent1(use.utilisationMean()), Numbers.percent1(use.utilisationMax()),
            Numbers.percent1(use.utilisationPeak())), List.of(use.utilisationMax()));
      }
    }
    table.write(page.markup());
    return this;
  }

  RunSections collectives() {
    List<CollectiveUse> calls = result.collectives().stream()
        .sorted(Comparator.comparingDouble(CollectiveUse::psPerCard).reversed())
        .toList();
    if (calls.isEmpty()) {
      return this;
    }
    page.heading("Collectives");
    Table table = new Table("By the time that cards spend in them, hidden or not; bound: the physical minimum; bars: how "
        + "much of the bound is reached").words("call").words("algorithm")
        .numbers("ranks", "size", "calls", "of step", "median", "p99", "bus bandwidth", "bound", "reached").bars();
    calls.stream().limit(COLLECTIVES).forEach(call -> {
      double reached = call.ofBound().orElse(0);
      table.row(List.of(call.name(), call.algorithm(), Numbers.whole(call.ranks()), Bytes.format(call.bytes()),
          Numbers.whole(call.count()), Numbers.percent1(share(call.psPerCard() / Time.PS_PER_SECOND)),
          Time.format(call.p50Ps()), Time.format(call.p99Ps()), rate(call.busBytesPerSecond()),
          Time.format(call.boundPs()), call.ofBound().isPresent() ? Numbers.percent(reached) : ""),
          List.of(reached));
    });
    table.write(page.markup());
    if (calls.size() > COLLECTIVES) {
      page.quiet("And " + (calls.size() - COLLECTIVES) + " more in the JSON result.");
    }
    return this;
  }

  private static String rate(OptionalDouble bytesPerSecond) {
    return bytesPerSecond.isPresent() ? Rates.format(bytesPerSecond.getAsDouble()) : "";
  }

  RunSections inputs(Map<String, String> inputs) {
    page.heading("Inputs");
    Table table = new Table("What was simulated, defaults filled in").words("input").words("value");
    inputs.forEach((name, value) -> table.row(List.of(name, value)));
    table.write(page.markup());
    return this;
  }

  String footer() {
    return "Simulated by Kilocard " + result.simulation().version() + ": "
        + Numbers.whole(result.facts().cards()) + " cards in " + Numbers.whole(result.simulation().classes())
        + " classes, " + Numbers.whole(result.simulation().events()) + " events, "
        + result.simulation().fidelity() + " fidelity, seed " + result.simulation().seed() + ". GiB is 2^30 bytes, "
        + "GB/s 1e9 bytes per second, MFU of the dense BF16 peak: model FLOP of a step = "
        + result.facts().flops().formula() + ".";
  }
}

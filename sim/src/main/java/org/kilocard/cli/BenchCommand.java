package org.kilocard.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.kilocard.input.DidYouMean;
import org.kilocard.input.InputException;
import org.kilocard.input.Location;
import org.kilocard.input.Spelled;
import org.kilocard.report.TextTable;
import org.kilocard.study.Bench;
import org.kilocard.study.BenchCase;
import org.kilocard.unit.Bytes;
import org.kilocard.unit.Time;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code kilocard bench}. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    description = "Measures Kilocard itself: whole simulations over cards, and the closed form beside them.")
final class BenchCommand implements Callable<Integer> {
  private static final int WIDTH = 100;
  private static final int MOST_REPEATS = 1000;
  private static final int MOST_UNFOLDED = 16_384;

  private final Shell shell;

  @Option(names = "--cards", split = ",", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}.")
  private List<Integer> cards = List.of(64, 1024, 6144, 16_384, 98_304, 983_040, 1_048_576);

  @Option(names = "--case", split = ",", paramLabel = "CASE",
      description = "Of gpt3, deepseek, cloudmatrix; default: all.")
  private List<String> names = names(List.of(BenchCase.values()));

  @Option(names = "--repeat", paramLabel = "N", description = "Median of so many; default: ${DEFAULT-VALUE}.")
  private int repeats = 3;

  @Option(names = "--unfolded",
      description = "Also simulates every card by itself, up to 16,384 cards. Takes minutes and gigabytes.")
  private boolean unfolded;

  BenchCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    if (repeats < 1 || repeats > MOST_REPEATS) {
      throw InputException.at(Location.of("--repeat " + repeats), "must be from 1 to " + MOST_REPEATS);
    }
    List<BenchCase> cases = names.stream().map(BenchCommand::named).toList();
    for (int n : cards) {
      if (n < 1 || cases.stream().noneMatch(c -> c.fits(n))) {
        throw InputException.at(Location.of("--cards " + n), "no case has a layout on so many cards")
            .withHint("Multiples of 32 fit gpt3, of 1,024 deepseek, of 6,144 cloudmatrix.");
      }
    }
    Bench bench = new Bench(shell.catalogue());
    for (BenchCase of : cases) {
      measure(bench, of);
    }
    return 0;
  }

  private static List<String> names(List<BenchCase> cases) {
    return cases.stream().map(Spelled::of).toList();
  }

  private static BenchCase named(String name) {
    List<BenchCase> all = List.of(BenchCase.values());
    return all.stream().filter(c -> Spelled.of(c).equals(name)).findFirst().orElseThrow(() ->
        InputException.at(Location.of("--case " + name), "there is no such case").withHint(
            DidYouMean.closest(name, names(all)).map(near -> "Did you mean '" + near + "'?")
                .orElse("There are " + String.join(", ", names(all)) + ".")));
  }

  private void measure(Bench bench, BenchCase of) {
    List<Bench.Row> folded = new ArrayList<>();
    List<Bench.Row> all = new ArrayList<>();
    for (int n : cards.stream().filter(of::fits).sorted().toList()) {
      Bench.Row row = bench.measure(of, n, true, repeats);
      folded.add(row);
      all.add(row);
      if (unfolded && n <= MOST_UNFOLDED) {
        all.add(bench.measure(of, n, false, 1));
      }
    }
    if (all.isEmpty()) {
      return;
    }
    shell.out().println(of.scenario());
    TextTable table = new TextTable(">>>>>>>>>")
        .row("cards", "", "classes", "actors", "events", "events/s", "wall", "peak heap", "closed form");
    all.forEach(row -> table.row(cells(row)));
    table.lines(WIDTH).forEach(shell.out()::println);
    OptionalDouble growth = Bench.growth(folded);
    if (growth.isPresent()) {
      shell.out().printf(Locale.ROOT, "  wall time of folded runs grows as cards^%.2f%n", growth.getAsDouble());
    }
    shell.out().println();
  }

  private static List<String> cells(Bench.Row row) {
    return List.of(
        whole(row.cards()),
        row.folded() ? "folded" : "each",
        whole(row.facts().classes()),
        whole(row.facts().actors()),
        whole(row.facts().events()),
        String.format(Locale.ROOT, "%.2f M", row.facts().events() / row.wallSeconds() * 1e-6),
        Time.format(Time.ofSeconds(row.wallSeconds())),
        Bytes.format(row.peakBytes()),
        row.analyticPerSecond().isPresent()
            ? whole(Math.round(row.analyticPerSecond().getAsDouble())) + "/s"
            : "");
  }

  private static String whole(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}

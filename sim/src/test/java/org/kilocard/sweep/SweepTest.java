package org.kilocard.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kilocard.input.Catalogue;
import org.kilocard.input.InputException;
import org.kilocard.input.Overrides;
import org.kilocard.report.FigureLine;
import org.kilocard.report.SweepCsv;
import org.kilocard.report.SweepTable;
import org.kilocard.study.Worlds;

/** A sweep that was stopped anywhere ends as one that was not, and does nothing twice. */
final class SweepTest {
  private static final String CHART = """
      title: test
      kind: line
      scenario: gpt3-175b-h100-10752
      set: {fidelity: analytic}
      x: {keys: [cards, parallelism.data], values: [[64, 2], [128, 4], [256, 8], [192, 6]]}
      series: {key: batch.global, values: [64, 128]}
      y: {metric: throughput.mfu}
      """;

  @TempDir
  private Path directory;
  private Path stored = Path.of("");

  @BeforeEach
  void place() {
    stored = directory.resolve("c.jsonl");
  }

  private ChartSpec chart(String text) throws IOException {
    Path file = directory.resolve("c.yaml");
    Files.writeString(file, text);
    return ChartFile.load(new Catalogue(Path.of("..")), file.toString(), Overrides.parse(List.of()));
  }

  /** Sweeps; returns the CSV and, as its second part, how many points were simulated. */
  private String sweep(ChartSpec chart, int threads, int[] simulated) {
    try (FigureStore store = new FigureStore(stored)) {
      SweepTable table = new Sweep(chart, store, new Worlds(threads)).run((done, all, known) -> {
        simulated[0] = done - known;
      });
      ByteArrayOutputStream csv = new ByteArrayOutputStream();
      SweepCsv.write(table, csv);
      return csv.toString();
    }
  }

  @Test
  void stoppedAtAnyByteItEndsAlike() throws IOException {
    ChartSpec chart = chart(CHART);
    int[] simulated = new int[1];
    String whole = sweep(chart, 2, simulated);
    // 192 cards: 6 copies do not divide 64 sequences, nor 128. The other 3 points of each series are left.
    assertThat(simulated[0]).isEqualTo(6);
    byte[] lines = Files.readAllBytes(stored);
    Random random = new Random(7);
    for (int i = 0; i < 25; i++) {
      int cut = i == 0 ? 0 : i == 1 ? lines.length - 1 : random.nextInt(lines.length);
      byte[] left = Arrays.copyOf(lines, cut);
      Files.write(stored, left);
      long known = new String(left).lines().map(FigureLine::parse).filter(Optional::isPresent)
          .count();
      assertThat(sweep(chart, 1 + i % 2, simulated)).as("cut at %d", cut).isEqualTo(whole);
      assertThat(simulated[0]).as("cut at %d", cut).isEqualTo((int) (6 - known));
      assertThat(sweep(chart, 1, simulated)).isEqualTo(whole);
      assertThat(simulated[0]).as("nothing is left to do").isZero();
    }
  }

  @Test
  void pointsWithoutAResultStay() throws IOException {
    SweepTable table;
    try (FigureStore store = new FigureStore(stored)) {
      table = new Sweep(chart(CHART), store, new Worlds(1)).run((done, all, known) -> { });
    }
    assertThat(table.points()).hasSize(8);
    assertThat(table.failures()).hasSize(2).allSatisfy(point -> {
      assertThat(point.label()).isEqualTo("192");
      assertThat(point.x()).hasValue(192);
      assertThat(point.failure()).contains("batch.global");
    });
    SweepTable.Point first = table.points().get(0);
    assertThat(first.y().getAsDouble()).isEqualTo(100 * first.figures().get("throughput.mfu"));
  }

  @Test
  void relativeNumbersAreDivided() throws IOException {
    try (FigureStore store = new FigureStore(stored)) {
      SweepTable plain = new Sweep(chart(CHART), store, new Worlds(1)).run((done, all, known) -> { });
      ChartSpec byPoint = chart(CHART.replace("throughput.mfu}",
          "throughput.mfu, relative_to: first-point}"));
      SweepTable relative = new Sweep(byPoint, store, new Worlds(1)).run((done, all, known) -> { });
      assertThat(relative.at("128", "64").orElseThrow().y()).hasValue(1);
      assertThat(relative.at("128", "256").orElseThrow().y()).hasValue(
          plain.at("128", "256").orElseThrow().y().getAsDouble()
              / plain.at("128", "64").orElseThrow().y().getAsDouble());
      ChartSpec bySeries = chart(CHART.replace("throughput.mfu}",
          "throughput.mfu, relative_to: first-series}"));
      relative = new Sweep(bySeries, store, new Worlds(1)).run((done, all, known) -> { });
      assertThat(relative.at("64", "128").orElseThrow().y()).hasValue(1);
      assertThat(relative.at("128", "128").orElseThrow().y()).hasValue(
          plain.at("128", "128").orElseThrow().y().getAsDouble()
              / plain.at("64", "128").orElseThrow().y().getAsDouble());
    }
  }

  @Test
  void metricThatNoResultHasIsRefused() throws IOException {
    ChartSpec chart = chart(CHART.replace("throughput.mfu", "links.ibb.utilisation_mean"));
    assertThatThrownBy(() -> sweep(chart, 1, new int[1])).isInstanceOf(InputException.class)
        .hasMessageContaining("no result has the metric 'links.ibb.utilisation_mean'")
        .hasMessageContaining("Did you mean 'links.ib.utilisation_mean'?");
  }

  @Test
  void oneSweepAtATimeWritesAStore() {
    try (FigureStore first = new FigureStore(stored)) {
      assertThat(first.find("k")).isEmpty();
      assertThatThrownBy(() -> new FigureStore(stored)).isInstanceOf(InputException.class)
          .hasMessageContaining("another sweep is writing it");
    }
    new FigureStore(stored).close();
  }
}

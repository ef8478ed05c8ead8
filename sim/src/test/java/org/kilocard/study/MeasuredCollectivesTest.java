package org.kilocard.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kilocard.collective.Operation;
import org.kilocard.collective.Routed;
import org.kilocard.job.UnitMode;
import org.kilocard.report.CollectiveRow;
import org.kilocard.world.Simulator;

/** Simulates what others have measured and holds the errors of the time, simulated over measured − 1. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MeasuredCollectivesTest {
  /** Below, times are start-up alone, and scatter from one size to the next. */
  private static final long SMALLEST = 64 << 10;
  private static final Map<String, String> TOPOLOGIES =
      Map.of("a100", "a100-nvl8-ib", "h100", "h100-nvl8-ib", "b200", "gb200-nvl72-ib");
  private static final int TOKENS = 4096;
  private static final int HIDDEN = 7168;

  @AutoClose
  private final Simulator simulator = new Simulator();

  @ParameterizedTest(name = "{0} {1}: median {2}, p90 {3}")
  @CsvSource({
      "a100, all-gather, 0.043, 0.083",
      "a100, reduce-scatter, 0.056, 0.108",
      "a100, all-reduce, 0.040, 0.071",
      "a100, all-to-all, 0.033, 0.071",
      "h100, all-gather, 0.061, 0.089",
      "h100, reduce-scatter, 0.045, 0.124",
      "h100, all-reduce, 0.032, 0.086",
      "h100, all-to-all, 0.015, 0.052",
      "b200, all-gather, 0.024, 0.143",
      "b200, reduce-scatter, 0.034, 0.131",
      "b200, all-reduce, 0.048, 0.168",
      "b200, all-to-all, 0.018, 0.037"
  })
  void errorsOfACurveOverSizes(String card, String operation, double median, double p90) throws IOException {
    double[] errors = errors(card, operation);
    assertThat(quantile(errors, 0.5)).isCloseTo(median, offset(0.001));
    assertThat(quantile(errors, 0.9)).isCloseTo(p90, offset(0.001));
  }

  @Test
  void errorsOfAllCurvesTogether() throws IOException {
    double[] all = {};
    for (String card : List.of("a100", "h100", "b200")) {
      for (String operation : List.of("all-gather", "reduce-scatter", "all-reduce", "all-to-all")) {
        all = DoubleStream.concat(Arrays.stream(all), Arrays.stream(errors(card, operation))).toArray();
      }
    }
    Arrays.sort(all);
    assertThat(all).hasSize(168);
    assertThat(quantile(all, 0.5)).isCloseTo(0.038, offset(0.001));
    assertThat(quantile(all, 0.9)).isCloseTo(0.102, offset(0.001));
  }

  /**
   * The errors of DeepEP among 64 cards are no surprise: the stack's InfiniBand efficiencies are those of
   * DeepSeek's training profile, beside kernels (0.567, 0.68); this benchmark ran alone (0.89, 0.88).
   */
  @ParameterizedTest(name = "{0} on {1}, {2} among {3}: {4}")
  @CsvSource({
      "deepep, h800-nvl8-ib, dispatch, 8, -0.016",
      "deepep, h800-nvl8-ib, combine, 8, 0.011",
      "deepep, h800-nvl8-ib, dispatch, 64, 0.563",
      "deepep, h800-nvl8-ib, combine, 64, 0.323",
      "hybridep, h100-nvl8-ib, dispatch, 8, -0.083",
      "hybridep, h100-nvl8-ib, combine, 8, -0.077",
      "hybridep, h100-nvl8-ib, dispatch, 64, -0.086",
      "hybridep, h100-nvl8-ib, combine, 64, -0.079",
      "hybridep, gb200-nvl72-ib, dispatch, 8, 0.024",
      "hybridep, gb200-nvl72-ib, combine, 8, -0.015",
      "hybridep, gb200-nvl72-ib, dispatch, 64, 0.157",
      "hybridep, gb200-nvl72-ib, combine, 64, -0.038"
  })
  void errorsOfTokenExchanges(String what, String topology, String operation, String cards, double error)
      throws IOException {
    String[] cells = cells("/measured/token-exchange.csv").stream()
        .filter(row -> row[0].equals(what) && row[1].equals(topology) && row[5].equals(operation)
            && row[6].equals(cards))
        .findFirst().orElseThrow();
    assertThat(tokenError(cells)).isCloseTo(error, offset(0.001));
  }

  /** Sorted sizes of the errors of one curve. */
  private double[] errors(String card, String operation) throws IOException {
    List<String[]> points = cells("/measured/nccl-tests-8-cards.csv").stream()
        .filter(point -> point[0].equals(card) && point[1].equals(operation))
        .filter(point -> Long.parseLong(point[2]) >= SMALLEST)
        .toList();
    Long[] sizes = points.stream().map(point -> Long.parseLong(point[2])).toArray(Long[]::new);
    List<CollectiveRow> rows =
        Questions.on(TOPOLOGIES.get(card), operation(operation), 8, sizes).answer(simulator).rows();
    double[] errors = new double[sizes.length];
    for (int i = 0; i < errors.length; i++) {
      errors[i] = Math.abs(rows.get(i).timePs() / 1e6 / Double.parseDouble(points.get(i)[3]) - 1);
    }
    Arrays.sort(errors);
    return errors;
  }

  /** Error of the time; DeepEP's own count of bytes is turned into time by the copies of a token expected. */
  private double tokenError(String... cells) {
    Operation operation = operation(cells[5]);
    int cards = Integer.parseInt(cells[6]);
    Routed routed = new Routed(TOKENS, 8, 256, 4, 8, 1);
    Questions asked = Questions.on(cells[1], operation, cards, 1L)
        .driver(cells[2], UnitMode.valueOf(cells[3].toUpperCase(Locale.ROOT)), Integer.parseInt(cells[4]))
        .routed(routed);
    double element = (operation == Operation.DISPATCH
        ? asked.question().stack().tokens().dispatch() : asked.question().stack().tokens().combine())
        .bytesPerElement();
    double measured = Double.parseDouble(cells[7]);
    if (cells[0].equals("deepep")) {
      double copies = routed.expectedDomains(cards == 8 ? 8 : cards / 8);
      double counted = operation == Operation.DISPATCH ? 1 + 4.0 / 128 : 2;
      measured = copies * TOKENS * HIDDEN * counted / (measured * 1e9) * 1e6;
    }
    return asked.sizes(Math.round(TOKENS * HIDDEN * element)).timePs(simulator) / 1e6 / measured - 1;
  }

  private static Operation operation(String label) {
    return Arrays.stream(Operation.values()).filter(o -> o.label().equals(label)).findFirst().orElseThrow();
  }

  private static List<String[]> cells(String file) throws IOException {
    try (InputStream in = MeasuredCollectivesTest.class.getResourceAsStream(file)) {
      return Arrays.stream(new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n"))
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split(","))
          .toList();
    }
  }

  /** Linear between the two nearest of the sorted values. */
  private static double quantile(double[] sorted, double q) {
    double place = q * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }
}

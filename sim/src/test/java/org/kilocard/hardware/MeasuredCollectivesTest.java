package org.kilocard.hardware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kilocard.input.Catalogue;

/** Holds the errors that the stacks state in their sources against the measured curves. */
class MeasuredCollectivesTest {
  private static final String FILE = "/measured/nccl-tests-8-cards.csv";
  private static final int CARDS = 8;
  private static final long LATENCY_PS = 600_000;

  private record Point(String operation, double bytes, double microseconds) {}

  @ParameterizedTest(name = "{0} of {1}: median {4}, p90 {5}")
  @CsvSource({
      "megatron-a100-2023,  a100, 300, ring,       0.040, 0.084",
      "megatron-a100-2023,  a100, 300, all-to-all, 0.065, 0.125",
      "megatron-h100-2024,  h100, 450, ring,       0.041, 0.094",
      "megatron-h100-2024,  h100, 450, all-to-all, 0.015, 0.056",
      "megatron-gb200-2025, b200, 900, ring,       0.031, 0.116",
      "megatron-gb200-2025, b200, 900, all-to-all, 0.022, 0.067"
  })
  void errorsAreThoseThatTheSourceStates(
      String stack, String card, double gigabytes, String what, double median, double p90)
      throws IOException {
    TransportConstants nvlink = stack(stack).transport("nvlink");
    double[] errors = points(card).stream()
        .filter(point -> what.equals("ring") != point.operation().equals("all-to-all"))
        .filter(point -> !leftOut(card, point))
        .mapToDouble(point -> Math.abs(StrictMath.log(
            microseconds(nvlink, point, gigabytes * 1e9) / point.microseconds())))
        .sorted().toArray();
    // Rounding the constants to three digits moves the errors by less than half a percent.
    assertThat(quantile(errors, 0.5)).isCloseTo(median, offset(0.005));
    assertThat(quantile(errors, 0.9)).isCloseTo(p90, offset(0.005));
  }

  /** The fit leaves these out, as its source says: they take twice the time of their neighbours. */
  private static boolean leftOut(String card, Point point) {
    return card.equals("h100") && point.operation().equals("all-to-all")
        && Set.of(2048.0, 16384.0, 32768.0).contains(point.bytes());
  }

  @Test
  void nvlsBeatsTheRingFromFiveCardsOn() throws IOException {
    // ml-engineering measured on H200 that NVLS gains with 5 to 8 cards; for 1 GiB, at 450 GB/s:
    // 4 cards: ring 6/4 of the bytes at 0.789, NVLS 5/4 at 0.668: 1.90 against 1.87, within 2 % of a draw.
    // 5 cards: 8/5 and 6/5: 2.03 against 1.80.
    TransportConstants nvlink = stack("megatron-h100-2024").transport("nvlink");
    double bytes = 1 << 30;
    assertThat(nvls(nvlink, 4, bytes) / ring(nvlink, 4, bytes)).isBetween(0.98, 1.02);
    assertThat(nvls(nvlink, 5, bytes)).isLessThan(0.92 * ring(nvlink, 5, bytes));
  }

  private static double ring(TransportConstants nvlink, int n, double bytes) {
    int steps = 2 * (n - 1);
    double wire = bytes * steps / n;
    return fastest(nvlink, ProtocolUse.RING, steps, wire, 450e9);
  }

  private static double nvls(TransportConstants nvlink, int n, double bytes) {
    return nvlink.protocols(ProtocolUse.IN_NETWORK).get(0).timePs(2, 1, bytes * (n + 1) / n, 450e9, LATENCY_PS);
  }

  /** The library picks the fastest protocol; all-reduce may also run in the switch. */
  private static double microseconds(TransportConstants transport, Point point, double rate) {
    double wire = point.bytes() * (CARDS - 1) / CARDS;
    double best = switch (point.operation()) {
      case "all-to-all" -> fastest(transport, ProtocolUse.EXCHANGE, 1, wire, rate);
      case "all-reduce" -> fastest(transport, ProtocolUse.RING, 2 * (CARDS - 1), 2 * wire, rate);
      default -> fastest(transport, ProtocolUse.RING, CARDS - 1, wire, rate);
    };
    if (point.operation().equals("all-reduce") && !transport.protocols(ProtocolUse.IN_NETWORK).isEmpty()) {
      double nvlsWire = point.bytes() * (CARDS + 1) / CARDS;
      best = Math.min(best, fastest(transport, ProtocolUse.IN_NETWORK, 2, nvlsWire, rate));
    }
    return best / 1e6;
  }

  private static double fastest(
      TransportConstants transport, ProtocolUse use, int steps, double wire, double rate) {
    return transport.fastest(use, steps, 1, wire, rate, LATENCY_PS).timePs(steps, 1, wire, rate, LATENCY_PS);
  }

  /** Linear between the two nearest of the sorted values. */
  private static double quantile(double[] sorted, double q) {
    double place = q * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }

  private static Stack stack(String name) {
    return StackFile.load(new Catalogue(Path.of("..")), name);
  }

  private static List<Point> points(String card) throws IOException {
    try (InputStream in = MeasuredCollectivesTest.class.getResourceAsStream(FILE)) {
      return Arrays.stream(new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n"))
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split(","))
          .filter(cells -> cells[0].equals(card))
          .map(cells -> new Point(cells[1], Double.parseDouble(cells[2]), Double.parseDouble(cells[3])))
          .toList();
    }
  }
}

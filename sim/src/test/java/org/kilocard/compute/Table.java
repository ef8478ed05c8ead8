package org.kilocard.compute;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Reads the measured tables of these tests and sums up errors. */
final class Table {
  private Table() {}

  /** Rows of {@code kernels/name} as columns; lines with a hash are comments. */
  static List<String[]> rows(String name) {
    try (InputStream in = Table.class.getResourceAsStream("/kernels/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split(","))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The {@code q} quantile of absolute errors, the nearest row. */
  static double quantile(double[] errors, double q) {
    double[] sorted = Arrays.stream(errors).map(Math::abs).sorted().toArray();
    return sorted[(int) Math.min(sorted.length - 1, Math.round(q * (sorted.length - 1)))];
  }
}

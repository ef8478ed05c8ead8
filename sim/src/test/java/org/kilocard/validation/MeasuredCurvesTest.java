package org.kilocard.validation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kilocard.input.Catalogue;

/** The curves of collectives that others have measured, against the constants of the catalogue and fresh fits. */
class MeasuredCurvesTest {
  private static final Catalogue CATALOGUE = new Catalogue(Path.of(".."));
  /** Below, times are start-up alone. */
  private static final long SMALLEST = 64 << 10;

  private static Family family(String name) {
    return FamilyFile.load(CATALOGUE, "../scenarios/validation/collectives/" + name + ".yaml");
  }

  private static List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("../scenarios/validation/collectives"))) {
      return files.map(file -> file.getFileName().toString().replace(".yaml", "")).sorted().toList();
    }
  }

  @Test
  void ofAllPointsFrom64KibibytesHalfAreWithinFourPercentAndNineInTenWithinTwelve() throws IOException {
    List<Double> errors = new ArrayList<>();
    for (String name : names()) {
      ProtocolFit.residuals(family(name)).stream().filter(r -> r.bytes() >= SMALLEST)
          .forEach(r -> errors.add(Math.abs(r.error())));
    }
    assertThat(errors).hasSizeGreaterThan(300);
    assertThat(quantile(errors, 0.5)).isLessThan(0.04);
    assertThat(quantile(errors, 0.9)).isLessThan(0.12);
  }

  /** What the fit has not seen: sizes between those that it has, other counts of SMs. */
  @ParameterizedTest
  @CsvSource({
      "nccl-8xh100, 0.05, 0.12", "nccl-2-nodes-a100, 0.30, 0.40", "rccl-8xmi300x, 0.03, 0.08",
      "deepep-sms-b200, 0.05, 0.10", "deepep-sms-hopper, 0.05, 0.21", "deepep-ascend-a3, 0.08, 0.25"})
  void aFitPredictsTheRowsThatItHasNotSeen(String name, double median, double p90) {
    ProtocolFit.Fitted fit = ProtocolFit.of(family(name));
    List<Double> errors = fit.residuals().stream().filter(r -> !r.row().calibrates())
        .map(r -> Math.abs(r.error())).toList();
    assertThat(errors).isNotEmpty();
    assertThat(quantile(errors, 0.5)).isLessThan(median);
    assertThat(quantile(errors, 0.9)).isLessThan(p90);
    // No worse than the constants of the catalogue on the rows that it has seen.
    double before = 0;
    double after = 0;
    for (ProtocolFit.Residual r : fit.residuals()) {
      if (r.row().calibrates()) {
        before += square(StrictMath.log(r.beforeUs() / r.measuredUs()));
        after += square(StrictMath.log(r.afterUs() / r.measuredUs()));
      }
    }
    // Rounded to three digits.
    assertThat(after).isLessThan(before * 1.05 + 1e-4);
  }

  private static double square(double x) {
    return x * x;
  }

  /** Linear between the two nearest. */
  private static double quantile(List<Double> errors, double q) {
    List<Double> sorted = errors.stream().sorted().toList();
    double place = q * (sorted.size() - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.size() - 1);
    return sorted.get(below) + (place - below) * (sorted.get(above) - sorted.get(below));
  }
}

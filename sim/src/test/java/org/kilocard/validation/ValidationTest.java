package org.kilocard.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.kilocard.hardware.Calibration;
import org.kilocard.hardware.Stack;
import org.kilocard.hardware.StackFile;
import org.kilocard.input.Catalogue;
import org.kilocard.input.YamlDocument;
import org.kilocard.report.Accuracy;
import org.kilocard.report.AccuracyJson;
import org.kilocard.report.AccuracyText;
import org.kilocard.report.PredictedRow;
import org.kilocard.report.ErrorSummary;
import org.kilocard.world.Simulator;

/** A fit recovers constants that made the measurements, and what was fitted is not counted as predicted. */
class ValidationTest {
  private static final Catalogue CATALOGUE = new Catalogue(Path.of(".."));

  private static Family family(String text) {
    return FamilyFile.read(YamlDocument.parse("my.yaml", text), CATALOGUE);
  }

  /** The family whose rows take as long as they do with the given constants. */
  private static Family madeWith(Calibration truth, String calibrate, String roleOfSecond) {
    // Many more micro-batches in the second row, so that what they cost and what a step costs can be told apart.
    String steps = FamilyFileTest.STEPS.replace("batch.global: 32", "batch.global: 256");
    Family plain = family(steps);
    String text = steps.replace("[compute_scale]", calibrate).replace("role: predict", roleOfSecond);
    try (Simulator simulator = new Simulator()) {
      double small = plain.rows().get(0).experiment().run(c -> truth, simulator).get(Metric.STEP_S);
      double large = plain.rows().get(1).experiment().run(c -> truth, simulator).get(Metric.TOKENS_PER_S);
      return family(text.replace("step_s: 0.02", number("step_s: %.15f", small))
          .replace("tokens_per_s: 2e6", number("tokens_per_s: %.6f", large)));
    }
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }

  private static Accuracy of(Family family, boolean calibrated) {
    return Validation.of(List.of(family), calibrated, 2, Validation.Watch.NONE);
  }

  @Test
  void findsTheConstantThatMadeTheMeasurements() {
    Accuracy accuracy = of(madeWith(new Calibration(1.2345, 1, 0), "[compute_scale]", "role: predict"), true);
    assertThat(accuracy.families().get(0).constants().get("compute_scale")).isCloseTo(1.2345, within(1e-6));
    assertThat(accuracy.summary().n()).isEqualTo(1);
    assertThat(accuracy.summary().worst()).isLessThan(1e-6);
  }

  @Test
  void findsTwoConstantsOnTwoRows() {
    Calibration truth = new Calibration(1.1, 1, 3_000_000_000L);
    Accuracy accuracy = of(madeWith(truth, "[compute_scale, step_overhead]", "role: calibrate"), true);
    assertThat(accuracy.families().get(0).constants().get("compute_scale")).isCloseTo(1.1, within(1e-5));
    assertThat(accuracy.families().get(0).constants().get("step_overhead")).isCloseTo(3e-3, within(1e-7));
    // Both rows were fitted: nothing is left that is a prediction.
    assertThat(accuracy.summary().n()).isZero();
    assertThat(accuracy.memory()).hasSize(1);
  }

  @Test
  void findsTheScaleOfCommunication() {
    Family made = madeWith(new Calibration(1, 1.5, 0), "[communication_scale]", "role: predict");
    assertThat(of(made, true).families().get(0).constants().get("communication_scale"))
        .isCloseTo(1.5, within(1e-4));
  }

  @Test
  void predictsAllRowsWithoutCalibration() {
    Accuracy accuracy = of(madeWith(new Calibration(1.25, 1, 0), "[compute_scale]", "role: predict"), false);
    assertThat(accuracy.families().get(0).constants()).isEmpty();
    assertThat(accuracy.summary().n()).isEqualTo(2);
    // Kernels take 1 / 1.25 of the time that was measured, communication as long as it was.
    assertThat(accuracy.families().get(0).rows().get(0).error()).isBetween(-0.2, -0.05);
  }

  @Test
  void saysWhenNoValueMeetsTheRow() {
    Accuracy accuracy = of(family(FamilyFileTest.STEPS.replace("step_s: 0.02", "step_s: 900")), true);
    assertThat(accuracy.families().get(0).notes()).anySatisfy(
        note -> assertThat(note).contains("meets row small"));
  }

  @Test
  void hasTheSameBytesOnAnyNumberOfThreads() {
    Family family = family(FamilyFileTest.STEPS);
    assertThat(json(Validation.of(List.of(family, family), true, 1, Validation.Watch.NONE)))
        .isEqualTo(json(Validation.of(List.of(family, family), true, 3, Validation.Watch.NONE)));
  }

  @Test
  void writesTheContract() {
    String json = json(of(family(FamilyFileTest.STEPS), true)).replaceAll("\\s+", " ");
    assertThat(json).startsWith("{ \"families\" : [ { \"family\" : \"steps\"")
        .contains("\"id\" : \"small\", \"role\" : \"calibrate\", \"metric\" : \"step_s\", \"measured\" : 0.02, \"predicted\" : ")
        .contains("\"id\" : \"large\", \"role\" : \"predict\", \"metric\" : \"tokens_per_s\"")
        .contains("\"constants\" : { \"compute_scale\" : ")
        .contains("\"summary\" : { \"n\" : 1, \"median\" : ").contains("\"p90\" : ").contains("\"worst\" : ");
  }

  private static String json(Accuracy accuracy) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    AccuracyJson.write(accuracy, out);
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void printsSignedErrors() {
    Accuracy accuracy = of(family(FamilyFileTest.STEPS), true);
    String text = AccuracyText.of(accuracy, false);
    assertThat(text).contains("fitted: compute_scale ").contains("error of time").containsPattern("[+−]0\\.0 %");
    PredictedRow large = accuracy.families().get(0).rows().get(1);
    assertThat(large.error()).isEqualTo(large.measured() / large.predicted() - 1);
  }

  @Test
  void summarisesSizesOfErrors() {
    // Sorted by size: 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 %. Nine of ten are at most 9 %.
    ErrorSummary summary = ErrorSummary.of(0.03, -0.01, 0.02, -0.04, 0.05, 0.06, -0.07, 0.08, 0.09, -0.1);
    assertThat(summary).isEqualTo(new ErrorSummary(10, 0.055, 0.09, 0.1));
    assertThat(ErrorSummary.of(-0.2)).isEqualTo(new ErrorSummary(1, 0.2, 0.2, 0.2));
  }

  @Test
  void writesAStackThatScenariosCanName() {
    Family family = family(FamilyFileTest.STEPS);
    try (Simulator simulator = new Simulator()) {
      ConstantFit.Fitted fit = ConstantFit.of(family, simulator);
      String text = CalibratedStack.of(family, family.stack().orElseThrow(), fit);
      Stack stack = StackFile.read(YamlDocument.parse("mine.yaml", text), CATALOGUE);
      assertThat(stack.id()).isEqualTo("mine");
      assertThat(stack.calibration().computeScale())
          .isCloseTo(fit.values().get(NamedConstant.COMPUTE_SCALE), within(1e-6));
      assertThat(stack.sources().get("calibration").text()).contains("small", "steps", "A table");
      assertThat(stack.transports()).isEqualTo(StackFile.load(CATALOGUE, "megatron-h100-2024").transports());
    }
  }
}

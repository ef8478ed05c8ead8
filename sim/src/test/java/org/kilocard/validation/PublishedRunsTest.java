package org.kilocard.validation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.kilocard.input.Catalogue;
import org.kilocard.report.Accuracy;

/** A few published runs that are quick to simulate come out as measured; {@code kilocard validate} does all. */
class PublishedRunsTest {
  private static final Catalogue CATALOGUE = new Catalogue(Path.of(".."));

  private static Accuracy predict(boolean calibrated, String... names) {
    List<Family> families = Stream.of(names).map(name -> FamilyFile.load(CATALOGUE, name)).toList();
    return Validation.of(families, calibrated, 2, Validation.Watch.NONE);
  }

  @Test
  void fourTimesTheContextIsPredictedFromOneRun() {
    Accuracy accuracy = predict(true, "llama3-70b-l12-cp4-b200-simumax", "llama3-405b-l4-cp4-b200-simumax");
    assertThat(accuracy.summary().n()).isEqualTo(2);
    assertThat(accuracy.summary().worst()).isLessThan(0.05);
  }

  @Test
  void eightB200ArePredictedFromTablesOfKernels() {
    // No row of these families fitted a constant.
    Accuracy accuracy = predict(false, "llama3-405b-l4-tp4-b200-simumax", "deepseek-v2-l4-b200-simumax");
    assertThat(accuracy.summary().n()).isEqualTo(6);
    assertThat(accuracy.summary().worst()).isLessThan(0.16);
    assertThat(accuracy.memory()).allSatisfy(row -> assertThat(row.error()).isBetween(-0.06, 0.06));
  }
}

package org.kilocard.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.kilocard.hardware.AcceleratorFile;
import org.kilocard.hardware.Confidence;
import org.kilocard.hardware.Constant;
import org.kilocard.hardware.Constants;
import org.kilocard.hardware.StackFile;
import org.kilocard.input.Overrides;
import org.kilocard.report.AssumedConstant;
import org.kilocard.scenario.ScenarioFile;

/** What hangs on constants that nobody measured. */
class SensitivityTest {
  private final List<AssumedConstant> constants = Sensitivity.of(ScenarioFile.load(
      Questions.CATALOGUE, "gpt3-175b-h100-10752", Overrides.parse(List.of())));

  @Test
  void namesAssumedConstantsOnly() {
    Map<String, Constant> card = Constants.of(AcceleratorFile.load(Questions.CATALOGUE, "h100"));
    Map<String, Constant> stack = Constants.of(StackFile.load(Questions.CATALOGUE, "megatron-h100-2023"));
    assertThat(constants).isNotEmpty().allSatisfy(found -> {
      Constant constant = (found.file().equals("h100") ? card : stack).get(found.constant());
      assertThat(constant.source().confidence()).isEqualTo(Confidence.ASSUMED);
      assertThat(found.confidence()).isEqualTo("assumed");
    });
  }

  /** The largest effect first; none is larger than the change of its constant, a ninth of the time at most. */
  @Test
  void theOneThatMattersMostComesFirst() {
    assertThat(constants).isSortedAccordingTo((a, b) -> Double.compare(b.weight(), a.weight()))
        .allSatisfy(found -> assertThat(found.weight()).isBetween(5e-5, 1 / 9.0));
  }

  /** Products in FP8 run at what the power of the card sustains for long: faster cards make faster steps. */
  @Test
  void knowsTheDirection() {
    AssumedConstant longRun = constants.stream()
        .filter(found -> found.constant().equals("kernels.gemm.fp8.long_run")).findFirst().orElseThrow();
    assertThat(longRun.stepChangeUp()).isNegative();
    assertThat(longRun.stepChangeDown()).isGreaterThan(0.01);
    AssumedConstant contention = constants.stream()
        .filter(found -> found.constant().equals("kernels.memory.contention")).findFirst().orElseThrow();
    assertThat(contention.stepChangeUp()).isPositive();
    assertThat(contention.stepChangeDown()).isNegative();
  }
}

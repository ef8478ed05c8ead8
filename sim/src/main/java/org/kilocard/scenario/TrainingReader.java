package org.kilocard.scenario;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.kilocard.hardware.Accelerator;
import org.kilocard.input.Mapping;
import org.kilocard.input.Scalar;

/** Reads {@code training} and {@code economics}. */
record TrainingReader(Mapping scenario, Accelerator accelerator, List<String> warnings) {
  private static final double WORST_PUE = 10;

  Optional<Training> read() {
    Mapping economics = scenario.section("economics");
    OptionalDouble price = economics.optionalMoney("card_hour");
    OptionalDouble watts = economics.optionalScalar("watts_per_card")
        .map(TrainingReader::watts)
        .map(OptionalDouble::of)
        .orElse(accelerator.watts());
    double pue = economics.optionalNumber("pue", 1, WORST_PUE).orElse(1);
    economics.done();
    Optional<Mapping> training = scenario.optionalMapping("training");
    if (training.isEmpty()) {
      if (scenario.has("economics")) {
        warnings.add("economics has no effect without training: {tokens: …}");
      }
      return Optional.empty();
    }
    double tokens = training.get().count("tokens");
    training.get().done();
    return Optional.of(new Training(tokens, price, watts, pue));
  }

  /** The key names the unit, so that it may be left out. */
  private static double watts(Scalar written) {
    return written.text().endsWith("W") ? written.power() : written.number(0, Double.POSITIVE_INFINITY);
  }
}

package org.kilocard.cli;

import java.util.List;
import java.util.stream.Collectors;
import org.kilocard.hardware.Accelerator;
import org.kilocard.input.Spelled;
import org.kilocard.unit.Bytes;
import org.kilocard.unit.Rates;

/** What is known of an accelerator, and from where. */
final class AcceleratorText {
  private AcceleratorText() {}

  static List<String> of(Accelerator card) {
    Sheet sheet = new Sheet(card.name())
        .fact("peak", card.peakFlops().entrySet().stream()
            .map(peak -> Spelled.of(peak.getKey()) + " " + Sheet.flops(peak.getValue()))
            .collect(Collectors.joining(", ")))
        .fact("units", card.units() + (card.vectorUnits().isPresent()
            ? ", and " + card.vectorUnits().getAsInt() + " vector units" : ""))
        .fact("memory",
            Bytes.format(card.memoryCapacityBytes()) + ", " + Rates.format(card.memoryBytesPerSecond()))
        .fact("power", Sheet.watts(card.watts()));
    return ConstantsText.add(sheet, "Constants of kernels, and how well they are known", card).lines();
  }
}

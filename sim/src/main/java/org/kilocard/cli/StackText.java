package org.kilocard.cli;

import java.util.List;
import org.kilocard.hardware.Protocol;
import org.kilocard.hardware.Stack;
import org.kilocard.input.Spelled;
import org.kilocard.report.TextTable;
import org.kilocard.unit.Rates;
import org.kilocard.unit.Time;

/** What is known of a software stack, and from where. */
final class StackText {
  private StackText() {}

  static List<String> of(Stack stack) {
    TextTable protocols = new TextTable("<<>>>><");
    protocols.row("link, protocol", "use", "base", "per step", "efficiency", "rate of a unit", "");
    stack.transports().forEach((technology, transport) -> {
      for (Protocol protocol : transport.protocols()) {
        protocols.row(technology + " " + protocol.name(), Spelled.of(protocol.use()),
            time(protocol.basePs().value()), time(protocol.hopPs().value()),
            Sheet.decimal(100 * protocol.efficiency().value()) + " %",
            protocol.unitBytesPerSecond().map(rate -> Rates.format(rate.value())).orElse("unlimited"),
            "(" + Sheet.known(protocol.efficiency()) + ")");
      }
    });
    Sheet sheet = new Sheet(stack.name())
        .fact("attention kernels", stack.attention().orElse("the accelerator's default"))
        .fact("scaling of FP8", "per " + Spelled.of(stack.fp8Scaling()))
        .fact("gap between kernels", time(stack.kernelGapPs().value()))
        .fact("gradients", Sheet.decimal(stack.gradientBytes().value()) + " bytes per parameter")
        .fact("optimizer states", Sheet.decimal(stack.optimizerStateBytes().value()) + " bytes per parameter")
        .fact("placeholders of gradients", Sheet.decimal(stack.placeholderBytes().value())
            + " bytes per weight of a layer (" + Sheet.known(stack.placeholderBytes()) + ")")
        .fact("gradients copied", Sheet.decimal(stack.gradientCopyBytes().value())
            + " bytes moved per parameter and pass with ZeRO-2 or 3 (" + Sheet.known(stack.gradientCopyBytes()) + ")")
        .fact("FP8 weights", (stack.fp8Weights().besideBf16() ? "beside BF16 weights, " : "in place of BF16 weights, ")
            + Sheet.decimal(stack.fp8Weights().copies().value()) + " when scaled per tensor ("
            + Sheet.known(stack.fp8Weights().copies()) + ")")
        .fact("MoE tokens", (stack.tokens().deduplicated() ? "once per node and card" : "once per expert")
            + ", dispatch " + Spelled.of(stack.tokens().dispatch()) + ", combine "
            + Spelled.of(stack.tokens().combine()) + ", sorted by "
            + (stack.tokens().fusedPermutation() ? "kernels of their own" : "generic gathers and scatters"))
        .fact("latent rotary", stack.fusesLatentRotary() ? "fused" : "separate kernels");
    stack.transports().forEach((technology, transport) -> sheet.fact("units for " + technology,
        Sheet.decimal(transport.units().value()) + " (" + Sheet.known(transport.units()) + ")"
            + transport.pipelinedUnits().map(units -> ", for gathers pipelined with a product "
                + Sheet.decimal(units.value()) + " (" + Sheet.known(units) + ")").orElse("")));
    return ConstantsText.add(sheet.table("Protocols", protocols), "Constants, and how well they are known", stack)
        .lines();
  }

  private static String time(double ps) {
    return Time.format(Math.round(ps));
  }
}

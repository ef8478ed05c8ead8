package org.kilocard.cli;

import java.util.List;
import java.util.stream.Collectors;
import org.kilocard.hardware.Accelerator;
import org.kilocard.hardware.AttentionConstants;
import org.kilocard.hardware.Constant;
import org.kilocard.hardware.GemmConstants;
import org.kilocard.hardware.MemoryConstants;
import org.kilocard.input.Spelled;
import org.kilocard.report.TextTable;
import org.kilocard.unit.Bytes;
import org.kilocard.unit.Rates;
import org.kilocard.unit.Time;

/** What is known of an accelerator. */
final class AcceleratorText {
  private AcceleratorText() {}

  static List<String> of(Accelerator card) {
    TextTable constants = new TextTable("<<>");
    card.kernels().gemm().forEach((format, gemm) -> gemm(constants, "gemm " + format, gemm));
    card.kernels().attention()
        .forEach((name, attention) -> attention(constants, "attention " + name, attention));
    MemoryConstants memory = card.kernels().memory();
    constant(constants, "memory", "stream", percent(memory.streamFraction()), memory.streamFraction());
    return new Sheet(card.name())
        .fact("peak", card.peakFlops().entrySet().stream()
            .map(peak -> Spelled.of(peak.getKey()) + " " + Sheet.flops(peak.getValue()))
            .collect(Collectors.joining(", ")))
        .fact("units", card.units() + (card.vectorUnits().isPresent()
            ? ", and " + card.vectorUnits().getAsInt() + " vector units" : ""))
        .fact("memory",
            Bytes.format(card.memoryCapacityBytes()) + ", " + Rates.format(card.memoryBytesPerSecond()))
        .fact("power", Sheet.watts(card.watts()))
        .table("Constants of kernels, and how well they are known", constants)
        .lines();
  }

  private static void gemm(TextTable table, String name, GemmConstants gemm) {
    constant(table, name, "efficiency", percent(gemm.efficiency()), gemm.efficiency());
    constant(table, name, "sustained", percent(gemm.sustained()), gemm.sustained());
    constant(table, name, "launch", seconds(gemm.launchSeconds()), gemm.launchSeconds());
  }

  private static void attention(TextTable table, String name, AttentionConstants attention) {
    Constant forward = attention.forward().efficiency();
    Constant backward = attention.backward().efficiency();
    constant(table, name, "forward", percent(forward), forward);
    constant(table, name, "backward", percent(backward), backward);
  }

  private static void constant(TextTable table, String kernel, String what, String value, Constant constant) {
    table.row(kernel + ", " + what, "(" + Sheet.known(constant) + ")", value);
  }

  private static String percent(Constant fraction) {
    return Sheet.decimal(100 * fraction.value()) + " %";
  }

  private static String seconds(Constant time) {
    return Time.format(Time.ofSeconds(time.value()));
  }
}

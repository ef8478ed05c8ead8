package org.kilocard.compute;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.kilocard.hardware.Accelerator;
import org.kilocard.hardware.AttentionConstants;
import org.kilocard.hardware.Confidence;
import org.kilocard.hardware.Constant;
import org.kilocard.hardware.GemmConstants;
import org.kilocard.hardware.GemmFormat;
import org.kilocard.hardware.KernelConstants;
import org.kilocard.hardware.MemoryConstants;
import org.kilocard.hardware.Precision;
import org.kilocard.hardware.Source;
import org.kilocard.hardware.TileShape;

/** Cards like those of the catalogue, so that these tests need no files. */
final class Cards {
  private static final List<TileShape> TILES = List.of(
      new TileShape(128, 256, 1),
      new TileShape(256, 128, 1),
      new TileShape(128, 128, 0.97),
      new TileShape(128, 64, 0.6),
      new TileShape(64, 128, 0.6));

  private Cards() {}

  static Accelerator h100() {
    Map<GemmFormat, GemmConstants> gemm = hopperGemm();
    gemm.put(GemmFormat.parse("fp8-block"), gemm(0.778, 0.665, 1.99e12, 2.6e-6));
    return hopper("h100-sxm", gemm);
  }

  /** The same chip, with the kernels that DeepSeek-V3 was trained with. */
  static Accelerator h800() {
    Map<GemmFormat, GemmConstants> gemm = hopperGemm();
    gemm.put(GemmFormat.parse("fp8-block"), gemm(0.648, 0.567, 2.31e12, 3.0e-6));
    return hopper("h800-sxm", gemm);
  }

  /**
   * A card whose times can be computed in the head: 10 units of 1 Tflop/s, tiles of 100 x 100, nothing else.
   */
  static Accelerator simple() {
    return simple(false);
  }

  /** The same, with products that may be persistent. */
  static Accelerator simple(boolean persistent) {
    GemmConstants gemm = new GemmConstants(
        List.of(new TileShape(100, 100, 1)), of(1), of(1), Optional.empty(), of(1e30), of(0), persistent);
    AttentionConstants.Pass pass = pass(0.5, 64, 1000, 2000);
    return new Accelerator(
        "simple", "simple", "none", Map.of(Precision.BF16, 10e12), 10, OptionalInt.empty(),
        OptionalDouble.empty(), 1e9, 1e15, OptionalDouble.empty(),
        new KernelConstants(
            Map.of(GemmFormat.parse("bf16"), gemm),
            Map.of("fa", new AttentionConstants(pass, pass, of(0), of(0))),
            new MemoryConstants(of(1), of(0.5), of(2e14), of(0.5), of(1e-6)), of(0.02)),
        Map.of());
  }

  private static Map<GemmFormat, GemmConstants> hopperGemm() {
    Map<GemmFormat, GemmConstants> gemm = new LinkedHashMap<>();
    gemm.put(GemmFormat.parse("bf16"), gemm(1, 0.8, 3.0e12, 3.5e-6));
    gemm.put(GemmFormat.parse("fp8"), gemm(1, 0.745, 2.59e12, 3.5e-6));
    return gemm;
  }

  private static Accelerator hopper(String id, Map<GemmFormat, GemmConstants> gemm) {
    Map<String, AttentionConstants> attention = new LinkedHashMap<>();
    attention.put(
        "fa3",
        new AttentionConstants(
            pass(1, 58.8, 198, 668), pass(0.763, 31.5, 412, 800), of(0.5), of(5e-6)));
    attention.put(
        "fa2",
        new AttentionConstants(
            pass(0.458, 23.7, 66, 420), pass(0.42, 26.3, 235, 602), of(0.5), of(5e-6)));
    return new Accelerator(
        id, id, "NVIDIA",
        Map.of(Precision.BF16, 989e12, Precision.FP8, 1979e12), 132, OptionalInt.empty(),
        OptionalDouble.empty(), 80e9, 3.35e12, OptionalDouble.empty(),
        new KernelConstants(
            gemm, attention, new MemoryConstants(of(0.867), of(0.54), of(50e9), of(0.5), of(3e-6)), of(0.02)),
        Map.of());
  }

  private static GemmConstants gemm(double efficiency, double sustained, double result, double launch) {
    return new GemmConstants(TILES, of(efficiency), of(sustained), Optional.empty(), of(result), of(launch), true);
  }

  private static AttentionConstants.Pass pass(double efficiency, double dim, double full, double causal) {
    return new AttentionConstants.Pass(of(efficiency), of(dim), of(full), of(causal));
  }

  private static Constant of(double value) {
    return new Constant(value, new Source("see the catalogue", Confidence.FITTED));
  }
}

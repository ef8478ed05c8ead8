package org.kilocard.hardware;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.kilocard.input.Mapping;

/** Reads the {@code kernels} of an accelerator. */
final class KernelSection {
  private static final int LARGEST_TILE = 1 << 16;
  private static final double LONGEST = 1 << 24;
  private static final double LARGEST_HEAD = 1 << 16;

  private KernelSection() {}

  /**
   * The constants of a section.
   *
   * @param precisions in which the accelerator has a peak
   */
  static KernelConstants read(Sourced section, Set<Precision> precisions) {
    KernelConstants kernels = new KernelConstants(
        gemm(section.section("gemm"), precisions),
        attention(section.section("attention")),
        memory(section.section("memory")),
        section.fraction("spread"));
    section.done();
    return kernels;
  }

  private static Map<GemmFormat, GemmConstants> gemm(Sourced section, Set<Precision> precisions) {
    Map<GemmFormat, GemmConstants> gemm = new LinkedHashMap<>();
    for (String name : section.keys()) {
      GemmFormat format = format(section.mapping(), name);
      Sourced written = section.section(name);
      if (!precisions.contains(format.precision())) {
        throw section.mapping().fail(name, "the card has no peak in this precision",
            "Write one under peak.");
      }
      gemm.put(format, new GemmConstants(
          tiles(written.mapping()),
          written.fraction("efficiency"),
          written.fraction("sustained"),
          written.optionalFraction("long_run"),
          written.rate("result_rate"),
          written.seconds("launch"),
          written.optionalRate("accumulate_rate"),
          written.mapping().flag("persistent", false)));
      if (written.mapping().has("persistent")) {
        written.source("persistent");
      }
      // The shapes carry numbers too.
      written.source("tiles");
      written.done();
    }
    section.done();
    requireSome(section.mapping(), gemm.isEmpty(), "a format such as bf16 or fp8-block");
    return gemm;
  }

  private static GemmFormat format(Mapping gemm, String name) {
    try {
      return GemmFormat.parse(name);
    } catch (IllegalArgumentException e) {
      throw gemm.fail(name, "is no format", "Formats are bf16, fp8, fp8-block and so on.");
    }
  }

  private static List<TileShape> tiles(Mapping written) {
    List<TileShape> tiles = new ArrayList<>();
    for (Mapping tile : written.mappings("tiles")) {
      double relative = tile.optionalNumber("relative", 0, 1).orElse(1);
      if (relative == 0) {
        throw tile.fail("relative", "must be above 0 and at most 1, not 0");
      }
      tiles.add(new TileShape(
          (int) tile.count("rows", 1, LARGEST_TILE), (int) tile.count("columns", 1, LARGEST_TILE), relative));
      tile.done();
    }
    requireSome(written, tiles.isEmpty(), "a tile shape");
    return tiles;
  }

  private static Map<String, AttentionConstants> attention(Sourced section) {
    Map<String, AttentionConstants> attention = new LinkedHashMap<>();
    for (String name : section.keys()) {
      Sourced written = section.section(name);
      attention.put(name, new AttentionConstants(
          pass(written.section("forward")),
          pass(written.section("backward")),
          written.number("tail", 0, 1),
          written.seconds("launch"),
          written.mapping().has("head_multiple")
              ? Optional.of(written.number("head_multiple", 1, LARGEST_HEAD))
              : Optional.empty()));
      written.done();
    }
    section.done();
    requireSome(section.mapping(), attention.isEmpty(), "a generation of kernels such as fa2");
    return attention;
  }

  private static AttentionConstants.Pass pass(Sourced written) {
    AttentionConstants.Pass pass = new AttentionConstants.Pass(
        written.fraction("efficiency"),
        written.number("half_head_dim", 0, LARGEST_HEAD),
        written.number("half_length", 0, LONGEST),
        written.number("half_length_causal", 0, LONGEST));
    written.done();
    return pass;
  }

  private static MemoryConstants memory(Sourced written) {
    MemoryConstants memory = new MemoryConstants(
        written.fraction("stream_fraction"),
        written.fraction("convert_fraction"),
        written.rate("unit_rate"),
        written.fraction("contention"),
        written.seconds("launch"));
    written.done();
    return memory;
  }

  private static void requireSome(Mapping mapping, boolean none, String what) {
    if (none) {
      throw mapping.fail("is empty").withHint("It needs " + what + ".");
    }
  }
}

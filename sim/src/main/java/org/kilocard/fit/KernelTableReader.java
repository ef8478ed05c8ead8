package org.kilocard.fit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.kilocard.hardware.Accelerator;
import org.kilocard.hardware.GemmFormat;
import org.kilocard.input.Mapping;
import org.kilocard.input.Scalar;
import org.kilocard.model.Attention;
import org.kilocard.model.Gemm;
import org.kilocard.model.GroupedGemm;
import org.kilocard.model.Kernel;
import org.kilocard.model.MemoryPass;
import org.kilocard.unit.Time;

/**
 * Reads one table of a {@link KernelFamily}. {@code kernel} is one of
 *
 * <ul>
 *   <li>{@code {product: bf16}}: times by columns x depth, then by rows. Also {@code groups}, of so many rows each;
 *       {@code accumulate_bytes} of a gradient that the product is added to; and when the first operand is brought
 *       into the format within the time, {@code cast_bytes} that a cast moves per element, {@code scale_bytes} read
 *       before it to find the scale, {@code cast_rate} if the casts run at a rate that is none of the card's.
 *   <li>{@code {attention: fa3, pass: forward, heads: 16, head: 128, causal: true}}: by length. {@code pass} is also
 *       {@code backward} or {@code both}; {@code kv_heads}, {@code value_head} if they differ; {@code sequences}, or
 *       {@code tokens} of all sequences together; else one sequence. {@code key_value_copy: true} if keys and values
 *       are also written to a cache within the time.
 *   <li>{@code {experts: fp8-block, hidden: 7168, inner: 2048, routed: 256, top_k: 8, cards: 64}}: gated experts of one
 *       card of a group, forward, by tokens of the group, evenly spread.
 *   <li>{@code {memory: stream}} or {@code convert}: by bytes read and written.
 * </ul>
 *
 * <p>{@code units} of the card that the kernel ran on, if not all. Values are {@code us}, {@code tflops} of attention,
 * or {@code gigabytes_per_s} of memory.
 */
final class KernelTableReader {
  private static final int LARGEST = 1 << 24;
  private static final long MOST_BYTES = 1L << 50;

  private final Mapping table;
  private final Accelerator accelerator;
  private final Mapping kernel;
  private final Optional<Integer> units;
  private final double fromSeconds;
  private final List<KernelRow> rows = new ArrayList<>();

  private enum Pass { FORWARD, BACKWARD, BOTH }

  KernelTableReader(Mapping table, Accelerator accelerator) {
    this.table = table;
    this.accelerator = accelerator;
    kernel = table.mapping("kernel");
    units = kernel.has("units")
        ? Optional.of((int) kernel.count("units", 1, accelerator.units()))
        : Optional.empty();
    fromSeconds = table.has("from") ? table.time("from") / (double) Time.PS_PER_SECOND : 0;
  }

  List<KernelRow> rows() {
    table.optionalText("note");
    if (kernel.has("product")) {
      products();
    } else if (kernel.has("attention")) {
      attention();
    } else if (kernel.has("experts")) {
      experts();
    } else if (kernel.has("memory")) {
      memory();
    } else {
      throw kernel.fail("product", "is missing",
          "Write what was measured: product, attention, experts or memory.");
    }
    kernel.done();
    return rows;
  }

  private void products() {
    GemmFormat format = format("product");
    int groups = size("groups", 1);
    double accumulate = kernel.optionalNumber("accumulate_bytes", 0, 8).orElse(0);
    double cast = kernel.optionalNumber("cast_bytes", 0, 16).orElse(0);
    double scale = kernel.optionalNumber("scale_bytes", 0, 16).orElse(0);
    OptionalDouble castRate = kernel.optionalRate("cast_rate");
    Mapping times = table.mapping("us");
    for (String shape : times.keys()) {
      long[] sides = sides(times, shape);
      Mapping byRows = times.mapping(shape);
      for (String row : byRows.keys()) {
        long count = whole(byRows, row);
        Gemm one = accumulate > 0
            ? Gemm.accumulating("product", count, sides[0], sides[1], format, accumulate)
            : Gemm.plain("product", count, sides[0], sides[1], format);
        Kernel all = groups == 1 ? one : new GroupedGemm("products", Collections.nCopies(groups, one));
        List<Kernel> kernels = new ArrayList<>();
        double elements = (double) groups * count * sides[1];
        Optional<KernelRow.OwnCast> ownCast = castRate.isPresent()
            ? Optional.of(new KernelRow.OwnCast(elements * (cast + scale), castRate.getAsDouble()))
            : Optional.empty();
        if (scale > 0 && ownCast.isEmpty()) {
          kernels.add(MemoryPass.stream("scale", elements, scale));
        }
        if (cast > 0 && ownCast.isEmpty()) {
          kernels.add(MemoryPass.convert("cast", elements, cast));
        }
        kernels.add(all);
        add(row + " x " + shape, kernels, Optional.empty(), ownCast, microseconds(byRows, row));
      }
    }
  }

  private void attention() {
    Scalar name = kernel.scalar("attention");
    if (!accelerator.kernels().attention().containsKey(name.text())) {
      throw name.fail("card " + accelerator.id() + " has no attention kernels '" + name.text() + "'")
          .withHint("Known: " + String.join(", ", accelerator.kernels().attention().keySet()));
    }
    Pass pass = kernel.choice("pass", Pass.class);
    int heads = size("heads");
    int kvHeads = size("kv_heads", heads);
    int head = size("head");
    int valueHead = size("value_head", head);
    boolean causal = kernel.flag("causal");
    long tokens = kernel.optionalCount("tokens", 1, LARGEST).orElse(0);
    int sequences = size("sequences", 1);
    boolean copied = kernel.flag("key_value_copy", false);
    boolean rates = table.has("tflops");
    Mapping values = table.mapping(rates ? "tflops" : "us");
    for (String length : values.keys()) {
      long s = whole(values, length);
      long batch = tokens == 0 ? sequences : tokens / s;
      List<Kernel> kernels = new ArrayList<>();
      for (boolean backward : new boolean[] {false, true}) {
        if (pass == Pass.BOTH || (pass == Pass.BACKWARD) == backward) {
          kernels.add(new Attention(
              "attention", backward, batch, heads, s, s, head, valueHead, kvHeads, causal));
        }
      }
      if (copied) {
        kernels.add(MemoryPass.stream("key-value copy", (double) batch * s * kvHeads * (head + valueHead), 4));
      }
      double flops = kernels.stream().mapToDouble(Kernel::flops).sum();
      double seconds = rates ? flops / (positive(values, length) * 1e12) : microseconds(values, length);
      add("length " + length, kernels, Optional.of(name.text()), Optional.empty(), seconds);
    }
  }

  private void experts() {
    GemmFormat format = format("experts");
    long hidden = size("hidden");
    long inner = size("inner");
    int routed = size("routed");
    int topK = size("top_k");
    int cards = size("cards");
    if (routed % cards != 0) {
      throw kernel.fail("cards", "must divide the " + routed + " experts");
    }
    Mapping times = table.mapping("us");
    for (String tokens : times.keys()) {
      long each = (whole(times, tokens) * topK + routed - 1) / routed;
      int held = routed / cards;
      List<Kernel> kernels = List.of(
          group(held, each, 2 * inner, hidden, format),
          MemoryPass.stream("activation", (double) held * each * inner, 6),
          group(held, each, hidden, inner, format));
      add(tokens + " tokens", kernels, Optional.empty(), Optional.empty(), microseconds(times, tokens));
    }
  }

  private static Kernel group(int count, long rows, long columns, long depth, GemmFormat format) {
    return new GroupedGemm(
        "experts", Collections.nCopies(count, Gemm.plain("expert", rows, columns, depth, format)));
  }

  private void memory() {
    MemoryPass.Access access = kernel.choice("memory", MemoryPass.Access.class);
    boolean rates = table.has("gigabytes_per_s");
    Mapping values = table.mapping(rates ? "gigabytes_per_s" : "us");
    for (String bytes : values.keys()) {
      double moved = whole(values, bytes);
      double seconds = rates ? moved / (positive(values, bytes) * 1e9) : microseconds(values, bytes);
      add(bytes + " bytes", List.of(new MemoryPass("pass", moved, access)), Optional.empty(), Optional.empty(),
          seconds);
    }
  }

  private void add(
      String label, List<Kernel> kernels, Optional<String> attention, Optional<KernelRow.OwnCast> ownCast,
      double seconds) {
    if (seconds >= fromSeconds) {
      rows.add(new KernelRow(table.text("name"), label, table.choice("role", KernelRow.Role.class), kernels, units,
          attention, ownCast, seconds));
    }
  }

  private GemmFormat format(String key) {
    GemmFormat format;
    try {
      format = GemmFormat.parse(kernel.text(key));
    } catch (IllegalArgumentException e) {
      throw kernel.fail(key, "is no format", "Formats are bf16, fp8, fp8-block and so on.");
    }
    if (!accelerator.kernels().gemm().containsKey(format)) {
      throw kernel.fail(key, "card " + accelerator.id() + " has no constants for " + format,
          "Known: " + accelerator.kernels().gemm().keySet());
    }
    return format;
  }

  private int size(String key) {
    return (int) kernel.count(key, 1, LARGEST);
  }

  private int size(String key, int otherwise) {
    return (int) kernel.optionalCount(key, 1, LARGEST).orElse(otherwise);
  }

  private static long[] sides(Mapping times, String shape) {
    String[] sides = shape.split("x", -1);
    if (sides.length == 2 && isWhole(sides[0]) && isWhole(sides[1])) {
      return new long[] {Long.parseLong(sides[0]), Long.parseLong(sides[1])};
    }
    throw times.fail(shape, "is no shape", "Write columns x depth, e.g. 4096x7168.");
  }

  private static long whole(Mapping values, String key) {
    if (isWhole(key) && Long.parseLong(key) <= MOST_BYTES) {
      return Long.parseLong(key);
    }
    throw values.fail(key, "is no size", "Write a whole number.");
  }

  private static boolean isWhole(String text) {
    return text.matches("[1-9]\\d{0,17}");
  }

  private static double microseconds(Mapping values, String key) {
    return positive(values, key) * 1e-6;
  }

  private static double positive(Mapping values, String key) {
    double value = values.number(key, 0, Double.MAX_VALUE);
    if (value > 0) {
      return value;
    }
    throw values.fail(key, "must be above zero");
  }
}

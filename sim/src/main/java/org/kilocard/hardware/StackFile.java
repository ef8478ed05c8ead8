package org.kilocard.hardware;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.kilocard.input.Catalogue;
import org.kilocard.input.Mapping;
import org.kilocard.input.Scalar;
import org.kilocard.input.Spelled;
import org.kilocard.input.YamlDocument;

/** Reads a software stack, a file in {@link #FOLDER}. */
public final class StackFile {
  /** Where the catalogue keeps stacks. */
  public static final String FOLDER = "topologies/hardware/stacks";

  private enum Fusion { FUSED, SEPARATE }

  private static final int MOST_UNITS = 1 << 16;
  private static final int DEEPEST = 8;

  /** Keys that are no constants, and want a source all the same. */
  private static final List<String> NO_CONSTANTS = List.of(CalibrationSection.KEY, "cross_entropy", "latent_rotary",
      "fp8_weights", "attention", "fp8_scaling", "moe");

  private static final Constant NO_PLACEHOLDERS = new Constant(0, new Source(
      "the file does not say that the stack keeps any", Confidence.ASSUMED));

  private static final Constant NO_COPIES_OF_GRADIENTS = new Constant(0, new Source(
      "the file does not say that the stack copies gradients before it reduces them", Confidence.ASSUMED));

  private static final NarrowWeights COPIES = new NarrowWeights(true, new Constant(2, new Source(
      "the file does not say: FP8 copies of BF16 weights, one for each direction", Confidence.ASSUMED)));

  private StackFile() {}

  /** The stack of that name, or in the file at that path. */
  public static Stack load(Catalogue catalogue, String nameOrPath) {
    return read(YamlDocument.parse(catalogue.resolve(FOLDER, nameOrPath)), catalogue);
  }

  /**
   * The stack that a document describes. Its id is the name of the document's file. What it says about a stack that it
   * {@code extends} wins, key by key; a key with an empty value takes one away.
   */
  public static Stack read(Mapping written, Catalogue catalogue) {
    Mapping document = extended(written, catalogue, 0);
    Sourced stack = Sourced.of(document);
    Stack read = new Stack(
        FileNames.stem(written),
        document.text("name"),
        document.optionalText("attention"),
        document.choice("fp8_scaling", Scaling.class),
        stack.picoseconds("kernel_gap"),
        stack.number("gradient_bytes", 1, 16),
        stack.number("optimizer_state_bytes", 0, 64),
        stack.optionalNumber("placeholder_bytes", 0, 8).orElse(NO_PLACEHOLDERS),
        stack.optionalNumber("gradient_copy_bytes", 0, 64).orElse(NO_COPIES_OF_GRADIENTS),
        fp8Weights(stack),
        tokens(document.mapping("moe")),
        transports(stack.section("transports")),
        document.choice("cross_entropy", Fusion.FUSED) == Fusion.FUSED,
        document.choice("latent_rotary", Fusion.SEPARATE) == Fusion.FUSED,
        CalibrationSection.read(document.section(CalibrationSection.KEY), Calibration.NONE),
        KernelSpeedup.NONE,
        stack.sources(NO_CONSTANTS));
    stack.done();
    return read;
  }

  private static Mapping extended(Mapping written, Catalogue catalogue, int depth) {
    Optional<Scalar> base = written.optionalScalar("extends");
    if (base.isEmpty()) {
      return written;
    }
    if (depth == DEEPEST) {
      throw base.get().fail("more than " + DEEPEST + " stacks extend each other").withHint(
          "Does one of them extend itself?");
    }
    // What comes from the command line is relative to the working directory.
    Path referrer = base.get().location().line() == 0 ? Path.of("") : Path.of(base.get().location().file());
    Mapping below = YamlDocument.parse(catalogue.resolve(FOLDER, base.get(), referrer));
    Mapping merged = extended(below, catalogue, depth + 1).merge(written);
    merged.optionalScalar("extends");
    return merged;
  }

  private static NarrowWeights fp8Weights(Sourced stack) {
    if (!stack.mapping().has("fp8_weights")) {
      return COPIES;
    }
    Sourced weights = stack.section("fp8_weights");
    NarrowWeights read = new NarrowWeights(
        weights.mapping().flag("beside_bf16"), weights.number("copies", 1, 2));
    weights.done();
    return read;
  }

  private static TokenExchange tokens(Mapping moe) {
    TokenExchange tokens = new TokenExchange(
        moe.flag("deduplicated"),
        moe.choice("dispatch", Precision.class),
        moe.choice("combine", Precision.class),
        moe.choice("permutation", Fusion.FUSED) == Fusion.FUSED);
    moe.done();
    return tokens;
  }

  private static Map<String, TransportConstants> transports(Sourced section) {
    Map<String, TransportConstants> transports = new LinkedHashMap<>();
    for (String technology : section.keys()) {
      transports.put(technology, transport(technology, section.section(technology)));
    }
    section.done();
    return transports;
  }

  private static TransportConstants transport(String technology, Sourced section) {
    List<Protocol> protocols = protocols(section.section("protocols"));
    for (ProtocolUse needed : List.of(ProtocolUse.RING, ProtocolUse.EXCHANGE)) {
      if (protocols.stream().noneMatch(protocol -> protocol.use() == needed)) {
        throw section.mapping().fail("protocols", "has none that is used for " + Spelled.of(needed),
            "Every technology needs one with use: ring and one with use: exchange.");
      }
    }
    TransportConstants transport = new TransportConstants(
        technology,
        protocols,
        section.number("units", 0, MOST_UNITS),
        section.optionalNumber("pipelined_units", 0, MOST_UNITS),
        section.picoseconds("offload_start"),
        section.picoseconds("rendezvous"),
        messages(section),
        engines(section));
    section.done();
    return transport;
  }

  private static Optional<MessageCosts> messages(Sourced section) {
    if (!section.mapping().has("message")) {
      return Optional.empty();
    }
    Sourced message = section.section("message");
    MessageCosts costs = new MessageCosts(message.picoseconds("start"), message.picoseconds("step"));
    message.done();
    return Optional.of(costs);
  }

  private static Map<String, Engine> engines(Sourced section) {
    Map<String, Engine> engines = new LinkedHashMap<>();
    if (section.mapping().has("engines")) {
      Sourced written = section.section("engines");
      for (String name : written.keys()) {
        Sourced engine = written.section(name);
        Constant cores = engine.number("cores", 0, MOST_UNITS);
        if (cores.value() > 0 != engine.mapping().has("core_rate")) {
          throw engine.mapping().fail("cores", "goes with core_rate", "An engine that copies by itself has cores: 0.");
        }
        engines.put(name, new Engine(
            name,
            cores,
            engine.optionalRate("core_rate"),
            engine.number("units", 0, MOST_UNITS),
            engine.picoseconds("start"),
            engine.number("slowdown", 0, 100)));
        engine.done();
      }
      written.done();
    }
    return engines;
  }

  private static List<Protocol> protocols(Sourced section) {
    List<Protocol> protocols = new ArrayList<>();
    for (String name : section.keys()) {
      Sourced protocol = section.section(name);
      protocols.add(new Protocol(
          name,
          protocol.mapping().choice("use", ProtocolUse.class),
          protocol.picoseconds("base"),
          protocol.picoseconds("hop"),
          protocol.fraction("efficiency"),
          protocol.optionalRate("unit_rate"),
          protocol.optionalPicoseconds("peer")));
      protocol.done();
    }
    section.done();
    return protocols;
  }
}

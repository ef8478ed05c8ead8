package org.kilocard.hardware;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A software stack: how well a training framework and its communication library use the hardware.
 *
 * @param id file name in the catalogue, e.g. {@code megatron-h100-2023}
 * @param name for people
 * @param attention which attention kernels of the accelerator it uses, or {@link #UNFUSED}; empty: the
 *     accelerator's default
 * @param fp8Scaling how it scales narrow matrix products
 * @param kernelGapPs between two kernels, on top of what the accelerator's launch constants hold
 * @param gradientBytes of one parameter, as accumulated and as reduced
 * @param optimizerStateBytes per parameter, the master copy included
 * @param placeholderBytes per weight, of a tensor that stands for a gradient which a product has added to the main
 *     gradient; kept for each shape of weight
 * @param gradientCopyBytes moved per parameter where the gradients of every backward pass are reduced: copied into one
 *     piece, divided
 * @param fp8Weights how it keeps weights of layers for FP8 products
 * @param tokens how MoE tokens travel
 * @param transports by link technology, the name of a tier
 * @param fusesLoss whether the cross-entropy is one kernel, or several over the logits
 * @param fusesLatentRotary whether one kernel turns the queries of latent attention and one writes its keys and values,
 *     or several
 * @param calibration what small runs with it have shown
 * @param speedup a what-if on its kernels
 * @param sources where the fields come from that are not constants, by key of the file
 */
public record Stack(
    String id,
    String name,
    Optional<String> attention,
    Scaling fp8Scaling,
    Constant kernelGapPs,
    Constant gradientBytes,
    Constant optimizerStateBytes,
    Constant placeholderBytes,
    Constant gradientCopyBytes,
    NarrowWeights fp8Weights,
    TokenExchange tokens,
    Map<String, TransportConstants> transports,
    boolean fusesLoss,
    boolean fusesLatentRotary,
    Calibration calibration,
    KernelSpeedup speedup,
    Map<String, Source> sources) {
  /** Attention as products and passes over the scores, as before FlashAttention. */
  public static final String UNFUSED = "unfused";

  /** Copies the maps, keeping their order. */
  public Stack {
    Objects.requireNonNull(id);
    Objects.requireNonNull(name);
    Objects.requireNonNull(fp8Scaling);
    Objects.requireNonNull(fp8Weights);
    Objects.requireNonNull(tokens);
    Objects.requireNonNull(calibration);
    Objects.requireNonNull(speedup);
    transports = Collections.unmodifiableMap(new LinkedHashMap<>(transports));
    sources = Collections.unmodifiableMap(new LinkedHashMap<>(sources));
  }

  /** The same stack, made to use the protocol called {@code name} for whatever that can carry. */
  public Stack only(String name) {
    Map<String, TransportConstants> kept = new LinkedHashMap<>();
    transports.forEach((technology, transport) -> kept.put(technology, transport.only(name)));
    return with(fp8Weights, kept, calibration, speedup);
  }

  /** The same stack with other constants of one link technology. */
  public Stack with(TransportConstants other) {
    Map<String, TransportConstants> changed = new LinkedHashMap<>(transports);
    changed.put(other.technology(), other);
    return with(fp8Weights, changed, calibration, speedup);
  }

  /** The same stack with other constants of calibration. */
  public Stack with(Calibration other) {
    return with(fp8Weights, transports, other, speedup);
  }

  /** The same stack, keeping FP8 weights in another way. */
  public Stack with(NarrowWeights other) {
    return with(other, transports, calibration, speedup);
  }

  /** The same stack with faster kernels. */
  public Stack with(KernelSpeedup other) {
    return with(fp8Weights, transports, calibration, other);
  }

  private Stack with(
      NarrowWeights weights, Map<String, TransportConstants> links, Calibration shown, KernelSpeedup faster) {
    return new Stack(id, name, attention, fp8Scaling, kernelGapPs, gradientBytes, optimizerStateBytes,
        placeholderBytes, gradientCopyBytes, weights, tokens, links, fusesLoss, fusesLatentRotary, shown, faster,
        sources);
  }

  /** Whether attention is one kernel that never writes the scores. */
  public boolean fusesAttention() {
    return attention.filter(UNFUSED::equals).isEmpty();
  }

  /** The attention kernels of {@code accelerator} that it uses where it fuses attention. */
  public String attentionOn(Accelerator accelerator) {
    return attention.filter(name -> fusesAttention()).orElse(accelerator.kernels().defaultAttention());
  }

  /** Whether it knows a link technology. */
  public boolean knows(String technology) {
    return transports.containsKey(technology);
  }

  /** The format of operands of a precision, and of tokens that are sent in it: block-scaled if its products are. */
  public GemmFormat format(Precision precision) {
    boolean scaled = precision == Precision.FP8 && fp8Scaling == Scaling.BLOCK;
    return scaled ? GemmFormat.block(precision) : GemmFormat.of(precision);
  }

  /** The engine of that name, as the first technology that has it describes it. */
  public Optional<Engine> engine(String engine) {
    return transports.values().stream()
        .flatMap(transport -> transport.engines().values().stream())
        .filter(one -> one.name().equals(engine))
        .findFirst();
  }

  /** Names of all engines that some technology has. */
  public List<String> engineNames() {
    return transports.values().stream().flatMap(t -> t.engines().keySet().stream()).distinct().toList();
  }

  /** Constants of a link technology; ask {@link #knows} first where a user chose it. */
  public TransportConstants transport(String technology) {
    TransportConstants found = transports.get(technology);
    if (found == null) {
      throw new IllegalArgumentException(
          "stack " + id + " has no constants for '" + technology + "', only for " + transports.keySet());
    }
    return found;
  }
}

package org.kilocard.hardware;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Software stacks with constants that calculate easily, or that are drawn by chance. */
public final class Stacks {
  private Stacks() {}

  /** A number for a test. */
  public static Constant constant(double value) {
    return new Constant(value, new Source("made up for a test", Confidence.ASSUMED));
  }

  /** A protocol; {@code unitRate} 0: units never limit it. */
  public static Protocol protocol(
      String name, ProtocolUse use, double basePs, double hopPs, double efficiency, double unitRate) {
    return new Protocol(name, use, constant(basePs), constant(hopPs), constant(efficiency),
        unitRate > 0 ? Optional.of(constant(unitRate)) : Optional.empty());
  }

  /**
   * Protocols of one technology without start-up and at the full rate of the links; {@code more} come first.
   */
  public static TransportConstants free(String technology, Protocol... more) {
    List<Protocol> protocols = new ArrayList<>(List.of(more));
    protocols.add(protocol("ring", ProtocolUse.RING, 0, 0, 1, 0));
    protocols.add(protocol("pairs", ProtocolUse.EXCHANGE, 0, 0, 1, 0));
    return new TransportConstants(technology, protocols, constant(0), constant(0), constant(0));
  }

  /** A stack of the given transports, FP32 gradients and Adam states of 12 bytes. */
  public static Stack of(boolean deduplicated, TransportConstants... transports) {
    Map<String, TransportConstants> byName = new LinkedHashMap<>();
    for (TransportConstants t : transports) {
      byName.put(t.technology(), t);
    }
    return new Stack("test", "test", Optional.empty(), Scaling.TENSOR, constant(0), constant(4), constant(12),
        constant(0), constant(0), new NarrowWeights(true, constant(2)), new TokenExchange(deduplicated, Precision.BF16, Precision.BF16, true), byName, true, false,
        Calibration.NONE, KernelSpeedup.NONE, Map.of());
  }

  /** A stack whose every constant is drawn. */
  public static Stack drawn(Random random, List<String> technologies) {
    return of(random.nextBoolean(),
        technologies.stream().map(t -> drawn(random, t)).toArray(TransportConstants[]::new));
  }

  private static TransportConstants drawn(Random random, String technology) {
    List<Protocol> protocols = new ArrayList<>();
    for (ProtocolUse use : ProtocolUse.values()) {
      int kinds = use == ProtocolUse.RING || use == ProtocolUse.EXCHANGE
          ? 1 + random.nextInt(2)
          : random.nextInt(2);
      for (int i = 0; i < kinds; i++) {
        protocols.add(protocol(use + "-" + i, use, random.nextInt(20_000_000), random.nextInt(3_000_000),
            0.3 + 0.7 * random.nextDouble(), random.nextInt(3) == 0 ? (1 + random.nextInt(30)) * 1.01e9 : 0));
      }
    }
    return new TransportConstants(technology, protocols, constant(1 + random.nextInt(16)),
        constant(random.nextInt(20_000_000)), constant(random.nextInt(5_000_000)));
  }
}

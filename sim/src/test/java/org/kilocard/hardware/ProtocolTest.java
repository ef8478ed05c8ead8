package org.kilocard.hardware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProtocolTest {
  private static final Source SOURCE = new Source("made up for this test", Confidence.ASSUMED);
  private static final Protocol QUICK = protocol("quick", ProtocolUse.RING, 5e6, 1e6, 0.1);
  private static final Protocol WIDE = protocol("wide", ProtocolUse.RING, 20e6, 3e6, 0.8);
  private static final Protocol PAIRS = protocol("pairs", ProtocolUse.EXCHANGE, 10e6, 0, 0.5);

  @Test
  void timeIsBasePlusStepsPlusBytes() {
    // Base 20 us, 14 steps of 1 + 3 us, 56 MB at 0.8 x 100 GB/s = 700 us: 20 + 56 + 700 = 776 us.
    assertThat(WIDE.timePs(14, 1, 56e6, 100e9, 1_000_000)).isEqualTo(776e6);
  }

  @Test
  void theFastestIsTakenAndTheFirstOfEquals() {
    TransportConstants transport = transport(QUICK, WIDE, PAIRS);
    // 14 steps at 1 us latency: quick 5 + 28 = 33 us, wide 20 + 56 = 76 us without bytes. Quick moves
    // 10 GB/s, wide 80 GB/s: they meet where 43 us = B (1/10 - 1/80) ns, at B = 491,429 bytes.
    assertThat(transport.fastest(ProtocolUse.RING, 14, 1, 491_000, 100e9, 1_000_000)).isEqualTo(QUICK);
    assertThat(transport.fastest(ProtocolUse.RING, 14, 1, 492_000, 100e9, 1_000_000)).isEqualTo(WIDE);
    Protocol twin = protocol("twin", ProtocolUse.RING, 5e6, 1e6, 0.1);
    assertThat(transport(QUICK, twin, PAIRS).fastest(ProtocolUse.RING, 1, 1, 0, 100e9, 0)).isEqualTo(QUICK);
  }

  @Test
  void tokensTravelAsExchangesUnlessTheStackHasSomethingSpecial() {
    assertThat(transport(QUICK, PAIRS).protocols(ProtocolUse.DISPATCH)).containsExactly(PAIRS);
    Protocol deep = protocol("deep", ProtocolUse.DISPATCH, 1e6, 0, 0.9);
    assertThat(transport(QUICK, PAIRS, deep).protocols(ProtocolUse.DISPATCH)).containsExactly(deep);
    assertThat(transport(QUICK, PAIRS, deep).protocols(ProtocolUse.COMBINE)).containsExactly(PAIRS);
    assertThat(transport(QUICK, PAIRS).protocols(ProtocolUse.IN_NETWORK)).isEmpty();
  }

  @Test
  void ringsAndExchangesNeedAProtocol() {
    assertThatThrownBy(() -> transport(QUICK)).hasMessageContaining("EXCHANGE");
    assertThatThrownBy(() -> transport(PAIRS)).hasMessageContaining("RING");
    assertThatThrownBy(() -> protocol("over", ProtocolUse.RING, 0, 0, 1.1)).hasMessageContaining("(0, 1]");
  }

  private static Protocol protocol(String name, ProtocolUse use, double base, double hop, double efficiency) {
    return new Protocol(
        name, use, constant(base), constant(hop), constant(efficiency), Optional.empty());
  }

  private static TransportConstants transport(Protocol... protocols) {
    return new TransportConstants("link", List.of(protocols), constant(1), constant(0), constant(0));
  }

  private static Constant constant(double value) {
    return new Constant(value, SOURCE);
  }
}

package org.kilocard.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kilocard.collective.Operation;
import org.kilocard.hardware.Protocol;
import org.kilocard.hardware.ProtocolUse;
import org.kilocard.hardware.Stack;
import org.kilocard.hardware.StackFile;
import org.kilocard.hardware.TransportConstants;
import org.kilocard.job.UnitMode;
import org.kilocard.report.CollectiveRow;
import org.kilocard.topology.Cluster;
import org.kilocard.topology.Tier;
import org.kilocard.topology.TopologyFile;
import org.kilocard.world.Simulator;

/** Switches add up what units of the cards hand to them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InNetworkUnitsTest {
  private static final long GIB = 1L << 30;
  private static final String SHARP = "h100-nvl8-ib-sharp";
  private static final String STACK = "megatron-h100-2024";

  @AutoClose
  private final Simulator simulator = new Simulator();

  private double milliseconds(String topology, int cards, String algorithm, int units) {
    CollectiveRow row = Questions.on(topology, Operation.ALL_REDUCE, cards, GIB).driver(STACK, UnitMode.RESERVED, units)
        .named(algorithm).answer(simulator).rows().get(0);
    assertThat(row.algorithm()).startsWith(algorithm + " ");
    return row.timePs() / 1e9;
  }

  @Test
  void nvlsIsAsFastAsItsUnitsUntilTheLinksAreFull() {
    // 62.7 us and two hops of 0.6 us, then 9/8 GiB = 1.20796e9 bytes out of each card: at 54.1 GB/s a unit, and at
    // most 0.668 · 450 GB/s = 300.6 GB/s, the rate of 5.6 units.
    assertThat(milliseconds("h100-nvl8-ib", 8, "nvls", 1)).isCloseTo(0.0639 + 1207.96 / 54.1, within(1e-2));
    assertThat(milliseconds("h100-nvl8-ib", 8, "nvls", 4)).isCloseTo(0.0639 + 1207.96 / 216.4, within(1e-2));
    for (int units : new int[] {6, 16, 32}) {
      assertThat(milliseconds("h100-nvl8-ib", 8, "nvls", units)).isCloseTo(0.0639 + 1207.96 / 300.6, within(1e-2));
    }
  }

  @Test
  void sharpIsAsFastAsItsUnitsAndThoseOfNvlsInsideTheNodes() {
    // 64 cards: 1/8 GiB = 134.2e6 bytes of each card to the network at 12 GB/s a unit, 11.18 ms with one; inside the
    // nodes 22.33 ms meanwhile. Start-up below 0.1 ms.
    assertThat(milliseconds(SHARP, 64, "sharp", 1)).isBetween(22.33, 22.43);
    assertThat(milliseconds(SHARP, 64, "sharp", 16)).isBetween(1207.96 / 300.6, 1207.96 / 300.6 + 0.1);
    // One card per node: 1 GiB, 1073.7e6 bytes, at 12 GB/s; with four units 47.5 GB/s of the NIC.
    Questions thin = Questions.on(SHARP, Operation.ALL_REDUCE, 8, GIB).members(8, 1);
    assertThat(thin.driver(STACK, UnitMode.RESERVED, 1).named("sharp").timePs(simulator) / 1e9)
        .isBetween(1073.74 / 12, 1073.74 / 12 + 0.1);
    assertThat(thin.driver(STACK, UnitMode.RESERVED, 4).named("sharp").timePs(simulator) / 1e9)
        .isBetween(1073.74 / 47.5, 1073.74 / 47.5 + 0.1);
  }

  @ParameterizedTest
  @CsvSource({"h100-nvl8-ib, " + STACK, SHARP + ", " + STACK, "h100-nvl8-roce, llama3-h100-2024",
      "h800-nvl8-ib, megatron-h800", "h800-nvl8-ib, deepseek-h800", "gb200-nvl72-ib, megatron-gb200-2025"})
  void byDefaultUnitsDoNotHoldSwitchesBack(String topology, String name) {
    Cluster cluster = TopologyFile.load(Questions.CATALOGUE, topology);
    Stack stack = StackFile.load(Questions.CATALOGUE, name);
    for (Tier tier : cluster.tiers()) {
      TransportConstants transport = stack.transport(tier.name());
      for (Protocol protocol : transport.protocols(ProtocolUse.IN_NETWORK)) {
        assertThat(transport.units().value() * protocol.unitBytesPerSecond().orElseThrow().value())
            .as(protocol.name()).isGreaterThan(protocol.efficiency().value() * tier.bytesPerSecond());
      }
    }
  }
}

package org.kilocard.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.kilocard.collective.AutoPlanner;
import org.kilocard.collective.Call;
import org.kilocard.collective.Operation;
import org.kilocard.collective.Plan;
import org.kilocard.collective.Wires;
import org.kilocard.compute.CardUnits;
import org.kilocard.compute.KernelClock;
import org.kilocard.hardware.Accelerator;
import org.kilocard.hardware.GemmFormat;
import org.kilocard.hardware.Stack;
import org.kilocard.hardware.StackFile;
import org.kilocard.job.Communication;
import org.kilocard.job.Overlap;
import org.kilocard.job.UnitMode;
import org.kilocard.model.Gemm;
import org.kilocard.program.Pace;
import org.kilocard.topology.Cluster;
import org.kilocard.topology.Fabric;
import org.kilocard.topology.Placement;
import org.kilocard.topology.TopologyFile;

/**
 * A product of 8192 cubed beside an all-gather of 64 MiB per card on 8 H100 (PyTorch pull request 172714): 2.96 ms one
 * after the other, 2.02 ms overlapped with NCCL on SMs, 1.77 ms with copy engines.
 *
 * <p>The first of these gives the pace of a product in a long run on H100 ({@code long_run}), so it is no prediction. The
 * other two are: what communication takes from memory-bound kernels is fitted on another card, that a product then takes
 * two waves is published elsewhere, and the units of NCCL are those of the stack.
 */
class ProductBesideGatherTest {
  private static final long CARD_BYTES = 64L << 20;

  private final Cluster cluster = TopologyFile.load(Questions.CATALOGUE, "h100-nvl8-ib");
  private final Accelerator card = cluster.accelerator();
  private final Stack stack = StackFile.load(Questions.CATALOGUE, cluster.stack());
  private final Gemm product = Gemm.plain("product", 8192, 8192, 8192, GemmFormat.parse("bf16"));

  @Test
  void beside() {
    assertThat(overlappedMs(UnitMode.SHARED, 0)).isCloseTo(2.02, within(0.15 * 2.02));
    // 24 blocks: a default all-gather, NVIDIA developer forum 337991.
    assertThat(overlappedMs(UnitMode.SHARED, 24)).isCloseTo(2.02, within(0.15 * 2.02));
    assertThat(overlappedMs(UnitMode.OFFLOAD, 0)).isCloseTo(1.77, within(0.15 * 1.77));
  }

  /** What the constant of the long run was taken from. */
  @Test
  void oneAfterTheOther() {
    assertThat(aloneMs() + plan(UnitMode.SHARED, 0).alonePs(placement()) * 1e-9).isCloseTo(2.96, within(0.05 * 2.96));
  }

  /**
   * A product that fills a wave of 132 blocks takes two when 24 of its units are held: 80 % of the peak become 47 %
   * (NVIDIA developer forum 337991), 1.7 times the time.
   */
  @Test
  void aWaveBecomesTwo() {
    Gemm wave = Gemm.plain("wave", 128 * 12, 256 * 11, 8192, GemmFormat.parse("bf16"));
    KernelClock clock = KernelClock.of(card);
    CardUnits all = CardUnits.of(card);
    double slowdown = clock.timePs(wave, all.beside(24)) / (double) clock.timePs(wave, all);
    assertThat(slowdown).isCloseTo(80.0 / 47, within(0.15 * 80 / 47));
  }

  private double aloneMs() {
    return KernelClock.settled(card, "fa3").timePs(product, CardUnits.of(card)) * 1e-9;
  }

  /** The product is a fluid: slower while the all-gather runs, then at its own pace. */
  private double overlappedMs(UnitMode mode, int units) {
    Plan plan = plan(mode, units);
    KernelClock clock = KernelClock.settled(card, "fa3");
    CardUnits all = CardUnits.of(card);
    long alone = clock.timePs(product, all);
    int taken = plan.units();
    long beside = taken == 0 ? alone : clock.timePs(product, all.beside(taken));
    double rate = Pace.rate(alone, beside, taken, Math.max(1, taken), plan.slowdown());
    double gatherMs = plan.alonePs(placement()) * 1e-9;
    double aloneMs = alone * 1e-9;
    return gatherMs + aloneMs - gatherMs * rate;
  }

  private Plan plan(UnitMode mode, int units) {
    Communication communication = new Communication(mode, units, new Overlap(false, true, true, true, true), Map.of());
    return new AutoPlanner(new Wires(stack, communication, card))
        .plan(Call.of("gather", Operation.ALL_GATHER, 8 * CARD_BYTES), placement());
  }

  private Placement placement() {
    int[] members = {0, 1, 2, 3, 4, 5, 6, 7};
    return new Placement(new Fabric(cluster.tiers(), 8), members);
  }
}

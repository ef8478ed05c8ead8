package org.kilocard.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.kilocard.hardware.AcceleratorFile;
import org.kilocard.hardware.GemmFormat;
import org.kilocard.hardware.KernelSpeedup;
import org.kilocard.input.Catalogue;
import org.kilocard.model.Attention;
import org.kilocard.model.Gemm;
import org.kilocard.model.GroupedGemm;
import org.kilocard.model.Kernel;
import org.kilocard.model.MemoryPass;

/** Times computed by hand, and laws that hold for all sizes. */
class KernelClockTest {
  private static final GemmFormat BF16 = GemmFormat.parse("bf16");
  private static final long MILLISECOND = 1_000_000_000L;

  /** Ten units of 1 Tflop/s, tiles of 100 x 100: depth 50,000 makes 1e9 flops, so a tile takes 1 ms. */
  private final KernelClock clock = KernelClock.of(Cards.simple());

  private final Gemm tile = Gemm.plain("tile", 100, 100, 50_000, BF16);

  @Test
  void tenTilesAreOneWaveAndElevenAreTwo() {
    assertThat(clock.timePs(tiles(10), 10)).isEqualTo(MILLISECOND);
    assertThat(clock.timePs(tiles(11), 10)).isEqualTo(2 * MILLISECOND);
    assertThat(clock.timePs(tiles(10), 5)).isEqualTo(2 * MILLISECOND);
    assertThat(clock.timePs(tiles(10), 9)).isEqualTo(2 * MILLISECOND);
  }

  /** One row more than a tile costs a tile more. */
  @Test
  void partialTileCostsAWholeOne() {
    GroupedGemm eleven = new GroupedGemm("11", List.of(Gemm.plain("rows", 1001, 100, 50_000, BF16), tile));
    assertThat(clock.timePs(eleven, 10)).isEqualTo(2 * MILLISECOND);
  }

  /**
   * A single tile is split eight ways: 1/8 ms, and 8 x 10,000 parts of 8 bytes at 1e15 B/s, which is 640 ps.
   */
  @Test
  void aLoneTileIsSplitOverItsDepth() {
    assertThat(clock.timePs(tile, 10)).isEqualTo(MILLISECOND / 8 + 640);
  }

  /** Two groups of ten tiles, one of half the depth: 20 tiles, two waves of 0.75 ms on average. */
  @Test
  void groupsOfDifferentDepthCountWithTheirMean() {
    Gemm full = Gemm.plain("full", 1000, 100, 50_000, BF16);
    Gemm half = Gemm.plain("half", 1000, 100, 25_000, BF16);
    assertThat(clock.timePs(new GroupedGemm("both", List.of(full, half)), 10))
        .isEqualTo(2 * MILLISECOND * 3 / 4);
  }

  @Test
  void nothingTakesNoTime() {
    Gemm none = Gemm.plain("none", 0, 100, 100, BF16);
    assertThat(clock.timePs(new GroupedGemm("starved", List.of(none)), 10)).isZero();
  }

  /**
   * One head of size 64, 1,000 tokens, no mask: 4 x 64 x 1e6 = 256 Mflop. 5 Tflop/s x 64 / (64 + 64) x 1000 /
   * (1000 + 1000) = 1.25 Tflop/s: 204.8 us. Causal: half the work at 1000 / (1000 + 2000): 153.6 us. On one
   * unit ten times.
   */
  @Test
  void attentionByHand() {
    assertThat(clock.timePs(attention(false), 10)).isEqualTo(204_800_000);
    assertThat(clock.timePs(attention(true), 10)).isEqualTo(153_600_000);
    assertThat(clock.timePs(attention(true), 1)).isEqualTo(1_536_000_000);
  }

  /** A TPU lays heads out in tiles of 128: 192 and 128 elements take what 256 and 128 take, on an H100 they do not. */
  @Test
  void headsFillTiles() {
    KernelClock tpu = KernelClock.of(AcceleratorFile.load(new Catalogue(Path.of("..")), "tpu-v7"));
    KernelClock gpu = KernelClock.of(Cards.h100());
    Attention odd = new Attention("attention", false, 1, 16, 4096, 4096, 192, 128, 16, true);
    assertThat(tpu.timePs(odd, 2)).isEqualTo(tpu.timePs(odd.heads(256, 128), 2));
    assertThat(tpu.timePs(odd.heads(128, 128), 2)).isLessThan(tpu.timePs(odd, 2));
    assertThat(gpu.timePs(odd, 132)).isLessThan(gpu.timePs(odd.heads(256, 128), 132));
  }

  /**
   * 1e9 bytes at 1e15 B/s take 1 us, converted at half the bandwidth 2 us, on one unit of 2e14 B/s 5 us; the
   * launch adds 1 us.
   */
  @Test
  void memoryByHand() {
    assertThat(clock.timePs(MemoryPass.stream("copy", 1e9, 1), 10)).isEqualTo(2_000_000);
    assertThat(clock.timePs(MemoryPass.convert("cast", 1e9, 1), 10)).isEqualTo(3_000_000);
    assertThat(clock.timePs(MemoryPass.stream("copy", 1e9, 1), 1)).isEqualTo(6_000_000);
  }

  @Test
  void unitsAreThoseOfTheCard() {
    assertThatThrownBy(() -> clock.timePs(tile, 11)).hasMessageContaining("1 … 10, got 11");
    assertThatThrownBy(() -> clock.timePs(tile, 0)).hasMessageContaining("1 … 10, got 0");
  }

  /** More units never slow a kernel down, and a larger kernel is never faster. */
  @Test
  void monotoneInUnitsAndSizes() {
    KernelClock h100 = KernelClock.of(Cards.h100());
    Random random = new Random(7);
    for (int i = 0; i < 2000; i++) {
      GemmFormat format = GemmFormat.parse(random.nextBoolean() ? "bf16" : "fp8-block");
      long rows = 1 + random.nextInt(9000);
      long columns = 1 + random.nextInt(9000);
      long depth = 1 + random.nextInt(9000);
      long more = 1 + random.nextInt(900);
      int units = 1 + random.nextInt(131);
      Gemm gemm = Gemm.plain("gemm", rows, columns, depth, format);
      long time = h100.timePs(gemm, units);
      assertThat(h100.timePs(gemm, units + 1)).isLessThanOrEqualTo(time);
      assertThat(h100.timePs(Gemm.plain("r", rows + more, columns, depth, format), units))
          .isGreaterThanOrEqualTo(time);
      assertThat(h100.timePs(Gemm.plain("c", rows, columns + more, depth, format), units))
          .isGreaterThanOrEqualTo(time);
      assertThat(h100.timePs(Gemm.plain("d", rows, columns, depth + more, format), units))
          .isGreaterThanOrEqualTo(time);
      Attention attention =
          new Attention("a", i % 2 == 0, 1, 1 + i % 64, rows, columns, 128, 128, 1, i % 3 == 0);
      assertThat(h100.timePs(attention, units + 1)).isLessThanOrEqualTo(h100.timePs(attention, units));
    }
  }

  /** Adding to an FP32 gradient moves 8 bytes per element where writing BF16 moves 2: never faster. */
  @Test
  void accumulationCosts() {
    KernelClock h800 = KernelClock.of(Cards.h800());
    GemmFormat format = GemmFormat.parse("fp8-block");
    Kernel plain = Gemm.plain("plain", 16384, 7168, 4096, format);
    Kernel adding = Gemm.accumulating("adding", 16384, 7168, 4096, format, 4);
    assertThat(h800.timePs(adding, 112)).isGreaterThan(h800.timePs(plain, 112));
  }

  /**
   * A persistent product of 20 tiles on a card of 10: each block has two tiles, 2 ms. With 3 units held, seven blocks
   * run, then the other three: 4 ms. Tiles that are dealt one by one take ceil(20 / 7) = 3 ms.
   */
  @Test
  void aPersistentProductTakesTwoWavesWhenUnitsAreHeld() {
    CardUnits held = new CardUnits(10, 10, 10, false).beside(3);
    assertThat(clock.timePs(tiles(20), held)).isEqualTo(3 * MILLISECOND);
    assertThat(KernelClock.of(Cards.simple(true)).timePs(tiles(20), held)).isEqualTo(4 * MILLISECOND);
    assertThat(KernelClock.of(Cards.simple(true)).timePs(tiles(20), new CardUnits(10, 10, 10, false).without(3)))
        .isEqualTo(3 * MILLISECOND);
  }

  /** On a card with units of two kinds, communication takes vector units: products keep their time, passes do not. */
  @Test
  void communicationTakesVectorUnits() {
    CardUnits held = new CardUnits(10, 10, 20, true).beside(19);
    assertThat(held).isEqualTo(new CardUnits(10, 10, 1, true));
    assertThat(clock.timePs(tiles(20), held)).isEqualTo(2 * MILLISECOND);
    assertThat(clock.timePs(MemoryPass.stream("copy", 1e9, 1), held)).isEqualTo(6_000_000);
  }

  /** Products 1.25 times as fast take 0.8 of the time, attention twice as fast half; a pass over memory stays. */
  @Test
  void fasterKernels() {
    KernelClock faster = KernelClock.settled(Cards.simple(), "fa", new KernelSpeedup(1.25, 2));
    assertThat(faster.timePs(tiles(10), 10)).isEqualTo(MILLISECOND * 4 / 5);
    assertThat(faster.timePs(Gemm.plain("g", 1000, 100, 50_000, BF16), 10))
        .isEqualTo(clock.timePs(Gemm.plain("g", 1000, 100, 50_000, BF16), 10) * 4 / 5);
    assertThat(faster.timePs(attention(false), 10)).isEqualTo(102_400_000);
    assertThat(faster.timePs(MemoryPass.stream("copy", 1e9, 1), 10)).isEqualTo(2_000_000);
  }

  private GroupedGemm tiles(int count) {
    return new GroupedGemm("tiles", Collections.nCopies(count, tile));
  }

  private static Attention attention(boolean causal) {
    return new Attention("attention", false, 1, 1, 1000, 1000, 64, 64, 1, causal);
  }
}

package org.kilocard.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.kilocard.hardware.GemmFormat;

/** What moves around latent attention: 128 heads of 128 + 64 (keys) and 128 (values), 1,024 tokens. */
class LatentAttentionTest {
  private static final double HEADS = 1024.0 * 128;

  private static List<Kernel> moving(boolean fused, boolean backward) {
    Shard shard = new Shard(1024, 1024, 1, 1, ContextKind.RING, 1, 1, true, GemmFormat.parse("bf16"), 4, true,
        Optional.empty(), new LayerSoftware(true, false, true, fused));
    Block block = TransformerLayers.layer(Models.deepseek(), shard, 10).attention();
    return (backward ? block.backwardInput() : block.forward()).core().all().stream()
        .filter(k -> k instanceof MemoryPass).toList();
  }

  /** 64 turned in place, 4 bytes each; 256 of the up-projection read and 192 + 128 written, 2 bytes each. */
  @Test
  void fusedRotaryReadsAndWritesOnce() {
    assertThat(moving(true, false)).containsExactly(
        MemoryPass.convert("rotary", HEADS * 64, 4), MemoryPass.convert("keys and values", HEADS * 576, 2));
    assertThat(moving(true, true)).containsExactly(
        MemoryPass.convert("rotary backward", HEADS * 64, 4),
        MemoryPass.convert("keys and values backward", HEADS * 576, 2));
  }

  /** Otherwise queries are copied as well: 192 read and written, 4 bytes each; the rest is the same. */
  @Test
  void separateKernelsCopyQueriesToo() {
    for (boolean backward : new boolean[] {false, true}) {
      double more = bytes(moving(false, backward)) - bytes(moving(true, backward));
      assertThat(more).isEqualTo(HEADS * 192 * 4);
    }
  }

  private static double bytes(List<Kernel> kernels) {
    return kernels.stream().mapToDouble(Kernel::bytes).sum();
  }
}

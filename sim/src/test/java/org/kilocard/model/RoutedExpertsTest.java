package org.kilocard.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.kilocard.hardware.GemmFormat;

/** What moves around the grouped products. A token goes to 2 of 8 experts; hidden 64, 128 tokens, inner size 32. */
class RoutedExpertsTest {
  private static final LayerSoftware ONCE = new LayerSoftware(true, false, true, false);
  private static final LayerSoftware COPIES = new LayerSoftware(false, false, true, false);
  private static final LayerSoftware GENERIC = new LayerSoftware(false, false, false, false);

  private static MoeBlock block(Biases biases, int cards, String format, LayerSoftware software) {
    ModelSpec model = new ModelSpec("small", Family.MOE, 1, 64, 4, 4, 16, 0, 256, true, biases, false, 0,
        Optional.of(new MoeSpec(8, 0, 2, 32, 0, 1, 1)), Optional.empty(), 0, LayerStyle.USUAL, Optional.empty());
    Shard shard = new Shard(128, 128, 1, 1, ContextKind.RING, cards, 1, true, GemmFormat.parse(format), 4, true,
        Optional.empty(), software);
    return RoutedExperts.block(model, shard);
  }

  private static List<Kernel> moving(List<Kernel> kernels, String... names) {
    return kernels.stream().filter(k -> List.of(names).contains(k.name())).toList();
  }

  /** 256 rows of 64 elements arrive at a card and are copied in order, in BF16 each way: 16,384 x 4. */
  @Test
  void tokensThatAreSentOnceAreSortedWhereTheyArrive() {
    MoeBlock block = block(Biases.NONE, 4, "bf16", ONCE);
    assertThat(moving(block.routed().forward(), "permute", "unpermute")).containsExactly(
        MemoryPass.stream("permute", 16384, 4), MemoryPass.stream("unpermute", 2 * 16384, 2));
    assertThat(moving(block.routed().backwardInput(), "unpermute gradient", "permute gradient")).containsExactly(
        MemoryPass.stream("unpermute gradient", 16384, 4), MemoryPass.stream("permute gradient", 2 * 16384, 2));
    assertThat(moving(block.router().forward(), "permute")).isEmpty();
    assertThat(moving(block.after().forward(), "unpermute")).isEmpty();
  }

  /** The card of a token multiplies it; two experts on the other card make it sort; 256 rows become 128 again. */
  @Test
  void copiesAreSortedOnBothSides() {
    MoeBlock block = block(Biases.NONE, 4, "bf16", COPIES);
    assertThat(moving(block.router().forward(), "permute")).containsExactly(MemoryPass.stream("permute", 16384, 4));
    assertThat(moving(block.routed().forward(), "sort", "sort back")).containsExactly(
        MemoryPass.stream("sort", 16384, 4), MemoryPass.stream("sort back", 16384, 4));
    assertThat(moving(block.after().forward(), "unpermute"))
        .containsExactly(MemoryPass.stream("unpermute", 16384 + 8192, 2));
  }

  /** One expert per card leaves nothing to sort, nor do experts that are all on the tokens' own card. */
  @Test
  void aSecondSortIsForSeveralExpertsOfManyCards() {
    assertThat(moving(block(Biases.NONE, 8, "bf16", COPIES).routed().forward(), "sort")).isEmpty();
    assertThat(moving(block(Biases.NONE, 1, "bf16", COPIES).routed().forward(), "sort")).isEmpty();
    assertThat(moving(block(Biases.NONE, 2, "bf16", COPIES).routed().forward(), "sort")).hasSize(1);
  }

  /** A generic scatter reads a row, and reads and writes the sum: 6 bytes, element by element. */
  @Test
  void genericKernelsConvert() {
    MoeBlock block = block(Biases.NONE, 4, "bf16", GENERIC);
    assertThat(moving(block.router().forward(), "permute")).containsExactly(MemoryPass.convert("permute", 16384, 4));
    assertThat(moving(block.after().forward(), "unpermute"))
        .containsExactly(MemoryPass.convert("unpermute", 16384, 6));
    assertThat(moving(block.router().backwardInput(), "permute gradient"))
        .containsExactly(MemoryPass.convert("permute gradient", 16384, 6));
  }

  /** Two experts: twice weighted and added (2 + 6), once joined (4); backward twice 4 + 2 + 4 + 2, once 4. */
  @Test
  void biasesOfExpertsAreAddedOneByOne() {
    MoeBlock block = block(Biases.LINEAR, 4, "bf16", ONCE);
    MoeBlock without = block(Biases.NONE, 4, "bf16", ONCE);
    assertThat(bytes(block.routed().forward()) - bytes(without.routed().forward())).isEqualTo(16384 * 12.0);
    assertThat(bytes(block.routed().backwardInput()) - bytes(without.routed().backwardInput()))
        .isEqualTo(16384 * 16.0);
    assertThat(block.routed().forward()).hasSize(without.routed().forward().size() + 2 * 2 + 1);
    assertThat(block.routed().backwardInput()).hasSize(without.routed().backwardInput().size() + 2 * 4 + 1);
  }

  /**
   * MXFP8 is quantised both ways at once: 16,384 elements of input and 8,192 of what FC2 reads are read in BF16 and
   * written twice; 16,384 of each gradient; nothing is left to transpose. FP8 in blocks quantises the input (3) and
   * transposes it later (2).
   */
  @Test
  void microscaledOperandsAreQuantisedBothWaysAtOnce() {
    Passes passes = block(Biases.NONE, 4, "mxfp8", ONCE).routed();
    assertThat(moving(passes.forward(), "expert input cast", "expert fc2 input cast")).containsExactly(
        MemoryPass.stream("expert input cast", 16384, 4),
        MemoryPass.stream("expert fc2 input cast", 8192, 4));
    assertThat(moving(passes.backwardInput(), "expert gradient cast", "expert fc1 gradient cast"))
        .containsExactly(
            MemoryPass.stream("expert gradient cast", 16384, 4),
            MemoryPass.stream("expert fc1 gradient cast", 16384, 4));
    assertThat(passes.weight()).allMatch(kernel -> kernel.flops() > 0);
    Passes blocks = block(Biases.NONE, 4, "fp8-block", ONCE).routed();
    assertThat(moving(blocks.forward(), "expert input cast"))
        .containsExactly(MemoryPass.convert("expert input cast", 16384, 3));
    assertThat(moving(blocks.weight(), "expert fc1 input transpose"))
        .containsExactly(MemoryPass.convert("expert fc1 input transpose", 16384, 2));
  }

  /** Where tokens travel in the format of the products, they are quantised before: 8,192 elements, and 1 byte moves. */
  @Test
  void narrowTokensAreQuantisedBeforeTheyTravel() {
    MoeBlock block = block(Biases.NONE, 4, "fp8-block", LayerSoftware.DEEPSEEK);
    assertThat(moving(block.router().forward(), "dispatch cast"))
        .containsExactly(MemoryPass.convert("dispatch cast", 8192, 3));
    assertThat(moving(block.routed().forward(), "permute")).containsExactly(MemoryPass.stream("permute", 16384, 2));
    assertThat(moving(block.routed().forward(), "expert input cast")).isEmpty();
  }

  private static double bytes(List<Kernel> kernels) {
    return kernels.stream().mapToDouble(Kernel::bytes).sum();
  }
}

package org.kilocard.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kilocard.input.InputException;
import org.kilocard.input.YamlDocument;

class GridReaderTest {
  private static final String TORUS =
      "tiers: [{name: ici, kind: torus, shape: [4, 4, 8], rate: 270 GB/s, latency: 1 us}]";
  private static final String MESH = "tiers: [{name: ub, kind: mesh-nd, shape: [8, 4], link_rates: [56 GB/s, 28 GB/s],"
      + " routing: detour, latency: 1 us}]";

  private static List<Tier> read(String text) {
    return TierReader.read(YamlDocument.parse("mine.yaml", text).listing("tiers"));
  }

  @Test
  void readsATorus() {
    Tier tier = read(TORUS).get(0);
    assertThat(tier.cards()).isEqualTo(OptionalInt.of(128));
    assertThat(tier.bytesPerSecond()).isCloseTo(270e9, within(1.0));
    Grid grid = tier.grid().orElseThrow();
    // 6 links share the rate of the card.
    assertThat(grid.linkBytesPerSecond()).containsExactly(45e9, 45e9, 45e9);
    assertThat(grid.wrap()).containsOnly(true);
    assertThat(grid.twisted()).isFalse();
    assertThat(read(TORUS.replace("rate:", "cards: 128, twisted: true, wrap: [true, true, true], rate:")).get(0)
        .grid().orElseThrow().twisted()).isTrue();
    // A dimension of two is one cable, not closed: 2 + 1 links.
    Grid small = read(TORUS.replace("[4, 4, 8]", "[4, 2]")).get(0).grid().orElseThrow();
    assertThat(small.wrap()).containsExactly(true, false);
    assertThat(small.linkBytesPerSecond()).containsExactly(90e9, 90e9);
  }

  @Test
  void readsAMesh() {
    Tier tier = read(MESH).get(0);
    // 7 links of 56 GB/s and 3 of 28 GB/s.
    assertThat(tier.bytesPerSecond()).isEqualTo(476e9);
    assertThat(tier.routing()).isEqualTo(Routing.DETOUR);
    assertThat(read(MESH.replace("routing: detour, ", "")).get(0).routing()).isEqualTo(Routing.SHORTEST);
  }

  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
      "[4, 4, 8]      | [4, 4, 1]              | tiers[0].shape[2]: must be a whole number from 2",
      "[4, 4, 8]      | []                     | tiers[0].shape: has 0 dimensions. A torus has 1 to 6.",
      "[4, 4, 8]      | [2, 2, 2, 2, 2, 2, 2]  | tiers[0].shape: has 7 dimensions",
      "[4, 4, 8]      | [4096, 4096, 4096]     | tiers[0].shape: has more than 16777216 cards",
      "shape: [4, 4, 8], | ``                  | tiers[0].shape: is missing",
      "rate:          | cards: 127, rate:      | tiers[0].cards: the shape 4 x 4 x 8 has 128 cards",
      "rate:          | wrap: [true], rate:    | tiers[0].wrap: has 1 entries for 3 dimensions",
      "[4, 4, 8],     | `[4, 2], wrap: [true, true],` | a dimension of 2 cards cannot be closed",
      "[4, 4, 8],     | `[4, 4, 4], twisted: true,`   | tiers[0].twisted: a torus of 4 x 4 x 4 cannot be twisted",
      "rate:          | `block: [4, 4, 3], rate:`     | 4 x 4 x 8 is not made of whole blocks of 4 x 4 x 3",
      "rate: 270 GB/s, | ``                    | tiers[0].rate: needs either rate or link_rates",
      "rate:          | `link_rates: [1 GB/s], rate:` | tiers[0].link_rates: needs either rate or link_rates",
      "rate: 270 GB/s | `link_rates: [1 GB/s]`        | tiers[0].link_rates: has 1 entries for 3 dimensions",
      "rate:          | rails: 2, rate:        | tiers[0].rails: is not a property of a torus. Only kind: clos",
      "rate:          | routing: detour, rate: | tiers[0].routing: is not a property of a torus",
      "rate:          | shap: 3, rate:         | tiers[0].shap: unknown key. Did you mean 'shape'?"
  })
  void badToriAreNamedWithTheirPlace(String good, String bad, String message) {
    refused(TORUS, good, bad, message);
  }

  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
      "detour  | ecmp             | tiers[0].routing: 'ecmp' is not for a mesh-nd. It has shortest, detour, borrow.",
      "routing | `wrap: [true, true], routing` | tiers[0].wrap: is not a property of a mesh-nd. Only kind: torus",
      "28 GB/s | 0 GB/s           | tiers[0].link_rates[1]: must be above zero",
      "kind: mesh-nd | kind: switch | tiers[0].shape: is not a property of a switch. Only kind: torus and kind: mesh-nd"
  })
  void badMeshesAreNamedWithTheirPlace(String good, String bad, String message) {
    refused(MESH, good, bad, message);
  }

  private static void refused(String text, String good, String bad, String message) {
    assertThat(text).contains(good);
    assertThatThrownBy(() -> read(text.replaceFirst(Pattern.quote(good), bad)))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("mine.yaml:1:")
        .hasMessageContaining(message);
  }

  private static String nodes(String rates) {
    return "tiers: [{name: nvlink, kind: switch, cards: 8, rate: 1 GB/s, latency: 1 us}, "
        + "{name: ici, kind: torus, shape: [4, 2], " + rates + ", latency: 1 us}, "
        + "{name: ib, kind: clos, cards: 128, rate: 1 GB/s, latency: 1 us}]";
  }

  @Test
  void theRateOfNodesIsThatOfTheirCards() {
    // 8 cards of 30 GB/s for 2 + 1 links of a node.
    Tier even = read(nodes("rate: 30 GB/s")).get(1);
    assertThat(even.cards()).isEqualTo(OptionalInt.of(64));
    assertThat(even.cardsPerVertex()).isEqualTo(8);
    assertThat(even.bytesPerSecond()).isEqualTo(30e9);
    assertThat(even.grid().orElseThrow().linkBytesPerSecond()).containsExactly(80e9, 80e9);
    // 2 · 100 + 40 GB/s out of a node are 30 GB/s of each of 8 cards.
    Tier links = read(nodes("link_rates: [100 GB/s, 40 GB/s]")).get(1);
    assertThat(links.bytesPerSecond()).isEqualTo(30e9);
    assertThat(links.grid().orElseThrow().linkBytesPerSecond()).containsExactly(100e9, 40e9);
    // Ports that are more than the links, or less.
    assertThat(read(nodes("rate: 50 GB/s, link_rates: [100 GB/s, 40 GB/s]")).get(1).bytesPerSecond()).isEqualTo(50e9);
  }

  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
      "rate: 30 GB/s  | cards: 8, rate: 30 GB/s | tiers[1].cards: the shape 4 x 2, of domains of 8, has 64 cards",
      "rate: 30 GB/s, | ``                      | tiers[1].rate: needs either rate or link_rates",
      "[4, 2]         | [2048, 2048]            | tiers[1].shape: has more than 16777216 cards",
      "cards: 128     | cards: 96               | tiers[2].cards: 96 is not a multiple of the 64 cards of the tier"
  })
  void badToriOfNodesAreNamedWithTheirPlace(String good, String bad, String message) {
    refused(nodes("rate: 30 GB/s"), good, bad, message);
  }

  private static String borrowing(String outside) {
    return MESH.replace("detour", "borrow").replaceFirst("}]$", "}" + outside + "]");
  }

  @Test
  void aMeshThatBorrowsNeedsSwitchesOutside() {
    String clos = ", {name: ib, kind: clos, rate: 1 GB/s, latency: 1 us}";
    assertThat(read(borrowing(clos)).get(0).routing()).isEqualTo(Routing.BORROW);
    assertThatThrownBy(() -> read(borrowing("")))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("mine.yaml:1:")
        .hasMessageContaining("tiers[0].routing: there is no tier outside to borrow from.")
        .hasMessageContaining("It borrows from the switches of the next outer tier: a switch, a clos, or a grid of such "
            + "meshes. Without one write routing: detour.");
    assertThatThrownBy(() -> read(borrowing(", {name: hccs, kind: full-mesh, cards: 64, rate: 1 GB/s, latency: 1 us}")))
        .hasMessageContaining("tiers[0].routing: the tier outside, 'hccs', is a full-mesh, without switches to borrow from");
    assertThatThrownBy(() -> read(TORUS.replace("rate:", "routing: borrow, rate:")))
        .hasMessageContaining("tiers[0].routing: is not a property of a torus");
  }

  @Test
  void onlyAMeshTakesDetours() {
    assertThatThrownBy(() -> read("tiers: [{name: ib, kind: clos, rate: 1 GB/s, latency: 1 us, routing: detour}]"))
        .hasMessageContaining("'detour' is not for a clos. It has ideal, ecmp, adaptive.");
  }
}

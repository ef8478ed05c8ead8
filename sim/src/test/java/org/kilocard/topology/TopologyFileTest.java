package org.kilocard.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kilocard.hardware.Stack;
import org.kilocard.hardware.StackFile;
import org.kilocard.input.Catalogue;
import org.kilocard.input.InputException;
import org.kilocard.input.Mapping;
import org.kilocard.input.YamlDocument;

class TopologyFileTest {
  private static final Catalogue CATALOGUE = new Catalogue(Path.of(".."));
  private static final String GOOD = """
      name: mine
      accelerator: h800
      stack: megatron-h800
      cards: 2048
      tiers:
        - {name: nvlink, kind: switch, cards: 8, rate: 200 GB/s, latency: 1 us, transport: memory}
        - {name: ib, kind: clos, cards: 2048, rate: 400 Gb/s, latency: 2.8 us, rails: 8, radix: 64, levels: 2,
           oversubscription: 1.5, routing: ecmp}
      """;

  @Test
  void readsEveryField() {
    Cluster cluster = read(GOOD);
    assertThat(cluster.name()).isEqualTo("mine");
    assertThat(cluster.accelerator().id()).isEqualTo("h800");
    assertThat(cluster.stack()).isEqualTo("megatron-h800");
    assertThat(cluster.cards()).hasValue(2048);
    // 400 Gb/s are 50 GB/s; 1 us are 1,000,000 ps.
    assertThat(cluster.tiers()).containsExactly(
        new Tier("nvlink", DomainKind.SWITCH, OptionalInt.of(8), 200e9, 1_000_000, 1, 2, 1, 1, Routing.IDEAL,
            Transport.MEMORY),
        new Tier("ib", DomainKind.CLOS, OptionalInt.of(2048), 50e9, 2_800_000, 8, 64, 2, 1.5, Routing.ECMP,
            Transport.MESSAGE));
    assertThat(cluster.tier("ib")).contains(cluster.tiers().get(1));
    assertThat(cluster.tier("ub")).isEmpty();
    assertThat(cluster.mostCards()).isEqualTo(2048);
  }

  @Test
  void theLastTierMayGrowWithTheJob() {
    Cluster cluster = read(GOOD.replace("cards: 2048\n", "").replace("cards: 2048, ", ""));
    assertThat(cluster.cards()).isEmpty();
    assertThat(cluster.tiers().get(1).cards()).isEmpty();
    assertThat(cluster.mostCards()).isEqualTo(Cluster.MOST_CARDS);
  }

  @Test
  void aScenarioMayHoldATopology() {
    Mapping scenario = YamlDocument.parse("scenarios/x.yaml", "topology: h800-nvl8-ib\nother:\n  "
        + GOOD.replace("\n", "\n  "));
    Path referrer = Path.of("scenarios/x.yaml");
    assertThat(TopologyFile.read(scenario.node("topology"), CATALOGUE, referrer).name())
        .isEqualTo("h800-nvl8-ib");
    assertThat(TopologyFile.read(scenario.node("other"), CATALOGUE, referrer).name()).isEqualTo("mine");
  }

  @Test
  void anotherStackMustKnowTheLinksAndTheCard() {
    Cluster cluster = read(GOOD);
    assertThat(cluster.misfits(StackFile.load(CATALOGUE, "deepseek-h800"))).isEmpty();
    Stack ascend = StackFile.load(CATALOGUE, "mindspeed-910c");
    assertThat(cluster.misfits(ascend)).containsExactly(
        "stack 'mindspeed-910c' has no constants for the links 'nvlink' of mine, only for ub, rdma",
        "stack 'mindspeed-910c' has no constants for the links 'ib' of mine, only for ub, rdma",
        "stack 'mindspeed-910c' uses 'npu-fusion' attention kernels, which h800 has no constants for,"
            + " only for fa3, fa2");
  }

  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
      "accelerator: h800  | accelerator: h80   | 2:14: accelerator: there is no 'h80' in topologies/hardware",
      "stack: megatron-h800 | stack: megatron-h8000 | 3:8: stack: there is no 'megatron-h8000'",
      "name: nvlink       | name: nvlnk        | 6:12: tiers[0].name: unknown link technology 'nvlnk'.",
      "name: nvlink       | name: nvlnk        | Did you mean 'nvlink'?",
      "name: nvlink       | name: ub           | Stack 'megatron-h800' has constants for: nvlink, ib",
      "name: ib           | name: nvlink       | tiers[1].name: there are two tiers 'nvlink'",
      "kind: switch       | kind: swich        | tiers[0].kind: unknown value 'swich'.",
      "kind: switch       | kind: swich        | Did you mean 'switch'?",
      "kind: clos         | kind: switch       | tiers[1].rails: is not a property of a switch",
      "cards: 8,          | cards: 7,          | tiers[1].cards: 2048 is not a multiple of the 7 cards",
      "cards: 8,          | cards: 2048,       | tiers[1].cards: 2048 is not a multiple of the 2048 cards",
      "cards: 8,          | cards: 1,          | tiers[0].cards: must be a whole number from 2 to 16777216",
      "cards: 8,          | cards: 20M,        | tiers[0].cards: must be a whole number from 2 to 16777216",
      "cards: 8,          | ``                 | tiers[0].cards: is missing",
      "rate: 200 GB/s     | rate: 0 GB/s       | tiers[0].rate: must be above zero",
      "rate: 200 GB/s     | rate: -1 GB/s      | tiers[0].rate: a rate cannot be negative",
      "rate: 200 GB/s     | rate: 200 Gbps/s   | tiers[0].rate: unknown rate unit",
      "rate: 200 GB/s     | rat: 200 GB/s      | tiers[0].rate: is missing. Is 'rat' a misspelling of it?",
      "latency: 1 us      | latency: 1         | tiers[0].latency: a time needs a unit",
      "rails: 8           | rails: 3           | tiers[1].rails: 3 rails do not divide the 8 cards",
      "rails: 8           | rails: 16          | tiers[1].rails: 16 rails do not divide the 8 cards",
      "radix: 64          | radix: 63          | tiers[1].radix: must be even, not 63",
      "oversubscription: 1.5 | oversubscription: 0.5 | oversubscription: must be a number from 1 to",
      "routing: ecmp      | routing: hash      | tiers[1].routing: unknown value 'hash'",
      "transport: memory  | transport: shared  | tiers[0].transport: unknown value 'shared'",
      "levels: 2          | level: 2           | tiers[1].level: unknown key. Did you mean 'levels'?",
      "cards: 2048        | cards: 2047        | cards: 2047 cards are no whole number of domains of 8 cards",
      "cards: 2048        | cards: 4096        | 4096 cards, but the outermost tier 'ib' joins only 2048",
      "cards: 2048        | card: 2048         | card: unknown key. Did you mean 'cards'?"
  })
  void badInputIsNamedWithItsPlace(String good, String bad, String message) {
    assertThat(GOOD).contains(good);
    assertThatThrownBy(() -> read(GOOD.replaceFirst(Pattern.quote(good), bad)))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("mine.yaml:")
        .hasMessageContaining(message);
  }

  @Test
  void aMeshHasAFixedNumberOfCardsAndAClusterHasTiers() {
    assertThatThrownBy(() -> read(GOOD.replaceFirst("(?s)tiers:.*",
        "tiers: [{name: nvlink, kind: full-mesh, rate: 1 GB/s, latency: 1 us}]")))
        .hasMessageContaining("A full mesh has a fixed number of links per card");
    assertThatThrownBy(() -> read(GOOD.replaceFirst("(?s)tiers:.*", "tiers: []")))
        .hasMessageContaining("tiers: is empty. A cluster has at least one tier.");
    assertThatThrownBy(() -> read(GOOD.replaceFirst("(?s)tiers:.*",
        "tiers: [{name: ib, kind: clos, rate: 1 GB/s, latency: 1 us, rails: 8}]")))
        .hasMessageContaining("Without a tier inside there is nothing to spread.");
  }

  private static Cluster read(String text) {
    return TopologyFile.read(YamlDocument.parse("mine.yaml", text), CATALOGUE);
  }
}

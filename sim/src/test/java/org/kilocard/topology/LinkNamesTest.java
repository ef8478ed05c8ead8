package org.kilocard.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LinkNamesTest {
  private static Tier grid(DomainKind kind, boolean twisted) {
    Grid grid = new Grid(List.of(4, 2, 2), List.of(true, true, true), twisted, List.of(), List.of(50e9, 50e9, 50e9));
    return Tier.grid("ici", kind, grid, 0, Routing.IDEAL, Transport.MESSAGE);
  }

  static Stream<Fabric> fabrics() {
    Tier outer = Tiers.crossbar("net", 0, 10);
    return Stream.of(
        new Fabric(List.of(Tiers.crossbar("node", 4, 100), outer), 10),
        new Fabric(List.of(Tiers.crossbar("node", 4, 100), Tiers.clos("net", 0, 10, 4, 4, 2)), 16),
        new Fabric(List.of(Tiers.clos("node", 8, 100, 1, 4, 1, Routing.ECMP), outer), 20),
        new Fabric(List.of(grid(DomainKind.TORUS, false), outer), 32),
        new Fabric(List.of(grid(DomainKind.TORUS, true), outer), 32),
        new Fabric(List.of(grid(DomainKind.MESH_ND, false), outer), 32),
        new Fabric(List.of(Tiers.crossbar("node", 4, 100), outer), 8, 1,
            List.of(new LinkFault(LinkName.parse("node[1].card[2]").orElseThrow(), 0.5))));
  }

  @ParameterizedTest
  @MethodSource("fabrics")
  void aLinkIsAmongThoseOfItsName(Fabric fabric) {
    for (int tier = 0; tier < 2; tier++) {
      for (int l = 0; l < fabric.links(tier).links(); l++) {
        LinkName name = fabric.linkName(tier, l);
        assertThat(fabric.links(tier).named(name)).as(name.toString()).contains(l);
        assertThat(LinkName.parse(name.toString())).contains(name);
      }
    }
  }

  @Test
  void theLinkBetweenTwoCardsOfAMeshHasBothInItsName() {
    // Domains of 4: link 6 leads from card 1 to card 2 of the first, 4 × 4 links later to those of the second.
    Fabric fabric = new Fabric(List.of(Tiers.mesh("xgmi", 4, 300), Tiers.crossbar("net", 0, 10)), 8);
    assertThat(fabric.linkName(0, 6)).hasToString("xgmi[0].card[1].card[2]");
    assertThat(fabric.linkName(0, 22)).hasToString("xgmi[1].card[1].card[2]");
    assertThat(fabric.linkName(1, 15)).hasToString("net.card[7]");
  }
}

package org.kilocard.collective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.kilocard.hardware.AcceleratorFile;
import org.kilocard.hardware.ProtocolUse;
import org.kilocard.hardware.Stacks;
import org.kilocard.hardware.TransportConstants;
import org.kilocard.input.Catalogue;
import org.kilocard.job.Communication;
import org.kilocard.job.Overlap;
import org.kilocard.job.UnitMode;
import org.kilocard.topology.Fabric;
import org.kilocard.topology.Grids;
import org.kilocard.topology.Pattern;
import org.kilocard.topology.Placement;
import org.kilocard.topology.Routing;
import org.kilocard.topology.Tier;
import org.kilocard.topology.Tiers;

/** A mesh of links of 10 GB/s and 1 us, which borrows from a Clos of 20 GB/s per card and 2 us. */
class BorrowingTest {
  private static final long US = 1_000_000;
  private static final double RATE = 20e9;

  private static Fabric fabric(Tier mesh) {
    return new Fabric(List.of(mesh, Tiers.clos("net", 0, RATE, 1, 64, 1)), 2 * mesh.cards().orElseThrow());
  }

  private static Fabric square(Routing routing) {
    return fabric(Grids.mesh(routing, 4, 4));
  }

  private static Placement first(Fabric fabric, int cards) {
    return new Placement(fabric, IntStream.range(0, cards).toArray());
  }

  private static TransportConstants transport(String name, double unitBytesPerSecond) {
    return new TransportConstants(name,
        List.of(Stacks.protocol("simple", ProtocolUse.RING, 5 * US, 2 * US, 0.8, unitBytesPerSecond),
            Stacks.protocol("pairs", ProtocolUse.EXCHANGE, 3 * US, 0.5 * US, 0.5, unitBytesPerSecond)),
        Stacks.constant(4), Stacks.constant(0), Stacks.constant(0));
  }

  private static Wires wires(double unitBytesPerSecond) {
    return new Wires(
        Stacks.of(false, transport("ici", unitBytesPerSecond), transport("net", unitBytesPerSecond)),
        new Communication(UnitMode.SHARED, 0, new Overlap(true, true, true, true, true), Map.of()),
        AcceleratorFile.load(new Catalogue(Path.of("..")), "h100"));
  }

  private static Plan plan(Operation operation, long bytes, Placement placement) {
    return new AutoPlanner(wires(0)).plan(Call.of("x", operation, bytes), placement);
  }

  @Test
  void aGatherIsSplitSoThatBothWaysEndTogether() {
    // Of 1.6 GB each of 16 cards receives 1.5 GB: 3/4 over 6 links of the mesh, 60 GB/s, 1/4 over 20 GB/s; 1.5 GB at 0.8 ·
    // 80 GB/s. 6 steps, 2 + 2 us each on the Clos, which are longer than 1 + 2 us on the mesh.
    Placement all = first(square(Routing.BORROW), 16);
    Plan plan = plan(Operation.ALL_GATHER, 1_600_000_000, all);
    assertThat(plan.algorithm()).isEqualTo("multi-ring simple, borrowing");
    assertThat(plan.flows()).extracting(TierFlow::tier).containsExactly(0, 1);
    assertThat(plan.flows().get(0).bytes()).isCloseTo(0.75 * 1.5e9, within(1.0));
    assertThat(plan.flows().get(1).bytes()).isCloseTo(0.25 * 1.5e9, within(1.0));
    assertThat(plan.startupPs()).isEqualTo(5 * US + 6 * 4 * US);
    assertThat(Prediction.seconds(plan, all)).isCloseTo(29e-6 + 1.5e9 / 64e9, within(1e-12));
    // Below the lower bound it may not fall: 1.5 GB through all ports, or half of that into a half of the cards.
    assertThat((double) plan.boundPs()).isCloseTo(1.5e9 / 80e9 * 1e12 + US, within(1.0));
  }

  @Test
  void aMessageTakesAllWaysOfItsLineAndTheClos() {
    // Three ways of 10 GB/s from card 0 to 1 of a line of four, and 20 GB/s.
    Plan plan = plan(Operation.SEND, 1_000_000_000, first(square(Routing.BORROW), 2));
    assertThat(plan.flows().get(0).bytes()).isCloseTo(0.6e9, within(1.0));
    assertThat(plan.flows().get(1).bytes()).isCloseTo(0.4e9, within(1.0));
    // Between two meshes the Clos is the way, and nothing can be borrowed.
    Placement far = new Placement(square(Routing.BORROW), 0, 16);
    assertThat(far.lender()).isEmpty();
    assertThat(plan(Operation.SEND, 1_000_000_000, far).flows()).extracting(TierFlow::tier).containsExactly(1);
  }

  @Test
  void whatIsShortStaysInTheMesh() {
    // Of 64 KiB the mesh moves 60 KiB in 1.3 us; what the Clos saves is less than its 6 steps cost.
    Placement borrowing = first(square(Routing.BORROW), 16);
    Plan plan = plan(Operation.ALL_GATHER, 1 << 16, borrowing);
    assertThat(plan.algorithm()).isEqualTo("multi-ring simple");
    Plan same = plan(Operation.ALL_GATHER, 1 << 16, first(square(Routing.DETOUR), 16));
    assertThat(Prediction.seconds(plan, borrowing)).isEqualTo(
        Prediction.seconds(same, first(square(Routing.DETOUR), 16)));
  }

  @Test
  void theUnitsOfACardDriveBothWaysTogether() {
    // 4 units of 10 GB/s: 1.5 GB at 40 GB/s, as with the mesh alone.
    Placement all = first(square(Routing.BORROW), 16);
    Plan plan = new TorusRing().plan(Call.of("x", Operation.ALL_GATHER, 1_600_000_000), all, wires(10e9));
    assertThat(plan.flows()).hasSize(2);
    assertThat(Prediction.seconds(plan, all)).isCloseTo(29e-6 + 1.5e9 / 40e9, within(1e-12));
  }

  static LongStream seeds() {
    return LongStream.range(0, Long.getLong("kilocard.seeds", 60));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void neverSlowerThanTheMeshAloneAndNeverBelowTheBound(long seed) {
    Random random = new Random(seed);
    int[] shape = random.ints(1 + random.nextInt(3), 2, 6).toArray();
    Fabric lent = fabric(Grids.mesh(Routing.BORROW, shape));
    Fabric own = fabric(Grids.mesh(Routing.DETOUR, shape));
    int[] drawn = IntStream.range(0, lent.cards() / 2).filter(c -> random.nextInt(3) > 0).toArray();
    int[] members = drawn.length < 2 ? new int[] {0, 1} : drawn;
    Placement placement = new Placement(lent, members);
    for (Operation operation : List.of(Operation.ALL_REDUCE, Operation.ALL_GATHER, Operation.ALL_TO_ALL,
        Operation.BROADCAST, Operation.SHIFT)) {
      Plan plan = plan(operation, 1L << random.nextInt(34), placement);
      Plan alone = plan(operation, 0, placement);
      assertThat(alone.flows()).isEmpty();
      assertThat(plan.alonePs(placement)).as("%s on %s", operation, placement.tiers())
          .isGreaterThanOrEqualTo(plan.boundPs());
      for (TierFlow flow : plan.flows()) {
        assertThat(placement.heaviest(flow.pattern(), 1)).isEqualTo(placement.heaviest(flow.pattern(), 0));
      }
      long bytes = 1L << 20 + random.nextInt(12);
      assertThat(plan(operation, bytes, placement).alonePs(placement)).isLessThanOrEqualTo(
          plan(operation, bytes, new Placement(own, members)).alonePs(new Placement(own, members)));
    }
  }

  @Test
  void theLenderCarriesWhatTheMeshDoes() {
    Placement all = first(square(Routing.BORROW), 16);
    for (Pattern pattern : List.of(Pattern.RING, Pattern.PAIRS, Pattern.SHIFT)) {
      double[] out = {0};
      all.spread(pattern, 1, (link, bytes) -> out[0] += link % 2 == 0 ? bytes : 0);
      assertThat(out[0]).isCloseTo(16 * all.weight(pattern, 0, 0), within(1e-12));
      assertThat(all.secondsPerByte(pattern, 1)).isCloseTo(all.weight(pattern, 0, 0) / RATE, within(1e-20));
    }
  }
}

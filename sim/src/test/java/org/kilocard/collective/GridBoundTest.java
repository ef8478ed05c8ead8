package org.kilocard.collective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.kilocard.topology.Fabric;
import org.kilocard.topology.Grids;
import org.kilocard.topology.Pattern;
import org.kilocard.topology.Placement;
import org.kilocard.topology.Routing;
import org.kilocard.topology.Tier;
import org.kilocard.topology.Tiers;

class GridBoundTest {
  private static final long BYTES = 1_000_000_000L;

  static LongStream seeds() {
    return LongStream.range(0, Long.getLong("kilocard.seeds", 60));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void nothingBeatsTheBound(long seed) {
    Random random = new Random(seed);
    int[] shape = random.ints(1 + random.nextInt(3), 2, 7).toArray();
    Tier tier = switch (random.nextInt(5)) {
      case 0 -> Grids.open(shape);
      case 1 -> Grids.torus(shape);
      case 2 -> Grids.twisted(3, 6, 3);
      case 3 -> Grids.mesh(Routing.DETOUR, shape);
      default -> Grids.mesh(Routing.SHORTEST, shape);
    };
    int stride = 1 + random.nextInt(3);
    int[] drawn = Arrays.stream(Grids.all(tier))
        .filter(c -> seed % 2 == 0 ? random.nextInt(3) > 0 : c % stride == 0)
        .toArray();
    nothingBeatsTheBound(Grids.place(tier, drawn.length < 2 ? Grids.all(tier) : drawn));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void nothingBeatsTheBoundOfNodes(long seed) {
    Random random = new Random(~seed);
    int[] shape = random.ints(1 + random.nextInt(3), 2, 5).toArray();
    Tier grid = switch (random.nextInt(4)) {
      case 0 -> Grids.open(shape);
      case 1 -> Grids.torus(shape);
      case 2 -> Grids.mesh(Routing.DETOUR, shape);
      default -> Grids.mesh(Routing.SHORTEST, shape);
    };
    int node = 2 + random.nextInt(3);
    int cards = node * grid.cards().orElseThrow();
    double port = Grids.LINK * (0.2 + random.nextDouble());
    Fabric fabric = new Fabric(
        List.of(Tiers.crossbar("node", node, (0.5 + random.nextDouble()) * 1e11), Grids.of(node, port, grid)), cards);
    int some = 1 + random.nextInt(3);
    int[] drawn = IntStream.range(0, cards).filter(c -> random.nextInt(some) == 0).toArray();
    nothingBeatsTheBound(new Placement(fabric, drawn.length < 2 ? new int[] {0, cards - 1} : drawn));
  }

  private static void nothingBeatsTheBound(Placement group) {
    double n = group.size();
    check(Operation.ALL_GATHER, Pattern.RING, (n - 1) / n, group);
    check(Operation.REDUCE_SCATTER, Pattern.RING, (n - 1) / n, group);
    check(Operation.ALL_REDUCE, Pattern.RING, 2 * (n - 1) / n, group);
    check(Operation.ALL_TO_ALL, Pattern.PAIRS, 1, group);
    int topK = 4;
    Routed routed = new Routed(1000, topK, 8 * group.size(), 1, 1, 1);
    double bound = Bound.ofPs(new Call("x", Operation.DISPATCH, BYTES, Optional.of(routed)), group, t -> false);
    assertThat(time(Pattern.PAIRS, topK, group)).isGreaterThanOrEqualTo(bound);
  }

  private static double time(Pattern pattern, double factor, Placement group) {
    double slowest = 0;
    for (int tier = 0; tier <= group.top(); tier++) {
      slowest = Math.max(slowest, factor * BYTES * group.secondsPerByte(pattern, tier) * 1e12);
    }
    return 1 + group.latencyPs(pattern, group.top()) + slowest;
  }

  private static void check(Operation operation, Pattern pattern, double factor, Placement group) {
    double bound = Bound.ofPs(Call.of("x", operation, BYTES), group, t -> false);
    assertThat(bound).isPositive();
    assertThat(time(pattern, factor, group))
        .as("%s of %d on %s", operation, group.size(), group.tiers())
        .isGreaterThanOrEqualTo(bound * (1 - 1e-9));
  }

  @Test
  void whereTheBisectionIsNarrowTheBoundIsReached() {
    // 16 cards in a ring, 1 GB each: 8 send half of it, 4 GB over 2 links of 10 GB/s, 200 ms. Their own 2
    // links would allow 46.9 ms.
    Tier ring = Grids.torus(16);
    Placement group = Grids.place(ring, Grids.all(ring));
    double bound = Bound.ofPs(Call.of("x", Operation.ALL_TO_ALL, BYTES), group, t -> false);
    assertThat(bound).isCloseTo(200e9 + 1e6, within(1.0));
    assertThat(1e12 * BYTES * group.secondsPerByte(Pattern.PAIRS, 0)).isCloseTo(200e9, within(1.0));
    // A gather brings 15/16 GB over 2 links: the ports bind, 46.9 ms.
    assertThat((double) Bound.ofPs(Call.of("x", Operation.ALL_GATHER, BYTES), group, t -> false))
        .isCloseTo(15 / 16.0 / 20 * 1e12 + 1e6, within(1.0));
  }
}

package org.kilocard.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FairShareTest {
  private static final double NONE = Double.POSITIVE_INFINITY;

  /** A flow of one byte on each link. */
  private static Load plain(double cap, int... links) {
    double[] bytes = new double[links.length];
    Arrays.fill(bytes, 1);
    return new Load(links, bytes, 1, cap);
  }

  private static double[] rates(double[] capacity, Load... flows) {
    double[] rates = new double[flows.length];
    new FairShare(capacity).solve(flows, flows.length, rates);
    return rates;
  }

  private static double[] capacities(double... capacity) {
    return capacity;
  }

  @Test
  void aFlowAloneGetsItsSlowestLink() {
    // 3 bytes on a link of 10 bytes/s take 0.3 s, 1 byte on one of 2 takes 0.5 s: twice per second.
    assertThat(rates(capacities(10, 2), new Load(new int[] {0, 1}, new double[] {3, 1}, 3, NONE)))
        .containsExactly(2);
  }

  @Test
  void flowsOnOneLinkGetEqualShares() {
    assertThat(rates(capacities(12), plain(NONE, 0), plain(NONE, 0), plain(NONE, 0)))
        .containsExactly(4, 4, 4);
  }

  @Test
  void aLongFlowLeavesTheRestOfTheWideLinkToTheShortOne() {
    // Links of 10 and 4; A on both, B on the first, C on the second. A and C share the 4: 2 each. B gets 10 -
    // 2.
    assertThat(rates(capacities(10, 4), plain(NONE, 0, 1), plain(NONE, 0), plain(NONE, 1)))
        .containsExactly(2, 8, 2);
  }

  @Test
  void aCappedFlowLeavesTheRestToTheOthers() {
    // 12 for three, one takes no more than 1: (12 - 1) / 2 for the others.
    assertThat(rates(capacities(12), plain(NONE, 0), plain(1, 0), plain(NONE, 0)))
        .containsExactly(5.5, 1, 5.5);
  }

  @Test
  void capsAloneSetTheRatesOfWideLinks() {
    assertThat(rates(capacities(100), plain(3, 0), plain(7, 0))).containsExactly(3, 7);
  }

  @Test
  void theSizeOfATransferDoesNotChangeItsShareOfThePort() {
    // 10 bytes and 40 bytes to move over one port of 8 bytes/s: 4 bytes/s each, 0.4 and 0.1 of the transfers.
    Load small = new Load(new int[] {0}, new double[] {10}, 10, NONE);
    Load large = new Load(new int[] {0}, new double[] {40}, 40, NONE);
    assertThat(rates(capacities(8), small, large)).containsExactly(0.4, 0.1);
  }

  @Test
  void aTrunkIsSharedByTheNumberOfThreads() {
    // Ports of 10, a trunk of 8 (link 0). A ring of three cards climbs with three threads, a message with
    // one: each thread gets 2, the ring 6 of the trunk.
    Load ring = new Load(new int[] {0, 1, 2, 3}, new double[] {3, 1, 1, 1}, 1, NONE);
    assertThat(rates(capacities(8, 10, 10, 10, 10), ring, plain(NONE, 0, 4))).containsExactly(2, 2);
  }

  @Test
  void usedIsTheShareOfTheCapacityGivenAway() {
    FairShare share = new FairShare(10, 4, 5);
    share.solve(new Load[] {plain(NONE, 0, 1)}, 1, new double[1]);
    assertThat(IntStream.range(0, share.links()).mapToDouble(share::used)).containsExactly(0.4, 1.0, 0.0);
  }

  @Test
  void entriesBeyondTheCountAreIgnored() {
    double[] rates = {-1, -1};
    new FairShare(6).solve(new Load[] {plain(NONE, 0), plain(NONE, 0)}, 1, rates);
    assertThat(rates).containsExactly(6, -1);
  }

  @Test
  void moreFlowsThanBeforeAreNoProblem() {
    FairShare share = new FairShare(100);
    for (int n = 1; n <= 100; n++) {
      Load[] flows = new Load[n];
      Arrays.fill(flows, plain(NONE, 0));
      double[] rates = new double[n];
      share.solve(flows, n, rates);
      assertThat(rates).containsOnly(new double[] {100.0 / n}, within(1e-12));
    }
  }

  @Test
  void doublingEveryCapacityCanSlowAFlowBesideCappedOnes() {
    // Three links of 3, each with two flows capped at 1 and one flow B that goes on over a link of 7 which C
    // is on too. All get 1, C the other 4. Doubled, B could have 6 - 2 = 4, and the 14 are shared by four: C
    // falls to 3.5.
    Load[] flows = {
      plain(1, 0), plain(1, 0), plain(NONE, 0, 3), plain(1, 1), plain(1, 1), plain(NONE, 1, 3),
      plain(1, 2), plain(1, 2), plain(NONE, 2, 3), plain(NONE, 3)};
    assertThat(rates(capacities(3, 3, 3, 7), flows)[9]).isEqualTo(4);
    assertThat(rates(capacities(6, 6, 6, 14), flows)[9]).isEqualTo(3.5);
  }

  @Test
  void impossibleLinksAndLoadsAreRefused() {
    assertThatThrownBy(() -> new FairShare(1, 0)).hasMessageContaining("positive finite rate");
    assertThatThrownBy(() -> new FairShare(Double.NaN)).hasMessageContaining("positive finite rate");
    assertThatThrownBy(() -> plain(NONE)).hasMessageContaining("at least one link");
    assertThatThrownBy(() -> plain(0, 1)).hasMessageContaining("positive cap");
    assertThatThrownBy(() -> new Load(new int[] {0}, new double[] {0}, 1, NONE))
        .hasMessageContaining("positive");
    assertThatThrownBy(() -> new Load(new int[] {0}, new double[] {1}, 0, NONE))
        .hasMessageContaining("measure");
    assertThatThrownBy(() -> new Load(new int[] {0}, new double[] {1, 1}, 1, NONE)).isNotNull();
  }

  /** A network of up to 12 links and 15 flows; some capacities, loads and caps are equal. */
  private record Drawn(double[] capacity, Load[] flows) {
    static Drawn of(long seed) {
      Random random = new Random(seed);
      double[] capacity = new double[1 + random.nextInt(12)];
      Arrays.setAll(capacity, l -> random.nextBoolean() ? 10 : 1 + 99 * random.nextDouble());
      Load[] flows = new Load[1 + random.nextInt(15)];
      for (int f = 0; f < flows.length; f++) {
        int[] links = random.ints(0, capacity.length).limit(1 + random.nextInt(4)).distinct().toArray();
        double[] bytes = new double[links.length];
        Arrays.setAll(bytes, i -> random.nextBoolean() ? 1 : 0.1 + 9 * random.nextDouble());
        flows[f] = new Load(links, bytes, 0.1 + 9 * random.nextDouble(),
            random.nextInt(3) == 0 ? 0.1 + 20 * random.nextDouble() : NONE);
      }
      return new Drawn(capacity, flows);
    }

    double[] rates() {
      return FairShareTest.rates(capacity, flows);
    }

    double[] used(double[] rates) {
      double[] used = new double[capacity.length];
      for (int f = 0; f < flows.length; f++) {
        double rate = rates[f];
        flows[f].forEach((link, bytes) -> used[link] += bytes * rate);
      }
      return used;
    }
  }

  static LongStream seeds() {
    return LongStream.range(0, 300);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void progressiveFillingIsWhatTheDefinitionSays(long seed) {
    Drawn drawn = Drawn.of(seed);
    double[] expected = BruteForceShare.solve(drawn.capacity(), drawn.flows());
    double[] actual = drawn.rates();
    for (int f = 0; f < expected.length; f++) {
      assertThat(actual[f]).as("flow %d", f).isCloseTo(expected[f], within(expected[f] * 1e-9));
    }
  }

  /**
   * A flow below its cap has a full link on which no other is faster: raising it would take from a slower
   * one.
   */
  @ParameterizedTest
  @MethodSource("seeds")
  void everyFlowHasABottleneckOrItsCap(long seed) {
    Drawn drawn = Drawn.of(seed);
    double[] rates = drawn.rates();
    double[] used = drawn.used(rates);
    for (int l = 0; l < used.length; l++) {
      assertThat(used[l]).isLessThanOrEqualTo(drawn.capacity()[l] * (1 + 1e-9));
    }
    for (int f = 0; f < rates.length; f++) {
      Load flow = drawn.flows()[f];
      double speed = rates[f] * flow.measure();
      assertThat(rates[f]).isPositive().isLessThanOrEqualTo(flow.cap() * (1 + 1e-9));
      boolean[] bottleneck = new boolean[1];
      flow.forEach((link, bytes) -> bottleneck[0] |= used[link] >= drawn.capacity()[link] * (1 - 1e-9)
          && speed >= fastest(drawn, rates, link) * (1 - 1e-9));
      assertThat(bottleneck[0] || rates[f] >= flow.cap() * (1 - 1e-9)).as("flow %d", f).isTrue();
    }
  }

  private static double fastest(Drawn drawn, double[] rates, int link) {
    double[] fastest = new double[1];
    for (int f = 0; f < rates.length; f++) {
      double speed = rates[f] * drawn.flows()[f].measure();
      drawn.flows()[f].forEach((l, bytes) ->
          fastest[0] = l == link ? Math.max(fastest[0], speed) : fastest[0]);
    }
    return fastest[0];
  }

  /** Twice the capacities and twice the caps: twice the rates. */
  @ParameterizedTest
  @MethodSource("seeds")
  void ratesScaleWithCapacitiesAndCaps(long seed) {
    Drawn drawn = Drawn.of(seed);
    Load[] doubled = Arrays.stream(drawn.flows()).map(flow -> {
      int[] links = new int[flow.size()];
      double[] bytes = new double[flow.size()];
      Arrays.setAll(links, flow::link);
      Arrays.setAll(bytes, flow::bytes);
      return new Load(links, bytes, flow.measure(), 2 * flow.cap());
    }).toArray(Load[]::new);
    double[] rates = rates(Arrays.stream(drawn.capacity()).map(c -> 2 * c).toArray(), doubled);
    double[] before = drawn.rates();
    for (int f = 0; f < rates.length; f++) {
      assertThat(rates[f]).isEqualTo(2 * before[f]);
    }
  }

  /** More capacity anywhere: the slowest is no slower; if as slow, the next is no slower, and so on. */
  @ParameterizedTest
  @MethodSource("seeds")
  void moreCapacityNeverHurtsTheSlowest(long seed) {
    Drawn drawn = Drawn.of(seed);
    Random random = new Random(seed);
    double[] wider = Arrays.stream(drawn.capacity()).map(c -> c * (1 + random.nextInt(3))).toArray();
    double[] before = speeds(drawn, drawn.rates());
    double[] after = speeds(drawn, rates(wider, drawn.flows()));
    for (int i = 0; i < before.length; i++) {
      assertThat(after[i]).as("speed %d of %s, was %s", i, Arrays.toString(after), Arrays.toString(before))
          .isGreaterThanOrEqualTo(before[i] * (1 - 1e-9));
      if (after[i] > before[i] * (1 + 1e-9)) {
        break;
      }
    }
  }

  private static double[] speeds(Drawn drawn, double[] rates) {
    double[] speeds = new double[rates.length];
    Arrays.setAll(speeds, f -> rates[f] * drawn.flows()[f].measure());
    Arrays.sort(speeds);
    return speeds;
  }
}

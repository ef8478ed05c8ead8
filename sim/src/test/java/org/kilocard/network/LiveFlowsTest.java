package org.kilocard.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LiveFlowsTest {
  private static final double NONE = Double.POSITIVE_INFINITY;

  private static Load on(int... links) {
    double[] bytes = new double[links.length];
    Arrays.fill(bytes, 1);
    return new Load(links, bytes, 1, NONE);
  }

  private static Set<Integer> settled(LiveFlows flows) {
    Set<Integer> settled = new HashSet<>();
    int n = flows.settle();
    IntStream.range(0, n).forEach(i -> settled.add(flows.settled(i)));
    assertThat(settled).hasSize(n);
    return settled;
  }

  @Test
  void onlyWhatIsConnectedIsSharedAnew() {
    LiveFlows flows = new LiveFlows(10, 10, 10, 10);
    int a = flows.add(on(0, 1));
    int b = flows.add(on(1, 2));
    int c = flows.add(on(3));
    assertThat(settled(flows)).containsExactlyInAnyOrder(a, b, c);
    // Link 1 is shared by two: 5 each. Link 3 has one flow.
    assertThat(new double[] {flows.rate(a), flows.rate(b), flows.rate(c)}).containsExactly(5, 5, 10);

    int d = flows.add(on(0));
    // d meets a on link 0, and a meets b on link 1.
    assertThat(settled(flows)).containsExactlyInAnyOrder(a, b, d);

    flows.remove(c);
    assertThat(settled(flows)).isEmpty();
    flows.remove(a);
    assertThat(settled(flows)).containsExactlyInAnyOrder(b, d);
    assertThat(flows.rate(b)).isEqualTo(10);
    assertThat(settled(flows)).isEmpty();
  }

  @Test
  void thePeakOfALinkOutlivesItsFlows() {
    LiveFlows flows = new LiveFlows(10, 4);
    int a = flows.add(on(0, 1));
    flows.settle();
    flows.remove(a);
    flows.settle();
    assertThat(flows.isEmpty()).isTrue();
    assertThat(flows.peak(0)).isEqualTo(0.4);
    assertThat(flows.peak(1)).isEqualTo(1);
  }

  static LongStream seeds() {
    return LongStream.range(0, 100);
  }

  /** Flows that come and go at random always have the rates that sharing all links among all of them gives. */
  @ParameterizedTest
  @MethodSource("seeds")
  void partsGetWhatTheWholeWouldGive(long seed) {
    Random random = new Random(seed);
    double[] capacity = new double[1 + random.nextInt(30)];
    Arrays.setAll(capacity, l -> random.nextBoolean() ? 10 : 1 + 99 * random.nextDouble());
    LiveFlows flows = new LiveFlows(capacity);
    List<Integer> names = new ArrayList<>();
    List<Load> loads = new ArrayList<>();
    for (int step = 0; step < 60; step++) {
      for (int change = 1 + random.nextInt(3); change > 0; change--) {
        if (!names.isEmpty() && random.nextInt(5) < 2) {
          int i = random.nextInt(names.size());
          flows.remove(names.remove(i));
          loads.remove(i);
        } else {
          Load load = draw(random, capacity.length);
          names.add(flows.add(load));
          loads.add(load);
        }
      }
      double[] before = names.stream().mapToDouble(flows::rate).toArray();
      Set<Integer> settled = settled(flows);
      double[] whole = new double[loads.size()];
      new FairShare(capacity).solve(loads.toArray(Load[]::new), loads.size(), whole);
      for (int i = 0; i < whole.length; i++) {
        double rate = flows.rate(names.get(i));
        assertThat(rate).as("flow %d in step %d", i, step).isCloseTo(whole[i], within(whole[i] * 1e-12));
        assertThat(settled.contains(names.get(i)) || rate == before[i]).isTrue();
      }
      assertThat(flows.isEmpty()).isEqualTo(names.isEmpty());
    }
  }

  private static Load draw(Random random, int links) {
    int[] crossed = random.ints(0, links).limit(1 + random.nextInt(3)).distinct().toArray();
    double[] bytes = new double[crossed.length];
    Arrays.setAll(bytes, i -> random.nextBoolean() ? 1 : 0.1 + 9 * random.nextDouble());
    return new Load(crossed, bytes, 0.1 + 9 * random.nextDouble(),
        random.nextInt(3) == 0 ? 0.1 + 20 * random.nextDouble() : NONE);
  }
}

package org.kilocard.collective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoutedTest {
  private static Routed routed(int topK, int experts, int limit, int groups) {
    return new Routed(1, topK, experts, limit, groups, 1);
  }

  @Test
  void aTokenReachesOneDomainOfOne() {
    assertThat(routed(8, 256, 4, 8).expectedDomains(1)).isEqualTo(1);
  }

  @Test
  void withADomainPerExpertEveryExpertIsOne() {
    assertThat(routed(8, 256, 4, 8).expectedDomains(256)).isCloseTo(8, within(1e-12));
  }

  @Test
  void deepSeekReachesFourNodesOfEight() {
    // 8 of 256 experts in 4 of 8 groups, which are nodes: each of the 4 nodes is missed if all 8 experts fall
    // on the other 96 of 128: 96/128 · 95/127 · … · 89/121.
    double miss = 1;
    for (int i = 0; i < 8; i++) {
      miss *= (96.0 - i) / (128 - i);
    }
    assertThat(miss).isCloseTo(0.0926, within(5e-4));
    assertThat(routed(8, 256, 4, 8).expectedDomains(8)).isCloseTo(4 * (1 - miss), within(1e-12));
  }

  @Test
  void twoExpertsOnTwoDomains() {
    // 2 of 4 experts, 2 per domain: both in one domain with 1/3, so 1 · 1/3 + 2 · 2/3.
    assertThat(routed(2, 4, 1, 1).expectedDomains(2)).isCloseTo(5 / 3.0, within(1e-12));
    // With a limit of one of two groups, both are in the one domain that holds the group.
    assertThat(routed(2, 4, 1, 2).expectedDomains(2)).isCloseTo(1, within(1e-12));
  }

  /** Every choice of groups, then every choice of experts among theirs, each as likely as the others. */
  @ParameterizedTest
  @CsvSource({
    // topK, experts, limit, groups, domains
    "3, 8, 1, 1, 4", "3, 8, 2, 4, 2", "3, 8, 2, 4, 4", "3, 8, 2, 4, 8", "2, 12, 2, 3, 2", "4, 12, 2, 3, 6",
    // domains that hold a group and a part of the next, or that hold unequally many experts
    "3, 12, 2, 4, 3", "3, 12, 2, 6, 4", "3, 12, 1, 3, 2", "2, 12, 3, 4, 2", "3, 10, 2, 5, 3",
    "2, 10, 1, 2, 4",
    "4, 12, 2, 2, 5", "1, 9, 2, 3, 7", "5, 12, 2, 4, 8"})
  void expectationIsThatOfAllChoices(int topK, int experts, int limit, int groups, int domains) {
    assertThat(routed(topK, experts, limit, groups).expectedDomains(domains))
        .isCloseTo(enumerated(topK, experts, limit, groups, domains), within(1e-12));
  }

  private static double enumerated(int topK, int experts, int limit, int groups, int domains) {
    int perGroup = experts / groups;
    int[] domainOf = new int[experts];
    for (int d = 0; d < domains; d++) {
      for (int e = d * experts / domains; e < (d + 1) * experts / domains; e++) {
        domainOf[e] = d;
      }
    }
    double sum = 0;
    List<int[]> groupChoices = subsets(IntStream.range(0, groups).toArray(), limit);
    for (int[] chosen : groupChoices) {
      int[] among = IntStream.range(0, experts)
          .filter(e -> IntStream.of(chosen).anyMatch(g -> g == e / perGroup)).toArray();
      sum += subsets(among, topK).stream()
          .mapToLong(token -> IntStream.of(token).map(e -> domainOf[e]).distinct().count())
          .average().orElseThrow();
    }
    return sum / groupChoices.size();
  }

  private static List<int[]> subsets(int[] of, int size) {
    List<int[]> found = new ArrayList<>();
    for (int bits = 0; bits < 1 << of.length; bits++) {
      if (Integer.bitCount(bits) == size) {
        int chosen = bits;
        found.add(IntStream.range(0, of.length).filter(i -> (chosen >> i & 1) == 1).map(i -> of[i])
            .toArray());
      }
    }
    return found;
  }

  /**
   * 200,000 tokens: the mean of up to 10 domains with a deviation below 2 is known to 2/√200,000 = 0.0045.
   */
  @ParameterizedTest
  @CsvSource({"8, 256, 4, 8, 8", "8, 256, 4, 8, 64", "6, 160, 3, 8, 20", "6, 160, 3, 8, 10",
      "8, 256, 1, 1, 32"})
  void expectationIsTheMeanOfManyTokens(int topK, int experts, int limit, int groups, int domains) {
    Random random = new Random(7);
    int tokens = 200_000;
    long sum = 0;
    int[] order = IntStream.range(0, experts).toArray();
    int[] groupOrder = IntStream.range(0, groups).toArray();
    for (int t = 0; t < tokens; t++) {
      draw(random, groupOrder, limit);
      int perGroup = experts / groups;
      int from = 0;
      for (int g = 0; g < limit; g++) {
        for (int e = 0; e < perGroup; e++) {
          order[from++] = groupOrder[g] * perGroup + e;
        }
      }
      int[] among = java.util.Arrays.copyOf(order, from);
      draw(random, among, topK);
      sum += IntStream.range(0, topK).map(i -> among[i] * domains / experts).distinct().count();
    }
    assertThat(routed(topK, experts, limit, groups).expectedDomains(domains))
        .isCloseTo(sum / (double) tokens, within(5 * 0.0045));
  }

  /** Moves {@code count} of the values, drawn evenly, to the front. */
  private static void draw(Random random, int[] values, int count) {
    for (int i = 0; i < count; i++) {
      int j = i + random.nextInt(values.length - i);
      int value = values[i];
      values[i] = values[j];
      values[j] = value;
    }
  }

  @Test
  void impossibleRoutingsAreRefused() {
    assertThatThrownBy(() -> routed(3, 8, 1, 4)).hasMessageContaining("top-3 of 8 experts, 1 of 4 groups");
    assertThatThrownBy(() -> routed(1, 8, 3, 2)).hasMessageContaining("impossible routing");
    assertThatThrownBy(() -> routed(1, 8, 1, 3)).hasMessageContaining("impossible routing");
    assertThatThrownBy(() -> new Routed(1, 1, 8, 1, 1, 0)).hasMessageContaining("has some load");
  }
}

package org.kilocard.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DueFlowsTest {
  @Test
  void flowsDueAtOnceComeOutByNumber() {
    DueFlows due = new DueFlows();
    due.set(2, 5);
    due.set(0, 5);
    due.set(1, 4);
    assertThat(new int[] {due.poll(), due.poll(), due.poll()}).containsExactly(1, 0, 2);
    assertThat(due.isEmpty()).isTrue();
  }

  @Test
  void timesThatChangeChangeTheOrder() {
    Random random = new Random(7);
    DueFlows due = new DueFlows();
    Map<Integer, Long> expected = new TreeMap<>();
    for (int step = 0; step < 20_000; step++) {
      if (expected.isEmpty() || random.nextInt(3) > 0) {
        int flow = random.nextInt(200);
        long at = random.nextInt(1000);
        due.set(flow, at);
        expected.put(flow, at);
      } else {
        Map.Entry<Integer, Long> first = expected.entrySet().stream()
            .min(Map.Entry.<Integer, Long>comparingByValue().thenComparing(Map.Entry.comparingByKey(
                Comparator.naturalOrder())))
            .orElseThrow();
        assertThat(due.firstPs()).isEqualTo(first.getValue());
        assertThat(due.poll()).isEqualTo(first.getKey());
        expected.remove(first.getKey());
      }
      assertThat(due.isEmpty()).isEqualTo(expected.isEmpty());
    }
  }
}

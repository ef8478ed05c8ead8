package org.kilocard.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CalendarTest {
  private record Entry(long atPs, int number) {}

  @Test
  void entriesOfOneInstantComeOutAsTheyWentIn() {
    Calendar<Integer> calendar = new Calendar<>();
    for (int i = 0; i < 100; i++) {
      calendar.add(7, i);
    }
    calendar.add(3, -1);
    assertThat(calendar.earliestPs()).isEqualTo(3);
    for (int i = -1; i < 100; i++) {
      assertThat(calendar.poll()).isEqualTo(i);
    }
    assertThat(calendar.isEmpty()).isTrue();
  }

  /** Adds and takes at random, with many equal times: always the earliest, of equals the oldest. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void theEarliestAndOldestComesOut(int seed) {
    Random random = new Random(seed);
    Calendar<Entry> calendar = new Calendar<>();
    List<Entry> waiting = new ArrayList<>();
    for (int i = 0; i < 6_000; i++) {
      if (waiting.isEmpty() || random.nextInt(5) > 1) {
        Entry entry = new Entry(random.nextInt(50), i);
        calendar.add(entry.atPs(), entry);
        waiting.add(entry);
      } else {
        Entry first = waiting.stream()
            .min(Comparator.comparingLong(Entry::atPs).thenComparingInt(Entry::number)).orElseThrow();
        waiting.remove(first);
        assertThat(calendar.earliestPs()).isEqualTo(first.atPs());
        assertThat(calendar.poll()).isEqualTo(first);
      }
    }
    // More than the initial capacity of 1,024 are left.
    assertThat(waiting).hasSizeGreaterThan(1_024);
    waiting.sort(Comparator.comparingLong(Entry::atPs).thenComparingInt(Entry::number));
    for (Entry entry : waiting) {
      assertThat(calendar.poll()).isEqualTo(entry);
    }
    assertThat(calendar.isEmpty()).isTrue();
  }
}

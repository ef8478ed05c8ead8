package org.kilocard.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.kilocard.chart.ParetoFront.Place;

/** The points that no other beats. */
final class ParetoFrontTest {
  @Test
  void keepsWhatNothingBeats() {
    // (2, 2) is beaten by (2, 3), (0, 4) by nothing, (3, 1) by nothing.
    List<Place> places = List.of(new Place(3, 1), new Place(2, 2), new Place(2, 3), new Place(0, 4));
    assertThat(ParetoFront.of(places)).containsExactly(3, 2, 0);
  }

  @Test
  void keepsEqualPoints() {
    assertThat(ParetoFront.of(List.of(new Place(1, 1), new Place(1, 1)))).containsExactly(0, 1);
  }

  @Test
  void everyPointIsOnItOrBeatenByOneOnIt() {
    Random random = new Random(3);
    for (int n = 1; n < 60; n++) {
      List<Place> places = new ArrayList<>();
      for (int i = 0; i < n; i++) {
        places.add(new Place(random.nextInt(10), random.nextInt(10)));
      }
      List<Integer> front = ParetoFront.of(places);
      for (int i = 0; i < n; i++) {
        Place place = places.get(i);
        boolean beaten = front.stream().anyMatch(f -> places.get(f).beats(place));
        assertThat(front.contains(i)).isNotEqualTo(beaten);
      }
    }
  }
}

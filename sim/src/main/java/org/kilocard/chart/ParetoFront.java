package org.kilocard.chart;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Which of some points no other point beats.
 *
 * <p><b>Model.</b> A point is beaten by one that is at least as good on both axes and better on one. Of equal
 * points all are kept.
 */
final class ParetoFront {
  /** A place; the better, the larger, on both axes. */
  record Place(double x, double y) {
    boolean beats(Place other) {
      return x >= other.x && y >= other.y && (x > other.x || y > other.y);
    }
  }

  private ParetoFront() {}

  /** Indices of the points that are not beaten, by ascending x. */
  static List<Integer> of(List<Place> places) {
    List<Integer> front = new ArrayList<>();
    for (int i = 0; i < places.size(); i++) {
      Place place = places.get(i);
      if (places.stream().noneMatch(other -> other.beats(place))) {
        front.add(i);
      }
    }
    front.sort(Comparator.comparingDouble(i -> places.get(i).x()));
    return front;
  }
}

package org.kilocard.schedule;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Orders as text, for golden tests: {@code F} forward, {@code B} backward, {@code I} backward of the input,
 * {@code W} weights, then chunk {@code a}, {@code b}, … and micro-batch; {@code Fa3+Bb5} is an overlapped
 * slot.
 */
final class Notation {
  private Notation() {}

  static String write(List<Slot> order) {
    return order.stream()
        .map(slot -> slot.tasks().stream().map(Notation::write).collect(Collectors.joining("+")))
        .collect(Collectors.joining(" "));
  }

  private static String write(ChunkTask task) {
    String pass = switch (task.pass()) {
      case FORWARD -> "F";
      case BACKWARD -> "B";
      case BACKWARD_INPUT -> "I";
      case WEIGHT -> "W";
    };
    return pass + (char) ('a' + task.chunk()) + task.microBatch();
  }
}

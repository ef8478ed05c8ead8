package org.kilocard.schedule;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The schedules that a scenario can name. A new schedule is its own file and a line here. */
public final class Schedules {
  private static final List<Schedule> ALL =
      List.<Schedule>of(
              new GPipe(),
              new OneForwardOneBackward(),
              new Interleaved1F1B(),
              new ZbH1(),
              new ZbH2(),
              new ZbV(),
              new VHalf(),
              new DualPipe(),
              new DualPipeV())
          .stream()
          .sorted(Comparator.comparing(Schedule::name))
          .toList();

  private Schedules() {}

  /** All schedules, by name. */
  public static List<Schedule> all() {
    return ALL;
  }

  /** Names of all schedules, sorted. */
  public static List<String> names() {
    return ALL.stream().map(Schedule::name).toList();
  }

  /** The schedule of this name, if there is one. */
  public static Optional<Schedule> named(String name) {
    return ALL.stream().filter(schedule -> schedule.name().equals(name)).findFirst();
  }
}

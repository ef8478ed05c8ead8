package org.kilocard.schedule;

import java.util.Random;
import java.util.stream.Stream;

/** Seeded random shapes and times for the property tests. */
final class Shapes {
  /** A schedule with a legal shape of it. */
  record Case(Schedule schedule, PipelineShape shape) {}

  private Shapes() {}

  /** 60 legal shapes of each schedule, and of its paired form where it has one. */
  static Stream<Case> all() {
    return Schedules.all().stream()
        .flatMap(schedule -> Stream.of(schedule, schedule.paired(true)).distinct())
        .flatMap(schedule -> of(schedule, 60));
  }

  /** Legal shapes of one schedule. Illegal draws are dropped, so this also exercises its rules. */
  static Stream<Case> of(Schedule schedule, int count) {
    var random = new Random(20240617);
    return Stream.generate(() -> draw(schedule, random))
        .filter(shape -> schedule.violation(shape).isEmpty())
        .limit(count)
        .map(shape -> new Case(schedule, shape));
  }

  /** Times of 0 … 40 ps, some of them equal. */
  static PassTimes serialTimes(Random random) {
    return PassTimes.serial(random.nextInt(41), random.nextInt(41), random.nextInt(41));
  }

  private static PipelineShape draw(Schedule schedule, Random random) {
    int chunks = schedule.chunksPerRank().orElse(2 + random.nextInt(3));
    return new PipelineShape(1 + random.nextInt(12), chunks, 1 + random.nextInt(40));
  }
}

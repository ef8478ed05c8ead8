package org.kilocard.world;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One entry out of a calendar of given size and one in, at a random later time. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CalendarBenchmark {
  @Param({"100", "10000", "1000000"})
  private int size;

  private Calendar<Long> calendar;
  private Random random;

  /** Fills the calendar. */
  @Setup
  public void fill() {
    calendar = new Calendar<>();
    random = new Random(1);
    for (int i = 0; i < size; i++) {
      calendar.add(random.nextInt(1 << 30), 0L);
    }
  }

  /** The step that a simulation makes for every event. */
  @Benchmark
  public Long takeAndAdd() {
    long now = calendar.earliestPs();
    Long entry = calendar.poll();
    calendar.add(now + random.nextInt(1 << 30), entry);
    return entry;
  }
}

package org.kilocard.network;

import java.util.Arrays;
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

/** One solution for so many flows, each over two of a thousand links drawn at random. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class FairShareBenchmark {
  private static final int LINKS = 1000;

  @Param({"10", "100", "1000"})
  private int flows;

  private FairShare fairShare;
  private Load[] loads;
  private double[] rates;

  /** Draws the flows. */
  @Setup
  public void draw() {
    Random random = new Random(1);
    double[] capacities = new double[LINKS];
    Arrays.fill(capacities, 50e9);
    fairShare = new FairShare(capacities);
    loads = new Load[flows];
    rates = new double[flows];
    for (int f = 0; f < flows; f++) {
      int from = random.nextInt(LINKS / 2);
      int to = LINKS / 2 + random.nextInt(LINKS / 2);
      double bytes = 1e6 * (1 + random.nextInt(100));
      loads[f] = new Load(new int[] {from, to}, new double[] {bytes, bytes}, bytes, Double.POSITIVE_INFINITY);
    }
  }

  /** Solves for the rates. */
  @Benchmark
  public double[] solve() {
    fairShare.solve(loads, flows, rates);
    return rates;
  }
}

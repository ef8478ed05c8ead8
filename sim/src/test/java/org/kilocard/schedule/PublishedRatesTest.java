package org.kilocard.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/**
 * Bubble rates of 28.3 B parameters on 32 ranks, 96 micro-batches, against "Zero Bubble Pipeline Parallelism"
 * (arXiv:2401.10241, table of computed bubble rates): 1F1B 0.2646, interleaved 1F1B with one layer per chunk
 * 0.1493, ZB-1P 0.1421. The authors computed them from profiled times of the passes and of a hop; here the
 * times are assumed, and communication is free.
 */
class PublishedRatesTest {
  private static final int RANKS = 32;
  private static final int MICRO_BATCHES = 96;

  /**
   * F = I = W, the authors' ideal: 31/(96 + 31) = 0.244, (31/2)/(96 + 31/2) = 0.139 with two chunks, and
   * (31/3)/(96 + 31/3) = 0.097. The first two are below the published by 8 % and 7 %, which leaves room for
   * the hops that are free here.
   */
  @Test
  void equalPasses() {
    assertThat(rate("1f1b", 1, 2, 2, 2)).isCloseTo(0.2441, within(1e-4)).isBetween(0.92 * 0.2646, 0.2646);
    assertThat(rate("interleaved", 2, 1, 1, 1)).isCloseTo(0.1390, within(1e-4))
        .isBetween(0.93 * 0.1493, 0.1493);
    assertThat(rate("zb-h1", 1, 2, 2, 2)).isCloseTo(0.0972, within(1e-4)).isLessThan(0.1421);
  }

  /**
   * Attention has no weights, so W is shorter than F and I. Let F = I, and a hop lengthen every round of the
   * pipeline by 2c. With S = F + I + W the published rates of 1F1B and ZB-1P give (S + 2c)/S = 0.3598 · 96/31
   * = 1.114 and (S + 2c − 2W)/S = 0.1656 · 96/31 = 0.513, so W = 0.30 S and W/F = 0.86. Without hops ZB-H1 is
   * then at 31 · 400/(96 · 1000 + 31 · 400) = 0.114; 2c = 0.114 S would make it the published 0.142.
   */
  @Test
  void shorterWeightPasses() {
    assertThat(rate("zb-h1", 1, 350, 350, 300)).isCloseTo(0.1144, within(1e-4)).isLessThan(0.1421);
    // Two hops per round, 57 each, as part of the passes before them, though no rank works meanwhile.
    long idle = 31 * (407 + 407 - 300);
    long formula = new ZbH1().bubblePs(new PipelineShape(RANKS, 1, MICRO_BATCHES),
        PassTimes.serial(407, 407, 300)).orElseThrow();
    assertThat(formula).isEqualTo(idle);
    assertThat(idle / (96.0 * 1000 + idle)).isCloseTo(0.1421, within(5e-4));
  }

  /**
   * The order of throughput that was measured there: 1F1B 0.76, interleaved 0.82, ZB-1P 0.87, ZB-2P 0.99
   * samples per second. ZB-V stands for ZB-2P, which it equals without the second share of memory.
   */
  @Test
  void orderOfThroughput() {
    double plain = rate("1f1b", 1, 2, 2, 2);
    double interleaved = rate("interleaved", 2, 1, 1, 1);
    double h1 = rate("zb-h1", 1, 2, 2, 2);
    double v = rate("zb-v", 2, 1, 1, 1);
    double half = rate("v-half", 2, 1, 1, 1);
    assertThat(v).isLessThan(h1);
    assertThat(h1).isLessThan(interleaved);
    assertThat(interleaved).isLessThan(plain);
    // Llama 2 7B on 8 MI300X: ZB-V 11,347, V-Half 10,894, 1F1B 10,057 tokens per second and card.
    assertThat(half).isBetween(v, plain);
  }

  private static double rate(String name, int chunks, long forward, long input, long weight) {
    Timetable timetable = PipelineClock.play(Schedules.named(name).orElseThrow(),
        new PipelineShape(RANKS, chunks, MICRO_BATCHES), PassTimes.serial(forward, input, weight));
    return (double) timetable.idlePs(0) / timetable.makespanPs();
  }
}

package org.kilocard.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.kilocard.job.Job;
import org.kilocard.scenario.Scenario;

final class CardMemoryTest {
  /** Playing three rounds of the pipeline finds the peak of the whole step, for every schedule. */
  @Test
  void fewMicroBatchesShowThePeak() {
    Scenario scenario = Plans.moe("batch.global=192");
    List<LayoutFamily> families =
        new LayoutSpace(scenario.cluster(), scenario.job(), Fixed.NOTHING).on(16);
    assertThat(families).hasSizeGreaterThan(50);
    for (LayoutFamily family : families) {
      for (Job job : family.variants().get(0)) {
        assertThat(CardMemory.quick(job)).as("%s %s", job.schedule(), job.parallelism())
            .isEqualTo(CardMemory.exact(job));
      }
    }
  }

  /**
   * What lets a search drop large micro-batches, and all of one micro-batch by those that shard most: they
   * need less but for buffers, so that where they come nowhere near, within half as much again, none fits.
   */
  @Test
  void smallMicroBatchesAndMuchShardingNeedLess() {
    Scenario scenario = Plans.moe();
    for (LayoutFamily family : new LayoutSpace(scenario.cluster(), scenario.job(), Fixed.NOTHING).on(32)) {
      long before = 0;
      for (List<Job> variants : family.variants()) {
        long least = variants.stream().mapToLong(CardMemory::quick).min().orElseThrow();
        assertThat(least).isGreaterThanOrEqualTo(before);
        int most = variants.get(variants.size() - 1).parallelism().zero();
        assertThat(variants.stream().filter(job -> job.parallelism().zero() == most)
            .mapToLong(CardMemory::quick).min().orElseThrow()).isLessThanOrEqualTo(3 * least / 2);
        before = least;
      }
    }
  }
}

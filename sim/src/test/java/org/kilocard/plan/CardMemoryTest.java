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

  /** The first list of a family, the smallest micro-batch, is the one to judge by whether any member may fit. */
  @Test
  void smallMicroBatchesNeedLess() {
    Scenario scenario = Plans.moe();
    for (LayoutFamily family : new LayoutSpace(scenario.cluster(), scenario.job(), Fixed.NOTHING).on(32)) {
      long before = 0;
      for (List<Job> variants : family.variants()) {
        long least = variants.stream().mapToLong(CardMemory::quick).min().orElseThrow();
        assertThat(least).isGreaterThanOrEqualTo(before);
        before = least;
      }
    }
  }
}

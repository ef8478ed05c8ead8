package org.kilocard.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.kilocard.input.Catalogue;
import org.kilocard.input.Overrides;
import org.kilocard.job.Job;
import org.kilocard.scenario.ScenarioFile;

/** Parameters that are gathered once per step, ahead of the first passes or behind the optimizer. */
class ParametersOfTheStepTest {
  private static List<Program> programs(boolean ahead) {
    Job job = ScenarioFile.load(new Catalogue(Path.of("..")), "deepseek-v3-h800-2048",
        Overrides.parse(List.of("communication.overlap.parameter=" + ahead))).job();
    return StepPrograms.of(job, 0).programs();
  }

  /** Ops of overlapped pairs in order. */
  private static List<String> pairs(Program p) {
    List<String> ops = new ArrayList<>();
    for (int op = 0; op < p.size(); op++) {
      if (p.work(op) == Work.PAIR) {
        ops.add(p.slot(op) + " " + p.stream(op) + " " + p.label(op) + " " + p.alonePs(op));
      }
    }
    return ops;
  }

  /** The order of a pair is that of the software: it does not change for parameters that have come long ago. */
  @Test
  void pairsAreWovenAlikeWhereverParametersAreGathered() {
    List<Program> ahead = programs(true);
    List<Program> behind = programs(false);
    for (int rank = 0; rank < ahead.size(); rank++) {
      assertThat(pairs(ahead.get(rank))).as("rank %d", rank).hasSizeGreaterThan(1000)
          .isEqualTo(pairs(behind.get(rank)));
    }
  }

  /** Each gather is waited for once: the compute stream keeps later passes behind the first. */
  @Test
  void onlyTheFirstPassWaits() {
    for (Program p : programs(true)) {
      List<Integer> waitedFor = new ArrayList<>();
      for (int op = 0; op < p.size(); op++) {
        for (int d = p.dependencyStart(op); p.computes(op) && d < p.dependencyEnd(op); d++) {
          if (p.stream(p.dependency(d)) == Stream.PARAMETER) {
            waitedFor.add(p.dependency(d));
          }
        }
      }
      assertThat(waitedFor).isNotEmpty().doesNotHaveDuplicates();
    }
  }
}

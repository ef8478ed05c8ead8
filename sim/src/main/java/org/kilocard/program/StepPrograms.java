package org.kilocard.program;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.kilocard.job.Dimension;
import org.kilocard.job.GroupLayout;
import org.kilocard.job.Job;
import org.kilocard.schedule.Slot;

/**
 * The programs of a job: one per pipeline rank, which all ranks there share; where experts are loaded unevenly, one per
 * pipeline rank and load of a card.
 *
 * @param programs all of them
 * @param ofRank index of the program of each rank
 */
public record StepPrograms(List<Program> programs, int[] ofRank) {
  /** Copies the list. */
  public StepPrograms {
    programs = List.copyOf(programs);
  }

  /**
   * The programs of one step.
   *
   * @param sharedUnits units of a card that collectives take from kernels in shared mode
   */
  public static StepPrograms of(Job job, int sharedUnits) {
    int expertCards = job.parallelism().expert();
    int[] firstOfCard = new int[expertCards];
    Map<List<Double>, Integer> firstOfLoad = new HashMap<>();
    List<List<Slot>> orders = job.schedule().orders(job.pipelineShape());
    List<Program> programs = new ArrayList<>();
    for (int card = 0; card < expertCards; card++) {
      List<Double> load = job.expertLoad().sharesOf(card, expertCards);
      if (!firstOfLoad.containsKey(load)) {
        firstOfLoad.put(load, programs.size());
        StepPlan plan = StepPlan.of(job, new StageCosts(job, sharedUnits, card), StepCalls.layer(job, card));
        for (int rank = 0; rank < job.parallelism().pipeline(); rank++) {
          programs.add(new RankWriter(plan, rank).write(orders.get(rank)));
        }
      }
      firstOfCard[card] = firstOfLoad.get(load);
    }
    GroupLayout layout = new GroupLayout(job.parallelism(), job.schedule().copies());
    int[] ofRank = new int[job.parallelism().cards()];
    for (int rank = 0; rank < ofRank.length; rank++) {
      ofRank[rank] = firstOfCard[layout.expertCard(rank)]
          + job.parallelism().coordinate(Dimension.PIPELINE, rank);
    }
    return new StepPrograms(programs, ofRank);
  }
}

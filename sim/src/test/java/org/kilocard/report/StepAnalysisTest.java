package org.kilocard.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kilocard.report.Example.MS;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.kilocard.program.ProgramBuilder;
import org.kilocard.timeline.CardTrack;
import org.kilocard.timeline.Timeline;

class StepAnalysisTest {

  /**
   * Stage 0: kernels 10 + 5 + 30, tensor 2, gradient 6, optimizer 2, transfer 1, bubble 17–47: 86 ms. Stage
   * 1: kernels 10 + 5 + 12, tensor 2, gradient 6, optimizer 2, transfer 1, bubble 0–17 and 55–86: 86 ms.
   */
  @Test
  void accountsForTheExample() {
    StepAnalysis analysis = StepAnalysis.of(Example.timeline());

    StageAccount first = analysis.stages().get(0);
    assertThat(first.cards()).isEqualTo(4);
    assertThat(first.partsPs()).containsEntry(Part.COMPUTE, 45.0 * MS)
        .containsEntry(Part.EXPOSED_TENSOR, 2.0 * MS)
        .containsEntry(Part.EXPOSED_DATA, 6.0 * MS)
        .containsEntry(Part.OPTIMIZER, 2.0 * MS)
        .containsEntry(Part.EXPOSED_PIPELINE, 1.0 * MS)
        .containsEntry(Part.BUBBLE, 30.0 * MS)
        .containsEntry(Part.OTHER, 0.0);
    StageAccount second = analysis.stages().get(1);
    assertThat(second.partsPs()).containsEntry(Part.COMPUTE, 27.0 * MS).containsEntry(Part.BUBBLE, 48.0 * MS);
    assertThat(second.slowedPs()).isEqualTo(2.0 * MS);
    assertThat(analysis.all().partsPs()).containsEntry(Part.COMPUTE, 36.0 * MS);
    assertThat(analysis.criticalStage()).isZero();
  }

  /**
   * Forward of stage 0: 10 + 2 (tensor) + 5; backward: 1 (transfer) + 30. Stage 1: 1 + 10 + 2 + 5, then 12.
   */
  @Test
  void countsExposedCommunicationToItsSlot() {
    StepAnalysis analysis = StepAnalysis.of(Example.timeline());
    assertThat(analysis.stages().get(0).phasesPs()).containsEntry(Phase.FORWARD, 17.0 * MS)
        .containsEntry(Phase.BACKWARD, 31.0 * MS);
    assertThat(analysis.stages().get(1).phasesPs()).containsEntry(Phase.FORWARD, 18.0 * MS)
        .containsEntry(Phase.BACKWARD, 12.0 * MS);
    assertThat(analysis.all().phasesPs()).containsEntry(Phase.FORWARD, 17.5 * MS)
        .containsEntry(Phase.BUBBLE, 39.0 * MS);
  }

  /** Bubbles of 1,000,001, 1,000,000 and 999,000 ps in 10 µs (1e7 ps): a tie is below 10 ps. */
  @Test
  void aPicosecondDoesNotDecideWhichStageIsCritical() {
    long step = 10_000_000;
    assertThat(StepAnalysis.of(stages(step, 1_000_001, 1_000_000)).criticalStage()).isZero();
    assertThat(StepAnalysis.of(stages(step, 1_000_001, 1_000_000, 999_000)).criticalStage()).isEqualTo(2);
  }

  /** The mean over 3 cards of 10 ps and 1 card of 20 ps, as two classes or as four, is 12.5 ps. */
  @Test
  void meansDoNotDependOnTheClasses() {
    StageAccount folded = StepAnalysis.of(timeline(30, card(0, 3, 0, 10), card(3, 1, 0, 20))).all();
    StageAccount unfolded = StepAnalysis.of(
        timeline(30, card(0, 1, 0, 10), card(1, 1, 0, 10), card(2, 1, 0, 10), card(3, 1, 0, 20))).all();
    assertThat(folded.partsPs()).containsEntry(Part.COMPUTE, 12.5);
    assertThat(folded).isEqualTo(unfolded);
  }

  /** 100 s is 1e14 ps; times a million cards it would not fit into a long (9.2e18). */
  @Test
  void aMeanOverAMillionCardsDoesNotOverflow() {
    CardMean mean = new CardMean(1_000_000);
    mean.add(100_000_000_000_000L, 999_999);
    mean.add(100_000_001_000_000L, 1);
    assertThat(mean.ps()).isEqualTo(100_000_000_000_001.0);
  }

  /**
   * Rank 0 works from 0 to 30, rank 1 waits until 10 for its input and works to 40. Alone the step takes 40;
   * one step behind the other, each rank begins its next one after 30 and never waits. A rank 1
   * that ends at 45 makes 35 of it, of which rank 0 waits 5.
   */
  @Test
  void stepsThatFollowWithoutABarrierTakeAsLongAsTheLongestRank() {
    Timeline even = timeline(40, from(0, 0, 30), from(1, 10, 40));
    assertThat(StepAnalysis.of(even).stepPs()).isEqualTo(40);
    StepAnalysis rolling = StepAnalysis.rolling(even);
    assertThat(rolling.stepPs()).isEqualTo(30);
    assertThat(rolling.all().partsPs()).containsEntry(Part.COMPUTE, 30.0).containsEntry(Part.BUBBLE, 0.0);
    StepAnalysis uneven = StepAnalysis.rolling(timeline(45, from(0, 0, 30), from(1, 10, 45)));
    assertThat(uneven.stepPs()).isEqualTo(35);
    assertThat(uneven.stages().get(0).partsPs()).containsEntry(Part.BUBBLE, 5.0);
    assertThat(uneven.stages().get(1).partsPs()).containsEntry(Part.BUBBLE, 0.0);
  }

  private static CardTrack from(int stage, long startPs, long endPs) {
    ProgramBuilder b = new ProgramBuilder(stage);
    b.compute("work", endPs - startPs, endPs - startPs);
    return new CardTrack(
        stage, 1, b.build(), new long[] {startPs}, new long[] {startPs}, new long[] {endPs});
  }

  private static Timeline stages(long step, long... bubbles) {
    CardTrack[] cards = new CardTrack[bubbles.length];
    for (int i = 0; i < cards.length; i++) {
      cards[i] = card(i, 1, i, step - bubbles[i]);
    }
    return timeline(step, cards);
  }

  private static Timeline timeline(long step, CardTrack... cards) {
    return new Timeline(step, List.of(cards), List.of(), List.of(), 0, 0);
  }

  private static CardTrack card(int rank, int cards, int stage, long computePs) {
    ProgramBuilder b = new ProgramBuilder(stage);
    b.compute("work", computePs, computePs);
    return new CardTrack(rank, cards, b.build(), new long[1], new long[1], new long[] {computePs});
  }
}

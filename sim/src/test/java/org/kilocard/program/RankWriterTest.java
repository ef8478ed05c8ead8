package org.kilocard.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kilocard.program.Steps.block;
import static org.kilocard.program.Steps.plain;
import static org.kilocard.program.Steps.span;
import static org.kilocard.program.Steps.stage;
import static org.kilocard.program.Steps.times;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kilocard.collective.Planner;
import org.kilocard.job.Batch;
import org.kilocard.job.Job;
import org.kilocard.job.Jobs;
import org.kilocard.job.Overlap;
import org.kilocard.job.Parallelism;
import org.kilocard.job.Recompute;
import org.kilocard.job.Role;
import org.kilocard.schedule.DualPipe;
import org.kilocard.schedule.Interleaved1F1B;
import org.kilocard.schedule.OneForwardOneBackward;
import org.kilocard.schedule.Schedule;
import org.kilocard.timeline.CardTrack;
import org.kilocard.timeline.Timeline;

/** Programs by their timing in the simulator, with made-up durations in microseconds. */
class RankWriterTest {
  private static final long US = 1_000_000;
  private static final LayerCalls NO_CALLS = LayerCalls.NONE;
  private static final BlockCost NOTHING = block(0, 0, 0);

  private static Overlap overlap(boolean tensor, boolean expert, boolean pipeline, boolean data) {
    return new Overlap(tensor, expert, pipeline, data, data);
  }

  private static Timeline simulate(StepPlan plan, Planner planner) {
    return Steps.simulate(plan.job(), Steps.programs(plan), planner);
  }

  private static Planner every(long us) {
    return Steps.taking(call -> us * 1e-6);
  }

  // Pipeline.

  /** Two ranks, two micro-batches, forward 10, backward 20. */
  private static StepPlan twoRanks(boolean pipeline) {
    Job job = Jobs.small().with(Jobs.gpt(2, 64)).with(Jobs.layout(1, 1, 2)).with(new Batch(64, 2, 1))
        .with(overlap(true, true, pipeline, true)).job();
    return Steps.plan(job, NO_CALLS, stage(new LayerCost.Dense(block(10 * US, 12 * US, 8 * US), NOTHING)));
  }

  @Test
  void sendsBesideCompute() {
    // Rank 0: F 0-10, F 10-20. Messages of 5: 10-15 and 20-25. Rank 1: F 15-25, B 25-45, F 45-55, B 55-75.
    // Gradients are back at 50 and 80. Rank 0: B 50-70, B 80-100.
    Timeline t = simulate(twoRanks(true), every(5));
    assertThat(Steps.lastPass(t)).isEqualTo(100 * US);
    assertThat(times(t.cards().get(1), "attention")).containsExactly(15 * US, 25 * US);
  }

  @Test
  void blockingSendsHoldUpWhatFollows() {
    // Rank 0: F 0-10, sends to 15, F 15-25, sends to 30. Rank 1: F 15-25, B 25-45, sends to 50, F 50-60, B
    // 60-80, sends to 85. Rank 0: B 50-70, sends nothing, B 85-105.
    assertThat(Steps.lastPass(simulate(twoRanks(false), every(5)))).isEqualTo(105 * US);
  }

  @ParameterizedTest
  @CsvSource({"dualpipe, false", "dualpipe, true", "interleaved, false", "interleaved, true"})
  void nothingOfALaterSlotStartsBeforeABlockingSendHasEnded(String name, boolean pipeline) {
    Schedule schedule = name.equals("dualpipe") ? new DualPipe() : new Interleaved1F1B();
    Jobs jobs = Jobs.small().with(Jobs.gpt(8, 64)).with(new Batch(64, 8, 1)).with(schedule)
        .with(overlap(true, true, pipeline, true));
    Job job = jobs.with(Jobs.layout(1, 1, 4, schedule.chunksPerRank().isPresent() ? 1 : 2, 1, 1)).job();
    StageCost stage = stage(new LayerCost.Dense(block(10 * US, 12 * US, 8 * US), NOTHING));
    Timeline t = simulate(Steps.plan(job, NO_CALLS, stage), every(5));
    long early = 0;
    long sends = 0;
    for (CardTrack card : t.cards()) {
      Program p = card.program();
      for (int send = 0; send < p.size(); send++) {
        boolean sending = !p.computes(send) && p.role(send) != Role.DATA && !p.stream(send).receives();
        sends += sending ? 1 : 0;
        for (int op = send + 1; op < p.size() && sending; op++) {
          boolean before = card.startPs()[op] < card.endPs()[send];
          early += p.computes(op) && p.slot(op) > p.slot(send) && before ? 1 : 0;
        }
      }
    }
    // Interleaved: 8 micro-batches, 7 borders of 8 stages, both ways; DualPipe: 3 borders of 4.
    assertThat(sends).isEqualTo(name.equals("dualpipe") ? 8 * 3 * 2 : 8 * 7 * 2);
    if (pipeline) {
      assertThat(early).isPositive();
    } else {
      assertThat(early).isZero();
    }
  }

  // Experts.

  private static Job experts(Overlap overlap) {
    return Jobs.small().with(Jobs.moe(2, 64, 4)).with(Jobs.layout(1, 2, 2, 1, 2, 1)).with(new DualPipe())
        .with(new Batch(64, 8, 1)).with(overlap).job();
  }

  private static final LayerCost.Moe MOE = new LayerCost.Moe(block(10 * US, 11 * US, 12 * US),
      plain(US, 2 * US, 3 * US), Optional.of(block(4 * US, 5 * US, 6 * US)), plain(7 * US, 8 * US, 9 * US),
      plain(13 * US, 14 * US, 15 * US));

  private static long singleRank(boolean expert, Recompute recompute) {
    Job job = Jobs.small().with(Jobs.moe(1, 64, 4)).with(Jobs.layout(1, 2, 1, 1, 2, 1))
        .with(new OneForwardOneBackward()).with(new Batch(64, 6, 1)).with(recompute)
        .with(new Overlap(true, expert, true, true, false, false)).job();
    StepPlan plan = Steps.plan(job, StepCalls.layer(job), stage(MOE));
    return Steps.lastPass(simulate(plan, Steps.taking(c -> c.routed().isPresent() ? 5e-6 : 0)));
  }

  /**
   * Three micro-batches, all-to-alls of 5. A forward is 11 + 5 + 7 + 5 + 13 = 41, of which the shared experts hide 4; a
   * backward 14 + 5 + 8 + 15 + 28 = 70, which hides its own under shared experts and the weights' gradients. In a pair
   * (see below) the 6 that a forward exposes are hidden, 105: 41 of the first forward, two pairs, 70 of the last
   * backward, 321. Where nothing may be hidden the gradients of the weights come first, which exposes 5 more: three
   * times 41 + 75.
   */
  @Test
  void allToAllsAreHiddenUnderAnotherMicroBatchButForTheFirstAndTheLast() {
    assertThat(singleRank(false, Recompute.NONE)).isEqualTo(348 * US);
    assertThat(singleRank(true, Recompute.NONE)).isEqualTo(321 * US);
    // Recomputed layers are not paired: a backward is 70 and the forward once more.
    assertThat(singleRank(true, Recompute.FULL)).isEqualTo(3 * (41 + 70 + 41) * US);
  }

  @Test
  void onlyExpertsThatSendTokensArePaired() {
    Jobs virtual = Jobs.small().with(Jobs.moe(4, 64, 4)).with(new Interleaved1F1B()).with(new Batch(64, 8, 1))
        .with(overlap(true, true, true, true));
    assertThat(virtual.with(Jobs.layout(1, 2, 2, 2, 2, 1)).job().schedule()).isEqualTo(new Interleaved1F1B(true));
    assertThat(virtual.with(Jobs.layout(1, 2, 2, 2, 1, 1)).job().schedule()).isEqualTo(new Interleaved1F1B(false));
    assertThat(virtual.with(Jobs.gpt(4, 64)).with(Jobs.layout(1, 2, 2, 2, 1, 1)).job().schedule())
        .isEqualTo(new Interleaved1F1B(false));
  }

  @Test
  void theAllToAllsOfAPairRunBesideTheComputeOfTheOther() {
    Job job = experts(overlap(true, true, true, false));
    StepPlan plan = Steps.plan(job, StepCalls.layer(job), stage(MOE));
    // All-to-alls of 5, messages of nothing.
    Timeline t = simulate(plan, Steps.taking(c -> c.routed().isPresent() ? 5e-6 : 0));
    CardTrack card = t.cards().get(0);
    Program p = card.program();
    int slot = IntStream.range(0, p.size()).filter(op -> p.work(op) == Work.PAIR).map(p::slot).findFirst()
        .orElseThrow();
    int[] ops = IntStream.range(0, p.size()).filter(op -> p.slot(op) == slot && !p.stream(op).receives())
        .toArray();
    long began = card.startPs()[ops[0]];
    List<String> played = IntStream.of(ops)
        .mapToObj(op -> p.label(op) + " " + (card.startPs()[op] - began) / US + "-"
        + (card.endPs()[op] - began) / US)
        .toList();
    // One MoE layer in either direction. Router and attention are 1 + 10 forward and 2 + 11 + 12 + 3 backward
    // with weights; experts and shared experts have 9 + 6 of weights.
    assertThat(played).containsExactly(
        "merge backward 0-14",
        "dispatch gradients 14-19",
        "attention 14-25",
        "expert dispatch 25-30",
        "shared experts backward 25-30",
        "experts backward 30-38",
        "combine gradients 38-43",
        "experts weights 38-53",
        "shared experts 53-57",
        "experts 57-64",
        "expert combine 64-69",
        "router backward 64-92",
        "merge 92-105");
  }

  @Test
  void sharedExpertsHideAllToAllsIfTheyMay() {
    // One forward of one layer: attention and router 11, dispatch 5 beside the shared experts' 4, experts 7,
    // combine 5, merge 13: 41. One after the other: 11 + 5 + 7 + 5 + 4 + 13 = 45.
    for (boolean beside : new boolean[] {true, false}) {
      Job job = Jobs.small().with(Jobs.moe(1, 64, 4)).with(Jobs.layout(1, 2, 1, 1, 2, 1))
          .with(new Batch(64, 2, 1))
          .with(overlap(true, beside, true, false)).job();
      StepPlan plan = Steps.plan(job, StepCalls.layer(job), stage(MOE));
      Timeline t = simulate(plan, Steps.taking(c -> c.routed().isPresent() ? 5e-6 : 0));
      Program p = t.cards().get(0).program();
      int lastForward = IntStream.range(0, p.size())
          .filter(op -> p.work(op) == Work.FORWARD && p.computes(op))
          .max().orElseThrow();
      assertThat(t.cards().get(0).endPs()[lastForward]).isEqualTo((beside ? 41 : 45) * US);
    }
  }

  @Test
  void rowsOfSplitExpertsAreGatheredBehindTheDispatchAndScatteredAheadOfTheCombine() {
    // Attention and router 11, dispatch 5 and gather 3 beside the shared experts' 4, experts 7, scatter 3, combine 5,
    // merge 13: 47. Backward merge 14, dispatch and gather 8, experts 8, scatter and combine 8, router 2, attention 11.
    Parallelism layout = Jobs.layout(1, 4, 1, 1, 2, 2);
    Job job = Jobs.small().with(Jobs.moe(1, 64, 4)).with(layout).with(new Batch(64, 4, 1))
        .with(overlap(true, true, true, false)).job();
    LayerCost.Moe noWeights = new LayerCost.Moe(block(10 * US, 11 * US, 0), plain(US, 2 * US, 0),
        Optional.of(block(4 * US, 5 * US, 0)), plain(7 * US, 8 * US, 0), plain(13 * US, 14 * US, 0));
    StepPlan plan = Steps.plan(job, StepCalls.layer(job), stage(noWeights));
    Timeline t = simulate(plan, Steps.taking(c ->
        c.routed().isPresent() ? 5e-6 : c.name().startsWith("expert rows") ? 3e-6 : 0));
    assertThat(Steps.lastPass(t)).isEqualTo((47 + 51) * US);
    // 64 tokens to 2 experts each in BF16 and 64 columns, of both members.
    LayerCalls.ExpertTensor calls = StepCalls.layer(job).expertTensor().orElseThrow();
    assertThat(calls.gather().bytes()).isEqualTo(2 * 64 * 2 * 64 * 2);
  }

  @Test
  void fullRecomputationRepeatsTheCollectives() {
    // Two layers and one micro-batch: 2 all-to-alls forward and 2 backward per layer; again 2 forward when
    // recomputed. With tensor parallelism a gather and a scatter around attention forward; backward a gather,
    // one more for the weights, a scatter; again 2 forward when recomputed. The same around the shared experts, which
    // are split like a dense MLP; routed experts have none.
    for (Recompute recompute : Recompute.values()) {
      Job job = Jobs.small().with(Jobs.moe(2, 128, 4)).with(Jobs.layout(2, 2, 1, 1, 4, 1))
          .with(new Batch(64, 2, 1))
          .with(recompute).with(overlap(false, true, true, true)).job();
      Program p = Steps.programs(Steps.plan(job, StepCalls.layer(job), stage(MOE, MOE))).get(0);
      boolean again = recompute == Recompute.FULL;
      assertThat(count(p, Role.EXPERT)).isEqualTo(2 * (again ? 6 : 4));
      assertThat(count(p, Role.TENSOR)).isEqualTo(2 * 2 * (again ? 7 : 5));
      assertThat(IntStream.range(0, p.size()).filter(op -> p.label(op).equals("attention")))
          .hasSize(again ? 4 : 2);
    }
  }

  private static long count(Program p, Role role) {
    return IntStream.range(0, p.size()).filter(op -> !p.computes(op) && p.role(op) == role).count();
  }

  // Tensor parallelism.

  /**
   * One layer of two blocks on two cards: products of 10 (12 in two parts), core of 6, products of 8, weights
   * of 5 + 5.
   */
  private static StepPlan tensor(boolean pipelined, boolean sequence) {
    Parallelism usual = Jobs.layout(2, 1, 1);
    Parallelism layout = new Parallelism(2, 1, 1, 1, 1, 1, 1, 1, sequence, usual.order(), List.of());
    Job job = Jobs.small().with(Jobs.gpt(1, 128)).with(layout).with(overlap(pipelined, true, true, true))
        .job();
    PassCost pass =
        new PassCost(Span.NONE, span(10 * US), span(12 * US), CoreCost.whole(span(6 * US)), span(8 * US),
            Span.NONE);
    BlockCost block = new BlockCost(pass, pass, CoreCost.NONE, span(5 * US), span(5 * US));
    return Steps.plan(job, StepCalls.layer(job), stage(new LayerCost.Dense(block, block)));
  }

  @Test
  void tensorCollectivesStandBetweenTheBlocks() {
    // Calls of 4. Forward block: gather 4, compute 24, scatter 4: 32. Backward: gather to 4, products to 14,
    // weights out to 19, core to 25; from there products to 33 with the second gather (29) beside them;
    // scatter to 37 beside weights in, which end at 38. Two blocks: 2 · (32 + 38).
    Timeline t = simulate(tensor(false, true), every(4));
    assertThat(Steps.lastPass(t)).isEqualTo(140 * US);
  }

  @Test
  void pipelinedTensorCollectivesHideBehindTheProducts() {
    // Calls of 4. Forward: half of the cut products, 6, hides the gather; the other half to 12, core to 18,
    // half of the last products to 22, the other half to 26 hides the first part of the scatter (of 4 too),
    // the last part ends at 30. Backward: cut products to 12, weights out to 17, core to 23, products to 31,
    // scatter 35 beside weights in, 36.
    Timeline t = simulate(tensor(true, true), every(4));
    assertThat(Steps.lastPass(t)).isEqualTo(2 * (30 + 36) * US);
  }

  @Test
  void withoutSequenceParallelismThereIsOneAllReduceEachWay() {
    // Forward: compute 24, sum 4. Backward: 10 + 5 + 6 + 8 = 29, the sum to 33 beside weights in to 34.
    Timeline t = simulate(tensor(false, false), every(4));
    assertThat(Steps.lastPass(t)).isEqualTo(2 * (28 + 34) * US);
    assertThat(t.calls()).singleElement().satisfies(c -> assertThat(c.durationsPs()).hasSize(4));
  }

  // Data parallelism.

  /** Two layers, two micro-batches, forward 10 and backward 10 + 5 per layer; two copies. */
  private static StepPlan data(boolean overlapped, int zero) {
    Parallelism usual = Jobs.layout(1, 2, 1);
    Parallelism layout = new Parallelism(1, 1, 1, 1, 1, 1, 2, zero, false, usual.order(), List.of());
    Job job = Jobs.small().with(Jobs.gpt(2, 64)).with(layout).with(new Batch(64, 4, 1))
        .with(overlap(true, true, true, overlapped)).job();
    LayerCost layer = new LayerCost.Dense(block(10 * US, 10 * US, 5 * US), NOTHING);
    return Steps.plan(job, NO_CALLS, stage(layer, layer));
  }

  private static long optimizer(StepPlan plan) {
    return plan.optimizer(0).alonePs();
  }

  @Test
  void gradientsAreReducedAndParametersGatheredAlong() {
    // Calls of 7. Gathers: embedding (which is the head too) to 7, layer 0 to 14, layer 1 to 21. Layer 0 runs
    // 14-24, layer 1 24-34. B 34-64, F 64-84, B 84-114: gradients of layer 1 are ready at 99, those of layer
    // 0 and of the embedding at 114: reductions to 106, 121 and 128. Then the optimizer.
    Timeline t = simulate(data(true, 1), every(7));
    assertThat(t.endPs()).isEqualTo(128 * US + optimizer(data(true, 1)));
    CardTrack card = t.cards().get(0);
    assertThat(IntStream.range(0, card.program().size())
        .filter(op -> card.program().stream(op) == Stream.GRADIENT)
        .mapToLong(op -> card.endPs()[op])).containsExactly(106 * US, 121 * US, 128 * US);
  }

  @Test
  void orderedGradientsAndParametersComeAfterTheLastPass() {
    // Two passes of 20 + 30 to 100; one reduction to 107, the optimizer, one gather of 7.
    Timeline t = simulate(data(false, 1), every(7));
    assertThat(t.endPs()).isEqualTo(114 * US + optimizer(data(false, 1)));
    assertThat(t.calls()).hasSize(2).allSatisfy(c -> assertThat(c.durationsPs()).hasSize(1));
  }

  @Test
  void withoutZeroThereIsNothingToGather() {
    // Two passes to 100, one all-reduce to 107, the optimizer.
    assertThat(simulate(data(false, 0), every(7)).endPs()).isEqualTo(107 * US + optimizer(data(false, 0)));
    // All along: layer 1 85-92, layer 0 100-107, embedding 107-114, the optimizer.
    assertThat(simulate(data(true, 0), every(7)).endPs()).isEqualTo(114 * US + optimizer(data(true, 0)));
  }

  @Test
  void gradientsOfARankWithAnEmptyStageAreReducedAtTheEnd() {
    // Stage 1 of 4 holds no layer, so that the last weight pass of its two holders is empty. DualPipe reduces
    // after the last pass all the same.
    Parallelism usual = Jobs.layout(1, 2, 4);
    Parallelism layout = new Parallelism(
        1, 1, 4, 1, 1, 1, 2, 1, false, usual.order(), List.of(2, 0, 1, 1));
    Job job = Jobs.small().with(layout).with(new DualPipe()).with(new Batch(512, 16, 1)).job();
    List<Program> programs = StepPrograms.of(job, 0).programs();
    Timeline t = Steps.simulate(job, programs, every(7));
    assertThat(t.cards()).isNotEmpty().allSatisfy(card -> {
      Program p = card.program();
      long lastPass = IntStream.range(0, p.size()).filter(op -> p.slot(op) >= 0 && p.computes(op))
          .mapToLong(op -> card.endPs()[op]).max().orElseThrow();
      assertThat(IntStream.range(0, p.size()).filter(op -> p.stream(op) == Stream.GRADIENT)
          .mapToLong(op -> card.startPs()[op])).isNotEmpty()
          .allSatisfy(s -> assertThat(s).isGreaterThanOrEqualTo(lastPass));
    });
  }

}

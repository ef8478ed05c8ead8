package org.kilocard.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.kilocard.collective.Call;
import org.kilocard.collective.Operation;
import org.kilocard.collective.Routed;
import org.kilocard.job.Batch;
import org.kilocard.job.Communication;
import org.kilocard.job.Job;
import org.kilocard.job.Jobs;
import org.kilocard.job.Overlap;
import org.kilocard.job.Parallelism;
import org.kilocard.job.Recompute;
import org.kilocard.job.Role;
import org.kilocard.job.UnitMode;
import org.kilocard.model.ModelSpec;
import org.kilocard.model.Parameters;
import org.kilocard.schedule.DualPipe;

/** Bytes of calls, gradients and parameters, and times of stages. */
class StepPartsTest {
  @Test
  void tensorCallsMoveTheSequence() {
    // 2 sequences of 512 tokens of 1,024 in BF16: 2 MiB, of which the last of 4 parts is 512 KiB.
    Job job = Jobs.small().with(Jobs.layout(4, 1, 1)).with(new Batch(512, 2, 2)).job();
    LayerCalls.Tensor calls = StepCalls.layer(job).tensor().orElseThrow();
    long mib = 1 << 20;
    assertThat(calls.ranks()).isEqualTo(4);
    assertThat(calls.gather().orElseThrow()).extracting(Call::operation, Call::bytes)
        .containsExactly(Operation.ALL_GATHER, 2 * mib);
    assertThat(calls.scatter()).extracting(Call::operation, Call::bytes)
        .containsExactly(Operation.REDUCE_SCATTER, 2 * mib);
    assertThat(calls.scatterHead().bytes()).isEqualTo(3 * mib / 2);
    assertThat(calls.scatterTail().bytes()).isEqualTo(mib / 2);
    // Activations between stages are split over the tensor group, 512 KiB each.
    assertThat(StepCalls.send(job, true, true)).extracting(Call::operation, Call::bytes)
        .containsExactly(Operation.SEND, mib / 2);
    assertThat(StepCalls.send(job, false, false).operation()).isEqualTo(Operation.SEND_BACK);
  }

  @Test
  void withoutSequenceParallelismTheWholeSequenceIsSummedAndAPartOfItSent() {
    Parallelism layout =
        new Parallelism(4, 1, 1, 1, 1, 1, 1, 1, false, Jobs.layout(1, 1, 1).order(), List.of());
    Job job = Jobs.small().with(layout).with(new Batch(512, 2, 2)).job();
    LayerCalls.Tensor calls = StepCalls.layer(job).tensor().orElseThrow();
    assertThat(calls.gather()).isEmpty();
    assertThat(calls.scatter()).extracting(Call::operation, Call::bytes)
        .containsExactly(Operation.ALL_REDUCE, 2L << 20);
    // Each of the four cards sends a quarter, which the receivers gather.
    assertThat(StepCalls.send(job, true, true).bytes()).isEqualTo((2L << 20) / 4);
  }

  @Test
  void expertCallsMoveTheTokensOfACard() {
    // 512 tokens, split over 2 tensor ranks: 256 of 1,024 in BF16 each, 512 KiB. Top 2 of 8 experts.
    Job job = Jobs.small().with(Jobs.moe(2, 1024, 8)).with(Jobs.layout(2, 4, 1, 1, 8, 1))
        .with(new Batch(512, 4, 1))
        .job();
    LayerCalls.Expert calls = StepCalls.layer(job).expert().orElseThrow();
    for (Call call : List.of(calls.dispatch(), calls.gradientDispatch())) {
      assertThat(call).extracting(Call::operation, Call::bytes, Call::routed)
          .containsExactly(Operation.DISPATCH, 512L << 10, Optional.of(new Routed(256, 2, 8, 1, 1, 1)));
    }
    for (Call call : List.of(calls.combine(), calls.gradientCombine())) {
      assertThat(call).extracting(Call::operation, Call::bytes)
          .containsExactly(Operation.COMBINE, 512L << 10);
    }
    assertThat(StepCalls.layer(job).tensor()).isPresent();
  }

  @Test
  void oneCardMakesNoCalls() {
    assertThat(StepCalls.layer(Jobs.small().job()))
        .isEqualTo(LayerCalls.NONE);
  }

  /** Layers of 64 with 4 · 64² + 8 · 64² of matrices, 9 · 64 of biases and 4 · 64 of norms: 49,984. */
  private static final long LAYER = 49_984;
  private static final long WORDS = 10_000 * 64;

  private static StepPlan plan(Job job) {
    return StepPlan.of(job, new StageCosts(job, 0));
  }

  private static Call only(List<GroupCall> calls) {
    assertThat(calls).hasSize(1);
    return calls.get(0).call();
  }

  @Test
  void aBucketPerLayerAndOneAtEitherEnd() {
    Job job = Jobs.small().with(Jobs.gpt(4, 64)).with(Jobs.layout(1, 2, 2)).with(new Batch(64, 4, 1)).job();
    assertThat(LAYER).isEqualTo(Parameters.of(job.model()).layer(0));
    // Embedding of 10,000 words and 512 positions; the tied head is a copy of the words.
    assertThat(plan(job).bucketsOf(0)).containsExactly(new Buckets.Bucket(WORDS + 512 * 64, 0),
        new Buckets.Bucket(LAYER, 0), new Buckets.Bucket(LAYER, 0), new Buckets.Bucket(0, 0));
    assertThat(plan(job).bucketsOf(1)).containsExactly(new Buckets.Bucket(0, 0),
        new Buckets.Bucket(LAYER, 0), new Buckets.Bucket(LAYER, 0), new Buckets.Bucket(WORDS, 0));
    // FP32 gradients, BF16 parameters; nothing where there is nothing.
    Buckets buckets = new Buckets(job);
    assertThat(only(buckets.reduce(new Buckets.Bucket(LAYER, 0), true)))
        .extracting(Call::operation, Call::bytes).containsExactly(Operation.REDUCE_SCATTER, 4 * LAYER);
    assertThat(only(buckets.gather(new Buckets.Bucket(LAYER, 0))))
        .extracting(Call::operation, Call::bytes).containsExactly(Operation.ALL_GATHER, 2 * LAYER);
    assertThat(buckets.reduce(new Buckets.Bucket(0, 0), true)).isEmpty();
    // Two copies keep half of the optimizer states each.
    assertThat(buckets.optimized(plan(job).bucketsOf(1))).isEqualTo((2 * LAYER + WORDS) / 2.0);
  }

  @Test
  void aTiedHeadOnTheCardOfTheEmbeddingIsTheEmbedding() {
    Job job = Jobs.small().with(Jobs.gpt(1, 64)).with(Jobs.layout(1, 2, 1)).with(new Batch(64, 2, 1)).job();
    assertThat(Buckets.whole(plan(job).bucketsOf(0)).trained()).isEqualTo(WORDS + 512 * 64 + LAYER);
  }

  @Test
  void withoutZeroGradientsAreAllReducedAndAllStatesKept() {
    Parallelism layout =
        new Parallelism(1, 1, 1, 1, 1, 1, 2, 0, false, Jobs.layout(1, 1, 1).order(), List.of());
    Job job = Jobs.small().with(Jobs.gpt(1, 64)).with(layout).with(new Batch(64, 2, 1)).job();
    Buckets buckets = new Buckets(job);
    assertThat(only(buckets.reduce(new Buckets.Bucket(LAYER, 0), true)))
        .extracting(Call::operation, Call::bytes).containsExactly(Operation.ALL_REDUCE, 4 * LAYER);
    assertThat(buckets.gather(new Buckets.Bucket(LAYER, 0))).isEmpty();
    assertThat(buckets.optimized(List.of(new Buckets.Bucket(LAYER, 0)))).isEqualTo(LAYER);
  }

  @Test
  void expertsHaveGroupsOfTheirOwn() {
    // 8 experts of 3 · 64 · 512 on 4 cards: 2 each, held by 8 / 4 = 2 cards; the rest by all 8.
    Job job = Jobs.small().with(Jobs.moe(1, 64, 8)).with(Jobs.layout(1, 8, 1, 1, 4, 1))
        .with(new Batch(64, 8, 1)).job();
    Buckets.Bucket layer = plan(job).bucketsOf(0).get(1);
    assertThat(layer.routed()).isEqualTo(2 * 3 * 64 * 512);
    assertThat(layer.dense() + 4 * layer.routed()).isEqualTo(Parameters.of(job.model()).layer(0));
    assertThat(new Buckets(job).optimized(List.of(layer)))
        .isEqualTo(layer.dense() / 8.0 + layer.routed() / 2.0);
    assertThat(new Buckets(job).reduce(layer, true)).extracting(GroupCall::role, c -> c.call().bytes())
        .containsExactly(tuple(Role.DATA, 4 * layer.dense()), tuple(Role.EXPERT_DATA, 4 * layer.routed()));
    // Where every card has its own experts, nobody shares them.
    Job alone = Jobs.small().with(Jobs.moe(1, 64, 8)).with(Jobs.layout(1, 8, 1, 1, 8, 1))
        .with(new Batch(64, 8, 1)).job();
    assertThat(new Buckets(alone).reduce(plan(alone).bucketsOf(0).get(1), true)).extracting(GroupCall::role)
        .containsExactly(Role.DATA);
  }

  @Test
  void twoHoldersOfAStageShareItsGradients() {
    // DualPipe: one copy of the data, but two pipeline ranks hold each stage.
    Job job = Jobs.small().with(Jobs.gpt(2, 64)).with(Jobs.layout(1, 1, 2)).with(new DualPipe())
        .with(new Batch(64, 4, 1))
        .job();
    assertThat(new Buckets(job).reduce(new Buckets.Bucket(LAYER, 0), true)).hasSize(1);
    assertThat(new Buckets(job).optimized(List.of(new Buckets.Bucket(LAYER, 0)))).isEqualTo(LAYER / 2.0);
  }

  // Times of stages.

  private static StageCost stage(Jobs jobs, int stage, int sharedUnits) {
    Job job = jobs.job();
    return StepPlan.of(job, new StageCosts(job, sharedUnits)).stages().get(stage).cost();
  }

  private static long forward(LayerCost layer) {
    LayerCost.Dense dense = (LayerCost.Dense) layer;
    return dense.attention().forward().total().alonePs() + dense.mlp().forward().total().alonePs();
  }

  @Test
  void theEndsAreOnTheFirstAndTheLastStage() {
    Jobs jobs = Jobs.small().with(Jobs.gpt(6, 1024)).with(Jobs.layout(1, 1, 3));
    for (int s = 0; s < 3; s++) {
      StageCost stage = stage(jobs, s, 0);
      assertThat(stage.layers()).hasSize(2).allSatisfy(l -> assertThat(l).isEqualTo(stage.layers().get(0)));
      assertThat(stage.entry().forward().alonePs() > 0).isEqualTo(s == 0);
      assertThat(stage.exit().forward().alonePs() > 0).isEqualTo(s == 2);
    }
  }

  @Test
  void reservedUnitsAreMissingAtAllTimesAndSharedOnesBesideCalls() {
    Jobs jobs = Jobs.small().with(Jobs.gpt(1, 4096)).with(new Batch(4096, 1, 1));
    Overlap overlap = jobs.communication().overlap();
    Jobs reserved = jobs.with(new Communication(UnitMode.RESERVED, 32, overlap, Map.of()));
    Jobs shared = jobs.with(new Communication(UnitMode.SHARED, 32, overlap, Map.of()));
    long all = forward(stage(jobs, 0, 0).layers().get(0));
    long fewer = forward(stage(reserved, 0, 0).layers().get(0));
    // 100 of 132 units: up to 32 % longer, if everything were bound by units.
    assertThat(fewer).isBetween(all + 1, all * 132 / 100);
    BlockCost mlp = ((LayerCost.Dense) stage(shared, 0, 32).layers().get(0)).mlp();
    assertThat(mlp.forward().total().alonePs())
        .isEqualTo(((LayerCost.Dense) stage(jobs, 0, 0).layers().get(0)).mlp().forward().total().alonePs());
    // Products laid out for 132 units that have 100 take a second wave; those laid out for 100 do not.
    assertThat(mlp.forward().total().besidePs()).isBetween(
        ((LayerCost.Dense) stage(reserved, 0, 0).layers().get(0)).mlp().forward().total().alonePs() + 1,
        2 * mlp.forward().total().alonePs());
  }

  @Test
  void productsCutIntoPartsTakeNoLessTime() {
    BlockCost mlp = ((LayerCost.Dense) stage(Jobs.small().with(Jobs.layout(8, 1, 1)), 0, 0).layers().get(0))
        .mlp();
    for (PassCost pass : List.of(mlp.forward(), mlp.backward())) {
      assertThat(pass.inParts().alonePs()).isGreaterThan(pass.in().alonePs());
    }
  }

  @Test
  void selectiveRecomputationRepeatsCoreAttentionInTheBackwardPass() {
    LayerCost none = stage(Jobs.small(), 0, 0).layers().get(0);
    LayerCost selective = stage(Jobs.small().with(Recompute.SELECTIVE), 0, 0).layers().get(0);
    assertThat(selective.attention().forward()).isEqualTo(none.attention().forward());
    assertThat(selective.attention().backward()).isEqualTo(none.attention().backward());
    assertThat(none.attention().again().total()).isEqualTo(Span.NONE);
    assertThat(selective.attention().again().total().alonePs()).isEqualTo(coreForward(none));
  }

  /** GPT has nothing but attention itself in its core, no rotary positions. */
  private static long coreForward(LayerCost layer) {
    return layer.attention().forward().core().total().alonePs();
  }

  @Test
  void anMtpModuleIsALayerAProjectionAndAnotherHead() {
    ModelSpec plain = Jobs.gpt(2, 1024);
    ModelSpec mtp =
        new ModelSpec("mtp", plain.family(), 2, 1024, 16, 16, 64, 4096, 10_000, false, true, true, 512,
        Optional.empty(), Optional.empty(), 1);
    StageCost without = stage(Jobs.small().with(plain), 0, 0);
    StageCost with = stage(Jobs.small().with(mtp), 0, 0);
    assertThat(IntStream.of(without.layers().size(), with.layers().size())).containsExactly(2, 3);
    assertThat(with.exit().forward().alonePs()).isGreaterThan(2 * without.exit().forward().alonePs());
  }
}

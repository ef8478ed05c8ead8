package org.kilocard.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.kilocard.program.Steps.block;
import static org.kilocard.program.Steps.span;
import static org.kilocard.program.Steps.stage;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.kilocard.collective.Operation;
import org.kilocard.collective.Planner;
import org.kilocard.hardware.Stack;
import org.kilocard.hardware.StackFile;
import org.kilocard.input.Catalogue;
import org.kilocard.job.Batch;
import org.kilocard.job.Communication;
import org.kilocard.job.Job;
import org.kilocard.job.Jobs;
import org.kilocard.job.Overlap;
import org.kilocard.job.Parallelism;
import org.kilocard.job.Role;
import org.kilocard.job.Sharding;
import org.kilocard.job.UnitMode;
import org.kilocard.model.ContextKind;
import org.kilocard.model.MemoryPass;
import org.kilocard.timeline.CallTrack;
import org.kilocard.timeline.CardTrack;
import org.kilocard.timeline.Timeline;

/** ZeRO-2, ZeRO-3 (FSDP) and hybrid sharding, by hand. */
class ShardedStepTest {
  private static final long US = 1_000_000;
  private static final LayerCalls NO_CALLS = new LayerCalls(
      Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
  private static final BlockCost NOTHING = block(0, 0, 0);

  /** Two layers, forward 10 and backward 10 + 5 per layer; two copies or more, two micro-batches each. */
  private static StepPlan plan(int copies, Sharding sharding, boolean overlapped) {
    Parallelism layout = new Parallelism(1, 1, ContextKind.RING, 1, 1, 1, 1, copies, sharding, false,
        Jobs.layout(1, 1, 1).order(), Parallelism.EXPERT_ORDER, List.of());
    Overlap overlap = new Overlap(true, true, true, overlapped, overlapped);
    Job job = Jobs.small().with(Jobs.gpt(2, 64)).with(layout).with(new Batch(64, 2 * copies, 1))
        .with(new Communication(UnitMode.OFFLOAD, 0, overlap, Map.of())).job();
    LayerCost layer = new LayerCost.Dense(block(10 * US, 10 * US, 5 * US), NOTHING);
    return Steps.plan(job, NO_CALLS, stage(layer, layer));
  }

  private static Sharding sharding(int zero, int group, boolean reshard) {
    return new Sharding(zero, group > 0 ? OptionalInt.of(group) : OptionalInt.empty(), reshard);
  }

  private static Timeline simulate(StepPlan plan, long us) {
    Planner planner = Steps.taking(call -> us * 1e-6);
    return Steps.simulate(plan.job(), Steps.programs(plan), planner);
  }

  private static long optimizer(StepPlan plan) {
    return plan.optimizer(0).alonePs();
  }

  private static List<Long> ends(Timeline t, Stream stream) {
    CardTrack card = t.cards().get(0);
    return IntStream.range(0, card.program().size()).filter(op -> card.program().stream(op) == stream)
        .mapToObj(op -> card.endPs()[op] / US).toList();
  }

  @Test
  void zero3GathersALayerAheadAndReducesAfterEveryPass() {
    // Calls of 4. F: the embedding (without work of its own) comes to 4, layer 0 to 8, layer 1, sent for at 4, to 12.
    // Layer 0 8-18, layer 1 18-28; at 18 the backward pass sends for layer 1, to 22. B: layer 1 28-43, at 28 it sends
    // for layer 0, to 32; layer 0 43-58, at 43 the next forward pass sends for the embedding, to 47. F: at 58 for
    // layer 0, to 62, then layer 1 to 66; layer 0 62-72, layer 1 72-82 (layer 1 again to 76). B: 82-97 (layer 0 to
    // 86), 97-112. Gradients: layer 1 43-47, layer 0 58-62, embedding to 66; then 97-101, 112-116, 120.
    StepPlan plan = plan(2, sharding(3, 0, true), true);
    Timeline t = simulate(plan, 4);
    assertThat(ends(t, Stream.PARAMETER)).containsExactly(4L, 8L, 12L, 22L, 32L, 47L, 62L, 66L, 76L, 86L);
    assertThat(ends(t, Stream.GRADIENT)).containsExactly(47L, 62L, 66L, 101L, 116L, 120L);
    assertThat(Steps.lastPass(t)).isEqualTo(112 * US);
    assertThat(t.endPs()).isEqualTo(120 * US + optimizer(plan));
  }

  @Test
  void notOverlappedEveryGatherAndReductionIsWaitedFor() {
    // F: embedding to 4, layer 0 to 8 and 18, layer 1 to 22 and 32. B: layer 1 to 36 and 51, layer 0 to 55 and 70, all
    // gradients to 74. The second micro-batch takes as long, then the optimizer.
    StepPlan plan = plan(2, sharding(3, 0, true), false);
    Timeline t = simulate(plan, 4);
    assertThat(ends(t, Stream.PARAMETER)).containsExactly(4L, 8L, 22L, 36L, 55L, 78L, 82L, 96L, 110L, 129L);
    assertThat(ends(t, Stream.GRADIENT)).containsExactly(74L, 148L);
    assertThat(t.endPs()).isEqualTo(148 * US + optimizer(plan));
  }

  @Test
  void parametersThatAreKeptAreGatheredOncePerMicroBatch() {
    // F: 4, 8, 12 as before; B 28-58 without gathers. F: sends at 58 for the embedding and layer 0, to 62 and 66.
    StepPlan plan = plan(2, sharding(3, 0, false), true);
    Timeline t = simulate(plan, 4);
    assertThat(ends(t, Stream.PARAMETER)).containsExactly(4L, 8L, 12L, 62L, 66L, 70L);
    assertThat(Steps.lastPass(t)).isEqualTo((66 + 20 + 30) * US);
  }

  @Test
  void gradientsAreCopiedInEveryPassBeforeTheyAreReduced() {
    // Gathers 4, 8, 12; F 8-28. B: layer 1 28-43, copied to 45; layer 0 45-60, copied to 62; the embedding's to 63. F
    // 63-83, B 83-98-100-115-117-118.
    StepPlan plan = plan(2, sharding(2, 0, true), true);
    StageCost copying = plan.stages().get(0).cost().copying(
        List.of(span(US), span(2 * US), span(2 * US), Span.NONE));
    Timeline t = simulate(Steps.plan(plan.job(), NO_CALLS, copying), 4);
    assertThat(ends(t, Stream.GRADIENT)).containsExactly(49L, 66L, 70L, 104L, 121L, 125L);
    assertThat(Steps.lastPass(t)).isEqualTo(118 * US);
  }

  @Test
  void onlyGradientsThatEveryPassReducesAreCopied() {
    Stack fsdp = StackFile.load(new Catalogue(Path.of("..")), "pytorch-fsdp-h100");
    for (int zero = 0; zero <= 3; zero++) {
      Job job = plan(2, sharding(zero, 0, true), true).job();
      StageCosts costs = new StageCosts(job, 0);
      Job copying = Jobs.small().with(job.model()).with(job.parallelism()).with(job.batch()).with(fsdp).job();
      StepPlan.Stage stage = StepPlan.of(copying, costs).stages().get(0);
      if (zero < 2) {
        assertThat(stage.cost().copies()).isEmpty();
      } else {
        Buckets.Bucket layer = stage.buckets().get(1);
        assertThat(stage.cost().copy(0)).isEqualTo(
            costs.span(List.of(MemoryPass.stream("", layer.trained(), 8))));
        assertThat(stage.cost().copy(0).alonePs()).isPositive();
      }
    }
  }

  @Test
  void zero2ReducesAfterEveryPassAndGathersOncePerStep() {
    // Gathers 4, 8, 12; F 8-28, B 28-58, F 58-78, B 78-108: reductions as the layers end, twice.
    StepPlan plan = plan(2, sharding(2, 0, true), true);
    Timeline t = simulate(plan, 4);
    assertThat(ends(t, Stream.PARAMETER)).containsExactly(4L, 8L, 12L);
    assertThat(ends(t, Stream.GRADIENT)).containsExactly(47L, 62L, 66L, 97L, 112L, 116L);
    assertThat(t.endPs()).isEqualTo(116 * US + optimizer(plan));
  }

  /** Parameters of layers that calls carry in a step, over those of one layer; gradients have 4 bytes, parameters 2. */
  private static double carried(StepPlan plan, Predicate<Operation> which) {
    long layer = plan.bucketsOf(0).get(1).dense();
    Program p = Steps.programs(plan).get(0);
    return IntStream.range(0, p.size()).filter(op -> !p.computes(op)).mapToObj(op -> p.calls().get(p.call(op)))
        .filter(c -> which.test(c.operation()) && c.bytes() % layer == 0)
        .mapToDouble(c -> (double) c.bytes() / layer / (c.operation() == Operation.ALL_GATHER ? 2 : 4)).sum();
  }

  @Test
  void zero3MovesThreeTimesTheParametersAndZero1Twice() {
    // Two layers and micro-batches. ZeRO-1: a reduction and a gather per step. ZeRO-2: two reductions and a gather.
    // ZeRO-3: two gathers and a reduction per micro-batch, one gather less where parameters are kept.
    Predicate<Operation> all = operation -> true;
    assertThat(carried(plan(2, Sharding.zero(1), true), all)).isEqualTo(2 * 2);
    assertThat(carried(plan(2, Sharding.zero(2), true), all)).isEqualTo(2 * 3);
    assertThat(carried(plan(2, Sharding.zero(3), true), all)).isEqualTo(2 * 2 * 3);
    assertThat(carried(plan(2, sharding(3, 0, false), true), all)).isEqualTo(2 * 2 * 2);
    assertThat(carried(plan(2, Sharding.zero(3), true), Operation.ALL_GATHER::equals)).isEqualTo(2 * 2 * 2);
  }

  @Test
  void hybridShardingSumsUpCopiesOncePerStep() {
    // 8 holders, 2 share a copy: gathers and reductions among 2, and once per step an all-reduce of the half among 4.
    StepPlan plan = plan(8, sharding(3, 2, true), true);
    long layer = plan.bucketsOf(0).get(1).dense();
    Program p = Steps.programs(plan).get(0);
    Map<Role, Long> calls = IntStream.range(0, p.size()).filter(op -> !p.computes(op)).boxed()
        .collect(Collectors.groupingBy(p::role, Collectors.counting()));
    // Gathers: 3 forward, 2 backward; reductions 3; twice. Sums of copies: 3.
    assertThat(calls).containsOnly(Map.entry(Role.SHARD, 16L), Map.entry(Role.REPLICA, 3L));
    assertThat(plan.buckets().reduce(new Buckets.Bucket(layer, 0), true))
        .extracting(GroupCall::role, c -> c.call().operation(), c -> c.call().bytes())
        .containsExactly(tuple(Role.SHARD, Operation.REDUCE_SCATTER, 4 * layer),
            tuple(Role.REPLICA, Operation.ALL_REDUCE, 2 * layer));
    assertThat(plan.buckets().reduce(new Buckets.Bucket(layer, 0), false)).hasSize(1);
    assertThat(plan.buckets().optimized(List.of(new Buckets.Bucket(layer, 0)))).isEqualTo(layer / 2.0);
    assertThat(simulate(plan, 4).calls()).extracting(CallTrack::role, CallTrack::ranks).containsOnly(
        tuple(Role.SHARD, 2), tuple(Role.REPLICA, 4));
  }
}

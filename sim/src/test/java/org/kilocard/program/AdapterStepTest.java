package org.kilocard.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.kilocard.collective.Call;
import org.kilocard.collective.Operation;
import org.kilocard.job.Batch;
import org.kilocard.job.Job;
import org.kilocard.job.Jobs;
import org.kilocard.job.Overlap;
import org.kilocard.job.Parallelism;
import org.kilocard.job.Sharding;
import org.kilocard.model.Lora;
import org.kilocard.model.Lora.Target;
import org.kilocard.model.ModelSpec;
import org.kilocard.schedule.Schedules;

/** Steps that train adapters: their calls, their bytes and their passes. */
class AdapterStepTest {
  private static final Set<Target> ATTENTION = EnumSet.of(Target.QKV, Target.PROJECTION);

  private static Jobs adapted(Jobs jobs, int rank, Set<Target> targets) {
    return jobs.with(jobs.model().with(new Lora(rank, targets)));
  }

  private static Jobs split(boolean sequence, boolean pipelined) {
    Parallelism layout =
        new Parallelism(4, 1, 1, 1, 1, 1, 1, 1, sequence, Jobs.layout(1, 1, 1).order(), List.of());
    return adapted(Jobs.small().with(layout).with(new Batch(512, 2, 2))
        .with(new Overlap(pipelined, true, true, true, true)), 16, ATTENTION);
  }

  private static List<Optional<Call>> inOrder(AdapterCalls calls) {
    return List.of(calls.inputs(), Optional.of(calls.columns()), calls.outputs(), calls.outputGradients(),
        Optional.of(calls.columnGradients()), calls.inputGradients());
  }

  private static List<String> listed(AdapterCalls calls) {
    return inOrder(calls).stream()
        .map(call -> call.map(c -> c.operation().label() + " " + c.bytes()).orElse("-")).toList();
  }

  /** 1,024 tokens: of 1,024 elements in BF16 2 MiB, of 16 rank columns 32 KiB. */
  @Test
  void callsAreThoseOfNemo() {
    long all = 2L << 20;
    long columns = 32L << 10;
    LayerCalls.Adapters calls = StepCalls.layer(split(true, false).job()).tensor().orElseThrow().adapters().orElseThrow();
    assertThat(listed(calls.first()))
        .containsExactly("-", "all-gather " + columns, "-", "-", "all-reduce " + columns, "-");
    assertThat(listed(calls.last())).containsExactly("-", "all-reduce " + columns, "all-gather " + all,
        "all-gather " + all, "all-reduce " + columns, "-");
    LayerCalls.Adapters again = StepCalls.layer(split(true, true).job()).tensor().orElseThrow().adapters().orElseThrow();
    assertThat(listed(again.first())).containsExactly("all-gather " + all, "all-gather " + columns, "-", "-",
        "all-reduce " + columns, "reduce-scatter " + all);
    assertThat(again.last()).isEqualTo(calls.last());
    LayerCalls.Adapters whole = StepCalls.layer(split(false, false).job()).tensor().orElseThrow().adapters().orElseThrow();
    assertThat(listed(whole.first()))
        .containsExactly("-", "all-gather " + columns, "-", "-", "all-reduce " + columns, "all-reduce " + all);
    assertThat(listed(whole.last())).containsExactly("-", "all-reduce " + columns, "all-gather " + all, "-",
        "all-reduce " + columns, "-");
  }

  /** Gradients of frozen weights need no input gathered again; below the lowest adapter nobody calls. */
  @Test
  void aFrozenLayerCallsLessOften() {
    // Per trained layer: forward 2 gathers, backward 2 and 2 more for the weights; 4 scatters.
    assertThat(calls(Jobs.small().with(Jobs.layout(4, 1, 1)).with(sequential()), "tensor gather")).isEqualTo(4 * 6);
    assertThat(calls(Jobs.small().with(Jobs.layout(4, 1, 1)).with(sequential()), "tensor scatter")).isEqualTo(4 * 4);
    Jobs frozen = adapted(Jobs.small().with(Jobs.layout(4, 1, 1)).with(sequential()), 16, ATTENTION);
    assertThat(calls(frozen, "tensor gather")).isEqualTo(4 * 4);
    assertThat(calls(frozen, "tensor scatter")).isEqualTo(4 * 4 - 1);
    assertThat(calls(frozen, "adapter gather")).isEqualTo(4 * 2);
    assertThat(calls(frozen, "adapter column gather")).isEqualTo(4);
    assertThat(calls(frozen, "adapter column sum")).isEqualTo(4 * 3);
    // Only the second product of MLPs: the first layer has no gradient of anything before it.
    Jobs second = adapted(Jobs.small().with(Jobs.layout(4, 1, 1)).with(sequential()), 16, EnumSet.of(Target.FC2));
    assertThat(calls(second, "tensor gather")).isEqualTo(4 * 4 - 2);
    assertThat(calls(second, "tensor scatter")).isEqualTo(4 * 4 - 2);
  }

  private static Overlap sequential() {
    return new Overlap(false, true, true, true, true);
  }

  private static long calls(Jobs jobs, String name) {
    Program program = StepPrograms.of(jobs.job(), 0).programs().get(0);
    return IntStream.range(0, program.size())
        .filter(op -> !program.computes(op) && program.calls().get(program.call(op)).name().equals(name)).count();
  }

  /** Gate-less layers of 64, rank 8 on QKV and projection: 8 · (64 + 192) + 8 · (64 + 64) = 3,072 are trained. */
  @Test
  void onlyAdaptersAreReducedAndUpdated() {
    long adapters = 3072;
    Jobs jobs = adapted(Jobs.small().with(Jobs.gpt(2, 64)).with(Jobs.layout(1, 2, 1)).with(new Batch(64, 2, 1)), 8,
        ATTENTION);
    Buckets buckets = new Buckets(jobs.job());
    List<Buckets.Bucket> stage = StepPlan.of(jobs.job(), new StageCosts(jobs.job(), 0)).bucketsOf(0);
    assertThat(stage).extracting(Buckets.Bucket::trained).containsExactly(0L, adapters, adapters, 0L);
    assertThat(stage).flatExtracting(bucket -> buckets.reduce(bucket, true))
        .extracting(c -> c.call().operation(), c -> c.call().bytes())
        .containsExactly(tuple(Operation.REDUCE_SCATTER, 4 * adapters), tuple(Operation.REDUCE_SCATTER, 4 * adapters));
    assertThat(stage).flatExtracting(buckets::gather).extracting(c -> c.call().bytes())
        .containsExactly(2 * adapters, 2 * adapters);
    assertThat(buckets.optimized(stage)).isEqualTo(adapters);
  }

  @Test
  void shardedFrozenWeightsAreGatheredWithTheAdapters() {
    Parallelism plain = Jobs.layout(1, 2, 1);
    Parallelism sharded = new Parallelism(1, 1, plain.contextKind(), 1, 1, 1, 1, 2, Sharding.zero(3), false,
        plain.order(), plain.expertOrder(), List.of());
    Jobs jobs = Jobs.small().with(Jobs.gpt(2, 64)).with(sharded).with(new Batch(64, 2, 1));
    Job trained = jobs.job();
    Job frozen = adapted(jobs, 8, ATTENTION).job();
    long layer = gathered(trained);
    assertThat(gathered(frozen)).isEqualTo(layer + 2 * 3072);
    assertThat(new Buckets(frozen).reduce(layer(frozen), true)).extracting(c -> c.call().bytes())
        .containsExactly(4 * 3072L);
  }

  private static long gathered(Job job) {
    return new Buckets(job).gather(layer(job)).get(0).call().bytes();
  }

  private static Buckets.Bucket layer(Job job) {
    return StepPlan.of(job, new StageCosts(job, 0)).bucketsOf(0).get(1);
  }

  /**
   * A frozen layer of wide products takes about as long backward as forward, where a trained one takes twice that; of
   * attention there is more, five products instead of two.
   */
  @Test
  void theBackwardPassIsAboutAsLongAsTheForwardPass() {
    ModelSpec wide = Jobs.gpt(4, 8192);
    Jobs jobs = Jobs.small().with(wide).with(new Batch(2048, 1, 1));
    assertThat(backwardOverForward(jobs)).isBetween(2.0, 2.3);
    assertThat(backwardOverForward(adapted(jobs, 16, ATTENTION))).isBetween(1.0, 1.3);
  }

  private static double backwardOverForward(Jobs jobs) {
    LayerCost.Dense layer = (LayerCost.Dense) stage(jobs).layers().get(1);
    return (double) (backward(layer.attention()) + backward(layer.mlp()))
        / (forward(layer.attention()) + forward(layer.mlp()));
  }

  private static long forward(BlockCost block) {
    return block.forward().total().alonePs() + adapters(block, true);
  }

  private static long backward(BlockCost block) {
    return block.backward().total().alonePs() + block.weight().alonePs() + adapters(block, false);
  }

  private static long adapters(BlockCost block, boolean forward) {
    List<AdapterCost> both = new ArrayList<>(block.first());
    both.addAll(block.last());
    return both.stream()
        .flatMap(a -> List.of(a.down(), a.up(), a.join()).stream())
        .mapToLong(plain -> (forward ? plain.forward() : plain.backward()).alonePs()).sum();
  }

  private static StageCost stage(Jobs jobs) {
    return StepPlan.of(jobs.job(), new StageCosts(jobs.job(), 0)).stages().get(0).cost();
  }

  /** Schedules that compute the gradients of weights apart have next to nothing to fill their bubbles with. */
  @Test
  void weightPassesHaveOnlyAdaptersToDo() {
    for (String schedule : List.of("zb-h1", "zb-h2", "zb-v", "v-half")) {
      Jobs jobs = Jobs.small().with(Jobs.gpt(8, 4096)).with(Jobs.layout(1, 1, 2))
          .with(Schedules.named(schedule).orElseThrow()).with(new Batch(2048, 8, 1));
      double trained = weightOverAll(jobs);
      double frozen = weightOverAll(adapted(jobs, 16, ATTENTION));
      assertThat(trained).as(schedule).isGreaterThan(0.1);
      assertThat(frozen).as(schedule).isBetween(1e-4, 0.04);
    }
  }

  /** Time of passes that compute gradients of weights by themselves, over that of all compute. */
  private static double weightOverAll(Jobs jobs) {
    double weight = 0;
    double all = 0;
    for (Program program : StepPrograms.of(jobs.job(), 0).programs()) {
      for (int op = 0; op < program.size(); op++) {
        if (program.computes(op) && program.slot(op) >= 0) {
          all += program.alonePs(op);
          weight += program.work(op) == Work.WEIGHT ? program.alonePs(op) : 0;
        }
      }
    }
    return weight / all;
  }
}

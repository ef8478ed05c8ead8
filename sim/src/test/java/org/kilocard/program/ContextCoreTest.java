package org.kilocard.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kilocard.program.Steps.listing;
import static org.kilocard.program.Steps.span;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.kilocard.collective.Call;
import org.kilocard.collective.Operation;
import org.kilocard.job.Batch;
import org.kilocard.job.Job;
import org.kilocard.job.Jobs;
import org.kilocard.job.Parallelism;
import org.kilocard.job.Sharding;
import org.kilocard.model.ContextKind;
import org.kilocard.timeline.Timeline;

/** Context parallelism by its timing in the simulator, with made-up durations in microseconds. */
class ContextCoreTest {
  private static final long US = 1_000_000;

  private static Job job(int cards, ContextKind kind) {
    Parallelism p = Jobs.layout(1, 1, 1);
    return Jobs.small().with(Jobs.gpt(1, 256)).with(new Batch(512, 1, 1))
        .with(new Parallelism(1, cards, kind, 1, 1, 1, 1, 1, Sharding.zero(1), false, p.order(), p.expertOrder(), List.of()))
        .job();
  }

  /** One layer, forward and backward; products of 1 before and behind the core, no weights. */
  private static StepPlan plan(Job job, CoreCost forward, CoreCost backward) {
    BlockCost attention = new BlockCost(pass(forward), pass(backward), CoreCost.NONE, Span.NONE, Span.NONE);
    return Steps.plan(job, StepCalls.layer(job), Steps.stage(new LayerCost.Dense(attention, Steps.block(0, 0, 0))));
  }

  private static PassCost pass(CoreCost core) {
    return new PassCost(Span.NONE, span(US), span(US), core, span(US), Span.NONE);
  }

  private static CoreCost steps(long us, int count) {
    return new CoreCost(Span.NONE, Collections.nCopies(count, span(us * US)), Span.NONE);
  }

  private static long lastPassUs(StepPlan plan, double perKeys) {
    Timeline t = Steps.simulate(plan.job(), Steps.programs(plan), Steps.taking(call ->
        call.name().startsWith("context")
            ? (call.name().equals("context keys and gradients") ? 2 : 1) * perKeys * 1e-6
            : 0));
    return Steps.lastPass(t) / US;
  }

  @Test
  void aRingHidesBehindTheAttentionThatTakesLonger() {
    // 4 cards: forward 1, four steps of 10 with exchanges of 4 beside them, 1. Backward 1, four steps of 20, beside
    // them exchanges of 4, 8, 8 and 4, 1: 42 + 82.
    assertThat(lastPassUs(plan(job(4, ContextKind.RING), steps(10, 4), steps(20, 4)), 4)).isEqualTo(124);
  }

  @Test
  void aRingThatTakesLongerSetsThePace() {
    // Forward: 1, exchanges of 30 one after the other, which all three may be before the last step: to 91, 10, 1.
    // Backward: 1; an exchange of 30 beside a step of 20, two of 60 beside two steps, which wait for the step that
    // they carry gradients of: keys to 31 beside step 1 (1 - 21); both 31 - 91 beside step 2 (31 - 51); both 91 - 151
    // beside step 3 (91 - 111); the gradients 151 - 181 beside step 4 (151 - 171); 1.
    assertThat(lastPassUs(plan(job(4, ContextKind.RING), steps(10, 4), steps(20, 4)), 30)).isEqualTo(102 + 182);
  }

  @Test
  void gradientsOfKeysFollowTheStepThatAddsToThem() {
    // Two cards: the keys come beside the first step; the gradients go when it is done, beside the second.
    Program p = Steps.programs(plan(job(2, ContextKind.RING), steps(10, 2), steps(20, 2))).get(0);
    assertThat(listing(p).subList(2, 12)).containsExactly(
        "COMPUTE attention after 0, 1",
        "CONTEXT context keys after 2",
        "COMPUTE attention",
        "COMPUTE attention after 3",
        "COMPUTE attention backward",
        "CONTEXT context keys after 6",
        "COMPUTE attention backward",
        "CONTEXT context key gradients after 8",
        "COMPUTE attention backward after 7",
        "COMPUTE attention backward after 9");
  }

  @Test
  void nothingHidesTheAllToAllsOfUlysses() {
    // Forward 1 + 4 + 10 + 4 + 1, backward 1 + 4 + 20 + 4 + 1.
    assertThat(lastPassUs(plan(job(4, ContextKind.ULYSSES), steps(10, 1), steps(20, 1)), 4)).isEqualTo(20 + 30);
  }

  @Test
  void keysAreGatheredAheadOfBothPassesAndTheirGradientsScattered() {
    // Forward 1 + 4 + 10 + 1, backward 1 + 4 + 20 + 4 + 1.
    assertThat(lastPassUs(plan(job(4, ContextKind.ALL_GATHER), steps(10, 1), steps(20, 1)), 4)).isEqualTo(16 + 30);
  }

  @Test
  void bytesOfTheCalls() {
    // 512 tokens over 4 cards: 128 with 4 heads of 64; keys and values 128 x 512 in BF16, 128 KiB.
    long keys = 128 << 10;
    assertThat(StepCalls.layer(job(4, ContextKind.RING)).context()).contains(new LayerCalls.Ring(
        Call.of("context keys", Operation.SHIFT, keys),
        Call.of("context keys and gradients", Operation.SHIFT, 2 * keys),
        Call.of("context key gradients", Operation.SHIFT, keys)));
    LayerCalls.Around ulysses =
        (LayerCalls.Around) StepCalls.layer(job(4, ContextKind.ULYSSES)).context().orElseThrow();
    assertThat(ulysses.inputs().map(Call::bytes)).contains(keys * 3 / 2);
    assertThat(ulysses.output().map(Call::bytes)).contains(keys / 2);
    LayerCalls.Around gathered =
        (LayerCalls.Around) StepCalls.layer(job(4, ContextKind.ALL_GATHER)).context().orElseThrow();
    assertThat(gathered.inputs().map(Call::bytes)).contains(4 * keys);
    assertThat(gathered.output()).isEqualTo(Optional.empty());
  }

  @Test
  void theWorkOfASequenceDoesNotDependOnHowManyCardsShareIt() {
    // 32,768 tokens: attention and products of a card shrink with the cards; what is left are
    // launches, tails, smaller blocks, and the merging of their outputs.
    Jobs jobs = Jobs.small().with(Jobs.gpt(1, 4096)).with(new Batch(32_768, 1, 1));
    Parallelism p = Jobs.layout(1, 1, 1);
    long whole = forward(jobs.with(p).job());
    for (ContextKind kind : ContextKind.values()) {
      long part = forward(jobs.with(new Parallelism(
          1, 8, kind, 1, 1, 1, 1, 1, Sharding.zero(1), false, p.order(), p.expertOrder(), List.of())).job());
      assertThat((double) 8 * part / whole).as("%s", kind).isBetween(1.0, 1.3);
    }
  }

  private static long forward(Job job) {
    return new StageCosts(job, 0).stage(List.of(0), false, false).layers().get(0).attention().forward().total()
        .alonePs();
  }
}

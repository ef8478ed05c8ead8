package org.kilocard.program;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.kilocard.compute.CardUnits;
import org.kilocard.compute.KernelClock;
import org.kilocard.compute.SlowestCard;
import org.kilocard.hardware.Precision;
import org.kilocard.hardware.Stack;
import org.kilocard.hardware.TokenExchange;
import org.kilocard.job.Communication;
import org.kilocard.job.ExpertLoad;
import org.kilocard.job.Job;
import org.kilocard.job.Parallelism;
import org.kilocard.job.Recompute;
import org.kilocard.job.UnitMode;
import org.kilocard.model.Adapter;
import org.kilocard.model.Block;
import org.kilocard.model.ContextKind;
import org.kilocard.model.Core;
import org.kilocard.model.FeedForward;
import org.kilocard.model.Gemm;
import org.kilocard.model.Kernel;
import org.kilocard.model.Layer;
import org.kilocard.model.LayerKind;
import org.kilocard.model.LayerSoftware;
import org.kilocard.model.ModelEnds;
import org.kilocard.model.ModelSpec;
import org.kilocard.model.MoeBlock;
import org.kilocard.model.MoeSpec;
import org.kilocard.model.NoFeedForward;
import org.kilocard.model.Passes;
import org.kilocard.model.Shard;
import org.kilocard.model.Slots;
import org.kilocard.model.TransformerLayers;

/**
 * Times the kernels of every stage.
 *
 * <p><b>Model.</b> Kernels run one after the other, each followed by the stack's gap, on all units of the card, or on
 * those that are not reserved, at the pace of the slowest card; {@code beside} is on what shared collectives leave.
 * Immutable.
 */
public final class StageCosts {
  /**
   * Everything in a job that the costs depend on beside the model, the card and the stack: jobs that agree in it can
   * share them.
   */
  public record Key(
      Precision precision,
      int tensor,
      int context,
      ContextKind contextKind,
      int expert,
      int expertTensor,
      boolean sequenceParallel,
      int sequenceLength,
      int microBatch,
      Recompute recompute,
      UnitMode unitMode,
      int units,
      ExpertLoad expertLoad,
      int cards) {
    /** The key of a job. */
    public static Key of(Job job) {
      Parallelism p = job.parallelism();
      return new Key(job.precision(), p.tensor(), p.context(), p.contextKind(), p.expert(), p.expertTensor(), p.sequenceParallel(),
          job.batch().sequenceLength(), job.batch().micro(), job.recompute(), job.communication().unitMode(),
          job.communication().units(), job.expertLoad(), p.cards());
    }
  }

  private final Job job;
  private final ModelSpec model;
  private final Shard shard;
  private final KernelClock clock;
  private final double slowest;
  private final CardUnits units;
  private final CardUnits besideUnits;
  private final Map<LayerKind, LayerCost> kinds = new HashMap<>();
  private final LayerCost.Plain entry;
  private final LayerCost.Plain exit;

  /**
   * Costs of a job on the card whose experts have the most tokens.
   *
   * @param sharedUnits units that collectives take from kernels in shared mode
   */
  public StageCosts(Job job, int sharedUnits) {
    this(job, sharedUnits, job.expertLoad().busiestCard(job.parallelism().expert()));
  }

  /**
   * Costs of a job on one of the cards that experts are dealt to.
   *
   * @param expertCard which, 0 … expert − 1
   */
  StageCosts(Job job, int sharedUnits, int expertCard) {
    this.job = job;
    model = job.model();
    shard = shard(job, expertCard);
    clock = KernelClock.settled(
        job.accelerator(), job.stack().attentionOn(job.accelerator()), job.stack().speedup());
    slowest = SlowestCard.slowdown(job.accelerator().kernels().spread().value(), job.parallelism().cards());
    Communication c = job.communication();
    CardUnits all = CardUnits.of(job.accelerator());
    units = c.unitMode() == UnitMode.RESERVED ? all.without(c.units()) : all;
    besideUnits = c.unitMode() == UnitMode.SHARED ? units.beside(sharedUnits) : units;
    for (int i = 0; i < model.layers(); i++) {
      int index = i;
      kinds.computeIfAbsent(model.kind(i), kind -> time(index));
    }
    entry = plain(ModelEnds.embedding(model, shard));
    exit = exit();
  }

  private static Shard shard(Job job, int expertCard) {
    Parallelism p = job.parallelism();
    long routings = job.model().moe().map(MoeSpec::topK).orElse(0) * job.batch().microTokens() / p.context()
        / (p.sequenceParallel() ? p.tensor() : 1) * p.expert() * p.expertTensor();
    Optional<List<Long>> rows = job.expertLoad().isUniform()
        ? Optional.empty()
        : Optional.of(job.expertLoad().rows(expertCard, p.expert(), routings));
    return new Shard(job.batch().microTokens(), job.batch().sequenceLength(), p.tensor(), p.context(), p.contextKind(),
        p.expert(), p.expertTensor(), p.sequenceParallel(), job.gemmFormat(),
        job.stack().gradientBytes().value(), job.stack().fusesAttention(), rows, software(job.stack()));
  }

  private static LayerSoftware software(Stack stack) {
    TokenExchange tokens = stack.tokens();
    return new LayerSoftware(tokens.deduplicated(), tokens.dispatch().bytesPerElement() < 2,
        tokens.fusedPermutation(), stack.fusesLatentRotary());
  }

  /** Time of kernels one after the other. */
  Span span(List<Kernel> kernels) {
    long alone = timePs(kernels, units);
    long beside = besideUnits.equals(units) ? alone : timePs(kernels, besideUnits);
    return new Span(alone, Math.max(alone, beside));
  }

  private long timePs(List<Kernel> kernels, CardUnits onUnits) {
    double gapsPs = job.stack().kernelGapPs().value() * kernels.size();
    return Math.round(job.stack().calibration().computeScale() * slowest * (clock.timePs(kernels, onUnits) + gapsPs));
  }

  /** Cost of a stage of {@code layers}, which may be the first or the last. */
  StageCost stage(List<Integer> layers, boolean first, boolean last) {
    long startPs = job.parallelism().pipeline() > 1 ? job.stack().calibration().passOverheadPs() : 0;
    return new StageCost(
        new Span(startPs, startPs),
        first ? entry : LayerCost.Plain.NONE,
        layers.stream().map(this::layer).toList(),
        last ? exit : LayerCost.Plain.NONE,
        List.of());
  }

  /** Head and loss, and what an MTP module needs beside its layer: embedding, projection, head and loss again. */
  private LayerCost.Plain exit() {
    LayerCost.Plain head = plain(ModelEnds.head(model, shard, job.stack().fusesLoss()));
    LayerCost.Plain all = head;
    for (int i = 0; i < model.mtpDepth(); i++) {
      all = all.plus(entry)
          .plus(plain(ModelEnds.mtpProjection(model, shard)))
          .plus(head);
    }
    return all;
  }

  private LayerCost layer(int index) {
    return Objects.requireNonNull(kinds.get(model.kind(index)));
  }

  private LayerCost time(int index) {
    Layer layer = TransformerLayers.layer(model, shard, index);
    BlockCost attention = block(layer.attention());
    FeedForward feedForward = layer.feedForward();
    if (feedForward instanceof Block dense) {
      return new LayerCost.Dense(attention, block(dense));
    }
    if (feedForward instanceof NoFeedForward) {
      return new LayerCost.Parallel(attention);
    }
    MoeBlock moe = (MoeBlock) feedForward;
    Span again = job.recompute() == Recompute.SELECTIVE ? span(moe.selective()) : Span.NONE;
    LayerCost.Plain routed = plain(moe.routed());
    return new LayerCost.Moe(
        attention,
        plain(moe.router()),
        moe.shared().map(this::block),
        new LayerCost.Plain(routed.forward(), routed.backward().plus(again), routed.weight()),
        plain(moe.after()));
  }

  private BlockCost block(Block block) {
    CoreCost again = job.recompute() == Recompute.SELECTIVE ? core(block.selective()) : CoreCost.NONE;
    return new BlockCost(pass(block.forward()), pass(block.backwardInput()), again, span(block.weightOut()),
        span(block.weightIn()), adapters(block.first()), adapters(block.last()));
  }

  private List<AdapterCost> adapters(List<Adapter> adapters) {
    return adapters.stream()
        .map(a -> new AdapterCost(plain(a.down()), plain(a.up()), plain(a.join()),
            !a.down().backwardInput().isEmpty()))
        .toList();
  }

  private PassCost pass(Slots slots) {
    return new PassCost(span(slots.before()), span(slots.in()), inParts(slots.in()), core(slots.core()),
        span(slots.out()), span(slots.after()), !slots.in().isEmpty(), !slots.out().isEmpty());
  }

  private CoreCost core(Core core) {
    return job.parallelism().context() > 1 && !core.steps().isEmpty()
        ? new CoreCost(span(core.before()), core.steps().stream().map(this::span).toList(), span(core.after()))
        : CoreCost.whole(span(core.all()));
  }

  /** The same products, cut by rows into as many as there are tensor-parallel ranks. */
  private Span inParts(List<Kernel> products) {
    int parts = job.parallelism().tensor();
    Span all = Span.NONE;
    for (Kernel kernel : products) {
      boolean cut = parts > 1 && kernel instanceof Gemm;
      Span one = span(List.of(cut ? ((Gemm) kernel).rows(((Gemm) kernel).rows() / parts) : kernel));
      for (int i = 0; i < (cut ? parts : 1); i++) {
        all = all.plus(one);
      }
    }
    return all;
  }

  private LayerCost.Plain plain(Passes passes) {
    return new LayerCost.Plain(
        span(passes.forward()), span(passes.backwardInput()), span(passes.weight()));
  }
}

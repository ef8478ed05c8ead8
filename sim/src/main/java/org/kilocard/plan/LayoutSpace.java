package org.kilocard.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.kilocard.job.Batch;
import org.kilocard.job.Job;
import org.kilocard.job.Parallelism;
import org.kilocard.job.Sharding;
import org.kilocard.job.Recompute;
import org.kilocard.model.ContextKind;
import org.kilocard.model.MoeSpec;
import org.kilocard.scenario.JobRules;
import org.kilocard.schedule.Schedule;
import org.kilocard.topology.Cluster;

/**
 * The layouts of a job on so many cards.
 *
 * <p><b>Model.</b> Every legal combination ({@link JobRules}) of: tensor parallelism that stays within an innermost
 * domain and does not straddle two; context parallelism that leaves a card {@value #LEAST_TOKENS} tokens of a sequence,
 * by ring attention (gathered keys where layers have windows); every number of pipeline ranks; the ways of {@link
 * PipelineWays}; every number of expert-parallel cards; micro-batches of up to 16 sequences; ZeRO; recomputation. Data
 * parallelism is what the cards leave. What the user has {@link Fixed} has one value, also one that a search would not
 * try.
 *
 * <p><b>Not searched.</b> What may overlap and which algorithms collectives use: that is the software, not the layout.
 */
final class LayoutSpace {
  /** Beyond, matrices are too thin for any card of today. */
  private static final int MOST_TENSOR = 64;

  /** With fewer, what a card computes does not hide what it has to fetch. */
  private static final int LEAST_TOKENS = 4096;

  private static final List<Integer> MICRO_BATCHES = List.of(1, 2, 3, 4, 6, 8, 12, 16);
  /** Not 0: it takes about as long as 1 and keeps more; {@link Refinement} tries it where it fits. */
  private static final List<Integer> ZERO = List.of(1, 2, 3);

  private final Cluster cluster;
  private final Job base;
  private final Fixed fixed;
  private final PipelineWays ways;
  private final List<Recompute> recompute;

  /**
   * Layouts of jobs like {@code base}.
   *
   * @param base a job whose layout does not matter
   */
  LayoutSpace(Cluster cluster, Job base, Fixed fixed) {
    this.cluster = cluster;
    this.base = base;
    this.fixed = fixed;
    ways = new PipelineWays(base.model(), fixed);
    // Selective recomputation drops the scores, which flash attention never keeps, and parts of MLA.
    recompute = fixed.recomputeOr(base.model().mla().isPresent()
        ? Arrays.asList(Recompute.values())
        : List.of(Recompute.NONE, Recompute.FULL));
  }

  /** All of them on {@code cards} cards. */
  List<LayoutFamily> on(int cards) {
    List<LayoutFamily> families = new ArrayList<>();
    for (int tensor : fixed.or("tensor", tensors(cards))) {
      for (int context : fixed.or("context", contexts())) {
        if (cards % ((long) tensor * context) == 0) {
          pipelines(families, tensor, context, cards / tensor / context);
        }
      }
    }
    return families;
  }

  private void pipelines(List<LayoutFamily> families, int tensor, int context, int rest) {
    for (int pipeline : fixed.or("pipeline", Divisors.of(rest, base.model().layers() + 2))) {
      int data = rest / pipeline;
      boolean whole = pipeline * data == rest && base.batch().global() % data == 0;
      if (whole && fixed.allows("data", data)) {
        add(families, tensor, context, pipeline, data);
      }
    }
  }

  private List<Integer> contexts() {
    List<Integer> sizes = new ArrayList<>(List.of(1));
    for (int context = 2; base.batch().sequenceLength() / context >= LEAST_TOKENS; context *= 2) {
      sizes.add(context);
    }
    return sizes;
  }

  private List<Integer> tensors(int cards) {
    int domain = Math.min(cards, cluster.tiers().get(0).cards().orElse(cards));
    List<Integer> sizes = new ArrayList<>(Divisors.of(domain, MOST_TENSOR));
    sizes.removeIf(tensor -> base.model().heads() % tensor != 0);
    return sizes;
  }

  private void add(List<LayoutFamily> families, int tensor, int context, int pipeline, int data) {
    ContextKind kind = base.model().windowedLayers() > 0 ? ContextKind.ALL_GATHER : ContextKind.RING;
    for (PipelineWays.Way way : ways.on(pipeline)) {
      for (Experts expert : experts(tensor * context * data)) {
        List<Parallelism> layouts = new ArrayList<>();
        for (int zero : fixed.or("zero", data * context > 1 ? ZERO : ZERO.subList(0, 1))) {
          layouts.add(new Parallelism(tensor, context, kind, pipeline, way.virtual(), expert.ranks(),
              expert.tensor(), data, Sharding.zero(zero), tensor > 1, Refinement.USUAL,
              Parallelism.EXPERT_ORDER, way.layersPerStage()));
        }
        LayoutFamily family = family(layouts, way.schedule());
        if (family.size() > 0) {
          families.add(family);
        }
      }
    }
  }

  private record Experts(int ranks, int tensor) {}

  /** Experts are not split unless the user says so: there are cards enough to deal them to. */
  private List<Experts> experts(int ranks) {
    int routed = base.model().moe().map(MoeSpec::routedExperts).orElse(1);
    List<Experts> sizes = new ArrayList<>();
    for (int tensor : fixed.or("expert_tensor", List.of(1))) {
      for (int expert : fixed.or("expert", Divisors.of(routed, ranks))) {
        if (ranks % ((long) expert * tensor) == 0) {
          sizes.add(new Experts(expert, tensor));
        }
      }
    }
    return sizes;
  }

  private LayoutFamily family(List<Parallelism> layouts, Schedule schedule) {
    List<List<Job>> variants = new ArrayList<>();
    for (int micro : fixed.or("micro", MICRO_BATCHES)) {
      List<Job> alike = new ArrayList<>();
      for (Parallelism layout : layouts) {
        boolean divides = base.batch().global() % (layout.data() * micro) == 0;
        if (divides && JobRules.violation(job(layout, schedule, micro, recompute.get(0))).isEmpty()) {
          recompute.forEach(again -> alike.add(job(layout, schedule, micro, again)));
        }
      }
      if (!alike.isEmpty()) {
        variants.add(alike);
      }
    }
    return new LayoutFamily(variants);
  }

  private Job job(Parallelism layout, Schedule schedule, int micro, Recompute again) {
    Batch batch = new Batch(base.batch().sequenceLength(), base.batch().global(), micro);
    return base.laidOut(layout, schedule, batch, again, base.communication());
  }
}

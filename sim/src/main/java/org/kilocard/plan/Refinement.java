package org.kilocard.plan;

import java.util.ArrayList;
import java.util.List;
import org.kilocard.job.Communication;
import org.kilocard.job.Dimension;
import org.kilocard.job.Job;
import org.kilocard.job.Parallelism;
import org.kilocard.job.UnitMode;
import org.kilocard.model.ContextKind;
import org.kilocard.scenario.JobRules;

/**
 * Variants of a layout in what changes its time by little: rank order, the stage of ZeRO, other kinds of context
 * parallelism, and with experts the units
 * set aside for communication.
 *
 * <p>A stack whose communication needs no units keeps that; others are not taken to be able to do without.
 */
final class Refinement {
  /** The rank order of a scenario that does not say one. */
  static final List<Dimension> USUAL =
      List.of(Dimension.TENSOR, Dimension.CONTEXT, Dimension.DATA, Dimension.PIPELINE);

  private static final List<List<Dimension>> ORDERS = List.of(
      USUAL,
      List.of(Dimension.TENSOR, Dimension.CONTEXT, Dimension.PIPELINE, Dimension.DATA));

  private static final List<Integer> ZERO = List.of(0, 1, 2, 3);

  /** Of a card's units. */
  private static final List<Double> RESERVED = List.of(0.06, 0.09, 0.12, 0.15, 0.18, 0.24);

  private final Fixed fixed;

  Refinement(Fixed fixed) {
    this.fixed = fixed;
  }

  /** The variants of {@code job}, itself not among them. */
  List<Job> of(Job job) {
    List<Job> variants = new ArrayList<>();
    for (Communication way : ways(job)) {
      for (List<Dimension> order : orders(job.parallelism())) {
        for (int zero : zeros(job.parallelism())) {
          for (ContextKind kind : kinds(job.parallelism())) {
            Job variant = job.laidOut(
                job.parallelism().with(kind, zero, order), job.schedule(), job.batch(), job.recompute(), way);
            if (!variant.equals(job) && JobRules.violation(variant).isEmpty()) {
              variants.add(variant);
            }
          }
        }
      }
    }
    return variants;
  }

  private static List<ContextKind> kinds(Parallelism layout) {
    return layout.context() > 1 ? List.of(ContextKind.values()) : List.of(layout.contextKind());
  }

  private List<Integer> zeros(Parallelism layout) {
    return fixed.or("zero", layout.data() * layout.context() > 1 ? ZERO : List.of(layout.zero()));
  }

  private static List<List<Dimension>> orders(Parallelism layout) {
    return layout.pipeline() > 1 && layout.data() * layout.context() > 1 ? ORDERS : List.of(layout.order());
  }

  private List<Communication> ways(Job job) {
    Communication own = job.communication();
    if (fixed.units() || job.model().moe().isEmpty() || own.unitMode() == UnitMode.OFFLOAD
        || own.engine().isPresent()) {
      return List.of(own);
    }
    List<Communication> ways = new ArrayList<>(List.of(own, with(own, UnitMode.SHARED, 0)));
    for (double share : RESERVED) {
      int units = (int) Math.round(job.accelerator().units() * share);
      if (units > 0 && units < job.accelerator().units()) {
        ways.add(with(own, UnitMode.RESERVED, units));
      }
    }
    return ways.stream().distinct().toList();
  }

  private static Communication with(Communication own, UnitMode mode, int units) {
    return new Communication(mode, units, own.overlap(), own.algorithms(), own.engine());
  }
}

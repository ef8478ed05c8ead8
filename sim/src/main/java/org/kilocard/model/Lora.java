package org.kilocard.model;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * Low-rank adapters, which are trained while the weights of the model stay frozen.
 *
 * <p><b>Model.</b> Beside each adapted product of {@code inputs} × {@code outputs} stand two thin ones, {@code inputs}
 * × {@code rank} and {@code rank} × {@code outputs}; what they make, scaled, is added to its result. A product that
 * makes queries, keys and values at once, or gate and value of an MLP, has one pair, as in NeMo.
 *
 * <p><b>Source.</b> Hu et al., LoRA: Low-rank adaptation of large language models (arXiv 2106.09685).
 *
 * @param rank columns of the first and rows of the second thin matrix
 * @param targets products that are adapted, in every layer; at least one
 */
public record Lora(int rank, Set<Target> targets) {
  /** A product of a layer that may have an adapter, named like its kernel. */
  public enum Target {
    /** Queries, keys and values. */
    QKV,
    /** The projection behind the attention. */
    PROJECTION,
    /** The first product of a dense MLP, its gate included. */
    FC1,
    /** The second product of a dense MLP. */
    FC2
  }

  /** Checks that there is something to train. */
  public Lora {
    if (rank < 1 || targets.isEmpty()) {
      throw new IllegalArgumentException("adapters of rank " + rank + " on " + targets);
    }
    targets = Collections.unmodifiableSet(EnumSet.copyOf(targets));
  }

  /** Whether a product of a dense MLP is adapted. */
  public boolean adaptsMlp() {
    return adapts(Target.FC1) || adapts(Target.FC2);
  }

  /** Whether {@code target} is adapted. */
  public boolean adapts(Target target) {
    return targets.contains(target);
  }
}

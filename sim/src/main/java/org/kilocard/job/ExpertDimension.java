package org.kilocard.job;

import java.util.Locale;
import org.kilocard.input.Spelled;

/** A dimension of the layout of the routed experts on a pipeline rank, as written in the expert order of a scenario. */
public enum ExpertDimension implements Spelled {
  /** Cards that split one expert. */
  EXPERT_TENSOR,
  /** Cards that the experts of a layer are dealt to. */
  EXPERT,
  /** Holders of the same part of the same experts. */
  EXPERT_DATA;

  /** As the keys of the layout. */
  @Override
  public String spelling() {
    return name().toLowerCase(Locale.ROOT);
  }
}

package org.kilocard.job;

/** A dimension of the parallel layout, as written in the rank order of a scenario. */
public enum Dimension {
  TENSOR,
  CONTEXT,
  DATA,
  PIPELINE
}

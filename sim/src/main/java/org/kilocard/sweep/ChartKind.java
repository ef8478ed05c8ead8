package org.kilocard.sweep;

/** How a sweep is drawn. */
public enum ChartKind {
  /** A line per series over numbers. */
  LINE,
  /** A mark per point, both axes from results. */
  SCATTER,
  /** As scatter, with the line of those points that no other beats on both axes. */
  PARETO,
  /** A bar per point and series. */
  BARS,
  /** A bar per point and series, made of the parts of a group of numbers. */
  STACKED_BARS,
  /** A coloured field per point and series. */
  HEAT_MAP,
  /** The passes of one step. */
  PIPELINE
}

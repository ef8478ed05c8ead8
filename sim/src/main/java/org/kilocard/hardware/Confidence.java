package org.kilocard.hardware;

/** How well a constant is known; printed beside it wherever it is shown. */
public enum Confidence {
  /** Read in the table, log or trace of the source. */
  EXACT_TABLE,
  /** Read from the labels of a published figure. */
  FIGURE_READ,
  /** Quoted by someone other than who measured or specified it. */
  SECONDARY,
  /** Widely known, but no text was seen. */
  MEMORY,
  /** Fitted to published measurements that the source names. */
  FITTED,
  /** No source: a reasoned guess, the reasoning stands in the source text. */
  ASSUMED
}

package org.kilocard.program;

/**
 * Duration of some compute work.
 *
 * @param alonePs on the units that the run leaves to compute
 * @param besidePs while communication holds its units too, ≥ {@code alonePs}
 */
public record Span(long alonePs, long besidePs) {
  /** No work. */
  public static final Span NONE = new Span(0, 0);

  /** Checks the order. */
  public Span {
    if (alonePs < 0 || besidePs < alonePs) {
      throw new IllegalArgumentException("impossible span: " + alonePs + " ps alone, " + besidePs + " ps beside");
    }
  }

  /** One after the other. */
  public Span plus(Span other) {
    return new Span(alonePs + other.alonePs, besidePs + other.besidePs);
  }

  /** The part {@code numerator / denominator} of this span; {@link #minus} it gives the rest exactly. */
  public Span part(int numerator, int denominator) {
    return new Span(alonePs * numerator / denominator, besidePs * numerator / denominator);
  }

  /** What is left after {@code part}. */
  public Span minus(Span part) {
    long alone = alonePs - part.alonePs;
    return new Span(alone, Math.max(alone, besidePs - part.besidePs));
  }
}

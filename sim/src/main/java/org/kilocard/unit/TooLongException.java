package org.kilocard.unit;

/** Something lasts longer than {@link Time#LONGEST_PS}: the input is out of scale. */
public final class TooLongException extends ArithmeticException {
  private static final long serialVersionUID = 1;

  /** {@code what}: what lasts too long. */
  public TooLongException(String what) {
    super(what + " lasts longer than 100 days, the longest step that can be simulated");
  }
}

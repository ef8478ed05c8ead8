package org.kilocard.unit;

/** A text is not the quantity that it should be. The message says what is wrong and shows a right example. */
public final class QuantityException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  /** The message is one sentence, fit to be shown to the user who wrote the text. */
  public QuantityException(String message) {
    super(message);
  }
}

package org.kilocard.input;

/**
 * A value of a document: a {@link Scalar}, a {@link Listing} or a {@link Mapping}. It knows where it was
 * written, so that whoever finds fault with it later can still point there.
 */
public sealed interface Node permits Scalar, Listing, Mapping {

  /** Where the value begins. */
  Location location();

  /** The way to it from the root of the document in which it was written. */
  KeyPath path();

  /** A copy whose mappings have not been asked for any key. */
  Node unread();

  /** Whether there is no value: {@code key:}, {@code key: ~} or {@code key: null}. It counts as absent. */
  default boolean isEmpty() {
    return false;
  }

  /** For messages: {@code a list}, {@code a mapping}, or the text in quotes. */
  String described();

  /** The exception for a fault of this value. The caller throws it. */
  default InputException fail(String problem) {
    return InputException.at(location(), path(), problem);
  }

  /** This value as a scalar, or a complaint. */
  default Scalar asScalar() {
    throw fail("must be a single value, not " + described());
  }

  /** This value as a listing, or a complaint. */
  default Listing asListing() {
    throw fail("must be a list, not " + described()).withHint("Lists are written [a, b].");
  }

  /** This value as a mapping, or a complaint. */
  default Mapping asMapping() {
    throw fail("must be a mapping, not " + described()).withHint("Mappings are written {key: value}.");
  }
}

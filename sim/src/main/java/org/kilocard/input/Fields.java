package org.kilocard.input;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * The typed readers of a {@link Mapping}. {@code x(key)} wants a value, {@code optionalX(key)} takes its
 * absence, and {@code x(key, fallback)} replaces it. An empty value ({@code key:} or {@code null}) counts as
 * absent. Each call marks the key as known, and throws an {@link InputException} at the value if it is not of
 * that type.
 *
 * <p>What counts as a value of a type is said in {@link Scalar}. A value that may be of two shapes is read
 * with {@link #node}, and told apart with {@code instanceof}.
 */
public sealed interface Fields permits Mapping {

  /** The value under {@code key}, of whatever shape. */
  Node node(String key);

  /** The value under {@code key}, of whatever shape; empty if absent. */
  Optional<Node> optionalNode(String key);

  /** Whether there is a value under {@code key}. */
  default boolean has(String key) {
    return optionalNode(key).isPresent();
  }

  /** The mapping under {@code key}. */
  default Mapping mapping(String key) {
    return node(key).asMapping();
  }

  /** The mapping under {@code key}; empty if absent. */
  default Optional<Mapping> optionalMapping(String key) {
    return optionalNode(key).map(Node::asMapping);
  }

  /** The list under {@code key}. */
  default Listing listing(String key) {
    return node(key).asListing();
  }

  /** The list under {@code key}; empty if absent. */
  default Optional<Listing> optionalListing(String key) {
    return optionalNode(key).map(Node::asListing);
  }

  /** The single value under {@code key}. */
  default Scalar scalar(String key) {
    return node(key).asScalar();
  }

  /** The single value under {@code key}; empty if absent. */
  default Optional<Scalar> optionalScalar(String key) {
    return optionalNode(key).map(Node::asScalar);
  }

  /** A text. */
  default String text(String key) {
    return scalar(key).text();
  }

  /** A text. */
  default String text(String key, String fallback) {
    return optionalText(key).orElse(fallback);
  }

  /** A text. */
  default Optional<String> optionalText(String key) {
    return optionalScalar(key).map(Scalar::text);
  }

  /** {@code true} or {@code false}. */
  default boolean flag(String key) {
    return scalar(key).flag();
  }

  /** {@code true} or {@code false}. */
  default boolean flag(String key, boolean fallback) {
    return optionalScalar(key).map(Scalar::flag).orElse(fallback);
  }

  /** A positive whole number. */
  default long count(String key) {
    return scalar(key).count();
  }

  /** A positive whole number. */
  default long count(String key, long fallback) {
    return optionalCount(key).orElse(fallback);
  }

  /** A whole number from {@code min}, at least 0, to {@code max}. */
  default long count(String key, long min, long max) {
    return scalar(key).count(min, max);
  }

  /** A positive whole number. */
  default OptionalLong optionalCount(String key) {
    return whole(key, Scalar::count);
  }

  /** A whole number from {@code min}, at least 0, to {@code max}. */
  default OptionalLong optionalCount(String key, long min, long max) {
    return whole(key, scalar -> scalar.count(min, max));
  }

  /** A whole number of either sign. */
  default long integer(String key) {
    return scalar(key).integer();
  }

  /** A whole number from {@code min} to {@code max}. */
  default long integer(String key, long min, long max) {
    return scalar(key).integer(min, max);
  }

  /** A whole number of either sign. */
  default OptionalLong optionalInteger(String key) {
    return whole(key, Scalar::integer);
  }

  /** A finite number of either sign. */
  default double number(String key) {
    return scalar(key).number();
  }

  /** A finite number from {@code min} to {@code max}; an infinite bound is none. */
  default double number(String key, double min, double max) {
    return scalar(key).number(min, max);
  }

  /** A finite number of either sign. */
  default OptionalDouble optionalNumber(String key) {
    return real(key, Scalar::number);
  }

  /** A finite number from {@code min} to {@code max}; an infinite bound is none. */
  default OptionalDouble optionalNumber(String key, double min, double max) {
    return real(key, scalar -> scalar.number(min, max));
  }

  /** Bytes per second, above zero. */
  default double rate(String key) {
    return scalar(key).rate();
  }

  /** Bytes per second, above zero. */
  default OptionalDouble optionalRate(String key) {
    return real(key, Scalar::rate);
  }

  /** Picoseconds. */
  default long time(String key) {
    return scalar(key).time();
  }

  /** Picoseconds. */
  default OptionalLong optionalTime(String key) {
    return whole(key, Scalar::time);
  }

  /** Bytes. */
  default long bytes(String key) {
    return scalar(key).bytes();
  }

  /** Bytes. */
  default OptionalLong optionalBytes(String key) {
    return whole(key, Scalar::bytes);
  }

  /** Operations per second, above zero. */
  default double flops(String key) {
    return scalar(key).flops();
  }

  /** Operations per second, above zero. */
  default OptionalDouble optionalFlops(String key) {
    return real(key, Scalar::flops);
  }

  /** Hertz, above zero. */
  default double frequency(String key) {
    return scalar(key).frequency();
  }

  /** Hertz, above zero. */
  default OptionalDouble optionalFrequency(String key) {
    return real(key, Scalar::frequency);
  }

  /** US dollars. */
  default double money(String key) {
    return scalar(key).money();
  }

  /** US dollars. */
  default OptionalDouble optionalMoney(String key) {
    return real(key, Scalar::money);
  }

  /** Watts. */
  default double power(String key) {
    return scalar(key).power();
  }

  /** Watts. */
  default OptionalDouble optionalPower(String key) {
    return real(key, Scalar::power);
  }

  /** A constant of {@code type}, spelled as {@link Spelled} says. */
  default <E extends Enum<E>> E choice(String key, Class<E> type) {
    return scalar(key).choice(type);
  }

  /** A constant of the type of {@code fallback}. */
  default <E extends Enum<E>> E choice(String key, E fallback) {
    return optionalChoice(key, fallback.getDeclaringClass()).orElse(fallback);
  }

  /** A constant of {@code type}, spelled as {@link Spelled} says. */
  default <E extends Enum<E>> Optional<E> optionalChoice(String key, Class<E> type) {
    return optionalScalar(key).map(scalar -> scalar.choice(type));
  }

  /** A list of texts. */
  default List<String> texts(String key) {
    return listing(key).texts();
  }

  /** A list of {@linkplain #count(String, long, long) counts}. */
  default List<Long> counts(String key, long min, long max) {
    return listing(key).counts(min, max);
  }

  /** A list of {@linkplain #integer(String, long, long) whole numbers}. */
  default List<Long> integers(String key, long min, long max) {
    return listing(key).integers(min, max);
  }

  /** A list of {@linkplain #number(String, double, double) numbers}. */
  default List<Double> numbers(String key, double min, double max) {
    return listing(key).numbers(min, max);
  }

  /** A list of constants of {@code type}. */
  default <E extends Enum<E>> List<E> choices(String key, Class<E> type) {
    return listing(key).choices(type);
  }

  /** A list of mappings. */
  default List<Mapping> mappings(String key) {
    return listing(key).mappings();
  }

  private OptionalLong whole(String key, ToLongFunction<Scalar> reader) {
    return optionalScalar(key).map(scalar -> OptionalLong.of(reader.applyAsLong(scalar)))
        .orElse(OptionalLong.empty());
  }

  private OptionalDouble real(String key, ToDoubleFunction<Scalar> reader) {
    return optionalScalar(key).map(scalar -> OptionalDouble.of(reader.applyAsDouble(scalar)))
        .orElse(OptionalDouble.empty());
  }
}

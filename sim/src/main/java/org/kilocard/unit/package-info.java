/**
 * Quantities: how they are held, read and written.
 *
 * <p>Held: a time is a {@code long} of picoseconds (names end in {@code Ps}), a size is bytes, a rate is a
 * {@code double} of bytes per second and direction. Picoseconds because one byte on a 1 TB/s link lasts one;
 * a {@code long} of them spans 106 days. GB is 1e9 bytes and GiB is 2^30 bytes; Gb is 1e9 bits.
 *
 * <p>Read: {@link org.kilocard.unit.Quantity} turns {@code 400 Gb/s}, {@code 64 MiB} or {@code 2.1 us} into
 * these and refuses what has no unit, with a {@link org.kilocard.unit.QuantityException} that shows a right
 * example.
 *
 * <p>Written: {@link org.kilocard.unit.Time}, {@link org.kilocard.unit.Bytes} and {@link
 * org.kilocard.unit.Rates} choose the unit and print the same text on every machine and locale.
 *
 * <p>This package depends on nothing.
 */
@NullMarked
package org.kilocard.unit;

import org.jspecify.annotations.NullMarked;

package org.kilocard.fold;

/**
 * Links of one tier that carry the same load at any time.
 *
 * @param kind e.g. {@code card out}
 * @param size how many links
 * @param bytesPerSecond raw rate of each
 */
public record LinkClass(String kind, int size, double bytesPerSecond) {}

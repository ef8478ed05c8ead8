package org.kilocard.topology;

/**
 * A set of cards and what leads into it, which bounds every collective from below.
 *
 * @param members of the group that are in the set
 * @param cards of the set, members or not
 * @param bytesPerSecond summed raw rate of all links that lead into the set, and of all that lead out
 */
public record Cut(int members, int cards, double bytesPerSecond) {}

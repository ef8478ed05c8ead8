package org.kilocard.timeline;

/**
 * How one class of identical links was used.
 *
 * @param tier name of the tier, e.g. {@code nvlink}
 * @param name kind of link within its domain, e.g. {@code card out}, {@code leaf up}
 * @param links how many links the class has
 * @param bytesPerSecond raw rate of one link
 * @param bytes payload that one link carried in the step
 * @param wirePs time in picoseconds that the carried bytes took at the raw rate, protocol overhead included
 * @param peak highest share of the raw rate used at any instant, 0 … 1
 */
public record LinkTrack(
    String tier,
    String name,
    int links,
    double bytesPerSecond,
    double bytes,
    long wirePs,
    double peak) {}

package org.kilocard.report;

/**
 * How the links of one kind were used.
 *
 * @param name kind within the tier, e.g. {@code card out}
 * @param links how many there are
 * @param bytesPerSecond raw rate of one
 * @param bytesPerLink mean payload of one in the step
 * @param utilisationMean mean over the links of the time their bytes took at the raw rate, protocol overhead
 *     included, over the step
 * @param utilisationMax the same of the busiest link
 * @param utilisationPeak highest share of the raw rate of any link at any instant
 */
public record LinkUse(
    String name,
    long links,
    double bytesPerSecond,
    double bytesPerLink,
    double utilisationMean,
    double utilisationMax,
    double utilisationPeak) {}

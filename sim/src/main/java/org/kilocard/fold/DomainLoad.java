package org.kilocard.fold;

/**
 * What all groups of a class together put on one representative link of each class of a domain class, relative
 * to the bytes of one call: the flows of one class.
 *
 * @param domain index of the domain class
 * @param links indices of its link classes
 * @param shares load on one link of each, relative to the call's bytes
 * @param measure what the busiest card of one flow puts on one of its own links, relative to the call's bytes
 */
public record DomainLoad(int domain, int[] links, double[] shares, double measure) {}

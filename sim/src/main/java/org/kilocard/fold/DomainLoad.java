package org.kilocard.fold;

/**
 * What all groups of a class together put on one representative link of each class of a domain class, relative
 * to the bytes of one call.
 *
 * @param domain index of the domain class
 * @param links indices of its link classes
 * @param shares load of all groups on one link of each, relative to the call's bytes
 * @param own the most that one group puts on one link of each; fairness is among groups, not among classes
 */
public record DomainLoad(int domain, int[] links, double[] shares, double[] own) {}

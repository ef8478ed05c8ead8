package org.kilocard.fold;

import java.util.List;

/**
 * Domains of one tier that cannot be told apart.
 *
 * @param tier index of the tier
 * @param size how many domains
 * @param links classes of their links
 */
public record DomainClass(int tier, int size, List<LinkClass> links) {}

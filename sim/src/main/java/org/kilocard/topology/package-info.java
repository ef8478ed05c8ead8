/**
 * How cards are joined: tiers of domains, innermost first, down to single links.
 *
 * <p>{@link org.kilocard.topology.TopologyFile} reads a {@link org.kilocard.topology.Cluster} from a file or
 * from a scenario. The name of a {@link org.kilocard.topology.Tier} is its link technology: the key under
 * which a software stack keeps its protocols, so a technology that the stack does not know is an error. A
 * {@link org.kilocard.topology.Fabric} lays the tiers out for a number of cards.
 */
@NullMarked
package org.kilocard.topology;

import org.jspecify.annotations.NullMarked;

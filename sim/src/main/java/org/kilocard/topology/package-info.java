/**
 * How cards are joined: tiers of domains, innermost first, down to single links.
 *
 * <p>{@link org.kilocard.topology.TopologyFile} reads a {@link org.kilocard.topology.Cluster} from a file or
 * from a scenario. The name of a {@link org.kilocard.topology.Tier} is its link technology: the key under
 * which a software stack keeps its protocols, so a technology that the stack does not know is an error. A
 * {@link org.kilocard.topology.Fabric} lays the tiers out for a number of cards.
 *
 * <p>A kind of domain is one class of {@link org.kilocard.topology.TierLinks}: which links there are, and what the
 * traffic {@link org.kilocard.topology.Pattern}s of a group put on each. Links that cannot be told apart must get
 * loads that are equal to the last bit, or folding finds more classes than there are: so loads are counted in whole
 * messages and multiplied once. Tori and meshes share a {@link org.kilocard.topology.Grid}, whose points are cards or,
 * on an outer tier, the domains of the tier inside; a {@link org.kilocard.topology.Cut} through it bounds what any
 * algorithm can reach.
 *
 * <p>A {@link org.kilocard.topology.Placement} says which members of a group share which domains, and so which part of
 * a call's bytes each of them sends on which tier. A mesh may {@linkplain org.kilocard.topology.Routing#BORROW borrow}
 * the switches of the next outer tier, which then carry what it does.
 */
@NullMarked
package org.kilocard.topology;

import org.jspecify.annotations.NullMarked;

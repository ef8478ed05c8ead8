/**
 * Collectives: a call on a group becomes a transfer plan (how many bytes each member moves in which tier, in
 * which pattern, after which start-up). Each plan stands next to its lower bound.
 *
 * <p>An {@link org.kilocard.collective.Algorithm} is one file: it says what it can serve, and adds its traffic tier by
 * tier to a {@code PlanWriter}, which knows what protocols make of it, and which part of it a mesh borrows the next
 * outer tier for. {@link org.kilocard.collective.Wires} are what a plan runs on: the protocols of a stack, and the
 * units that a job grants them. {@link org.kilocard.collective.AutoPlanner} takes the algorithm that a job names, or
 * the one that is predicted to be the fastest.
 */
@NullMarked
package org.kilocard.collective;

import org.jspecify.annotations.NullMarked;

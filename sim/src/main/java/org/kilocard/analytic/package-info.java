/**
 * The step in closed form: no events, no actors, for those who compare tens of thousands of layouts.
 *
 * <p>{@link org.kilocard.analytic.AnalyticModel} is the entry: one for a cluster, a model and a stack, which
 * evaluates any number of jobs. An {@link org.kilocard.analytic.Estimate} has the length of the step and where it
 * goes, and what {@link org.kilocard.timeline} tracks of calls and links. It differs from a simulation where two calls
 * share a link: here, each has it to itself.
 *
 * <p>It computes with the ops ({@link org.kilocard.program.StepSlots}), plans and kernel times of a simulation, so that
 * a new schedule, algorithm or kind of layer needs nothing here.
 */
@NullMarked
package org.kilocard.analytic;

import org.jspecify.annotations.NullMarked;

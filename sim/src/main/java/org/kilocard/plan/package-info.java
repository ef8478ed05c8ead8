/**
 * Which layout to train with, and on how many cards.
 *
 * <p>{@link org.kilocard.plan.Planner} is the way in. {@code LayoutSpace} lists the layouts of a job on so many cards,
 * all legal by the rules of scenarios; {@code LayoutSearch} drops those that do not fit into memory and estimates the
 * step of the others in closed form; the best of them are simulated. Over numbers of cards ({@code CardLadder}) that
 * is a capacity curve, and the answer to a deadline or a budget is read off it. The same question has the same
 * answer on any machine: whatever runs on many threads is put in order before it is compared.
 */
@NullMarked
package org.kilocard.plan;

import org.jspecify.annotations.NullMarked;

/**
 * What each rank does in a step: a graph of compute segments and collective calls on streams. Ranks of one
 * pipeline rank share one program; who the partners are is said by {@link org.kilocard.job.Role}, not by
 * rank numbers.
 *
 * <p>{@link org.kilocard.program.StepPrograms} is the way in. {@link org.kilocard.program.StageCosts} times the kernels
 * of every stage, {@link org.kilocard.program.LayerCalls} are the calls inside a layer, and {@code Buckets} what is
 * exchanged of gradients and parameters. One walk per pass puts these in order: {@code ForwardWalk}, {@code
 * BackwardWalk}, and {@code PairWalk} for a slot that runs one of each; inside a block {@code TensorBlock} places the
 * tensor-parallel calls, {@code ContextCore} those of attention and {@code AdapterWalk} those of adapters. {@code
 * RankWriter} follows the schedule of a rank. {@link org.kilocard.program.StepSlots} has the same slots one by one, for
 * the closed form.
 */
@NullMarked
package org.kilocard.program;

import org.jspecify.annotations.NullMarked;

/**
 * The training job: parallel layout, process groups, batch, recompute, overlap, memory per card.
 *
 * <p>A {@link org.kilocard.job.Job} is all that a scenario says of the work. {@link org.kilocard.job.GroupLayout}
 * derives from it who communicates with whom, {@link org.kilocard.job.StageLayers} which layers a pipeline stage holds,
 * {@link org.kilocard.job.ShardedParameters} how many parameters a card holds, and {@link
 * org.kilocard.job.MemoryEstimate} the bytes of a card: states, activations, and what comes and goes.
 */
@NullMarked
package org.kilocard.job;

import org.jspecify.annotations.NullMarked;

/**
 * How long a kernel takes on some of the units of a card.
 *
 * <p>{@link org.kilocard.compute.KernelClock} is the entry: an accelerator and the name of its attention
 * kernels make a clock, which turns kernels of {@link org.kilocard.model} into whole picoseconds. The laws
 * are one file each: {@link org.kilocard.compute.GemmLaw}, {@link org.kilocard.compute.AttentionLaw}, {@link
 * org.kilocard.compute.MemoryLaw}; their constants come with the accelerator. Same kernel, same units, same
 * time: no state, no randomness.
 */
@NullMarked
package org.kilocard.compute;

import org.jspecify.annotations.NullMarked;

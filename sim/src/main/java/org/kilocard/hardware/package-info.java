/**
 * Accelerators and software stacks as data: every constant carries its source.
 *
 * <p>An {@link org.kilocard.hardware.Accelerator} is one card with the constants of its kernels, a {@link
 * org.kilocard.hardware.Stack} is what a framework and its communication library make of cards and links.
 * Both are files, read by {@link org.kilocard.hardware.AcceleratorFile} and {@link
 * org.kilocard.hardware.StackFile}: a card or a stack is added by adding a file.
 *
 * <p>Beside its numbers a mapping of such a file holds {@code sources}: one per key, {@code default} for all
 * others. A key that is a mapping hands its source down to what it contains, and the nearest source wins. A
 * source is a {@code text} and a {@code confidence}; a number without a measurement or a data sheet behind it
 * is {@code assumed}, and the text says why. A number without a source is refused.
 */
@NullMarked
package org.kilocard.hardware;

import org.jspecify.annotations.NullMarked;

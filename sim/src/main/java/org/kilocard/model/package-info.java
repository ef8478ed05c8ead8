/**
 * Transformers as kernels: a {@link org.kilocard.model.ModelSpec} and a {@link org.kilocard.model.Shard} of
 * it give the kernels that one card runs for one micro-batch of one layer, with floating-point operations and
 * bytes.
 *
 * <p>{@link org.kilocard.model.TransformerLayers} builds layers: an attention
 * {@link org.kilocard.model.Block} followed by a dense {@code Block} or a
 * {@link org.kilocard.model.MoeBlock}. Blocks are split where collectives go: forward, an all-gather stands
 * between {@code before} and {@code in}, a reduce-scatter between {@code out} and {@code after}; the backward
 * pass of the input is the transposed network in the same {@link org.kilocard.model.Slots}; the gradients of
 * the weights are lists of their own. {@link org.kilocard.model.ModelEnds} builds what stands before the
 * first and after the last layer, and the optimizer.
 *
 * <p>A model with {@link org.kilocard.model.Lora} is frozen: its layers are the same, without gradients of weights, and
 * with an {@link org.kilocard.model.Adapter} beside each adapted product.
 *
 * <p>{@link org.kilocard.model.Parameters} counts weights, {@link org.kilocard.model.ModelFlops} the useful
 * work. Nothing here knows how long a kernel takes.
 */
@NullMarked
package org.kilocard.model;

import org.jspecify.annotations.NullMarked;

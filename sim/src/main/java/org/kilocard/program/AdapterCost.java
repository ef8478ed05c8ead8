package org.kilocard.program;

import org.kilocard.program.LayerCost.Plain;

/**
 * Compute of the adapter beside a frozen product, for one micro-batch. Gradients of its weights are among those of its
 * block.
 *
 * @param down input to rank columns
 * @param up rank columns to outputs
 * @param join scaled and added to the result of the frozen product
 * @param below whether the gradient of its input is wanted; not by the lowest adapter
 */
public record AdapterCost(Plain down, Plain up, Plain join, boolean below) {}

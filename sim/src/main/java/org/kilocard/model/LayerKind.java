package org.kilocard.model;

/**
 * What distinguishes the layers of one model: layers of one kind compute the same.
 *
 * @param experts has routed experts instead of a dense MLP
 * @param windowed sees only the attention window
 * @param lowest is the first of a model with adapters, so that its input needs no gradient
 */
public record LayerKind(boolean experts, boolean windowed, boolean lowest) {}

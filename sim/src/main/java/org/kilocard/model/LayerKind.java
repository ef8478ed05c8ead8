package org.kilocard.model;

/**
 * What distinguishes the layers of one model: layers of one kind compute the same.
 *
 * @param experts has routed experts instead of a dense MLP
 * @param windowed sees only the attention window
 */
public record LayerKind(boolean experts, boolean windowed) {}

package org.kilocard.model;

/**
 * One transformer layer on one card, for one micro-batch.
 *
 * @param attention comes first
 * @param feedForward comes second
 */
public record Layer(Block attention, FeedForward feedForward) {}

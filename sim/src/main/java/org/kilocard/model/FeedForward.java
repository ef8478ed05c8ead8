package org.kilocard.model;

/** What follows the attention in a layer: a dense MLP or routed experts. */
public sealed interface FeedForward permits Block, MoeBlock {}

package org.kilocard.model;

/** What follows the attention in a layer: a dense MLP, routed experts, or nothing in a parallel block. */
public sealed interface FeedForward permits Block, MoeBlock, NoFeedForward {}

package org.kilocard.model;

/** Nothing follows: the MLP ran beside the attention, in its block. */
public record NoFeedForward() implements FeedForward {}

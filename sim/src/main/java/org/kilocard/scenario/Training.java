package org.kilocard.scenario;

import java.util.OptionalDouble;

/**
 * The whole training run that a step is part of.
 *
 * @param tokens tokens to train on
 * @param cardHourPrice price of an hour of one card, in USD
 * @param wattsPerCard power of one card
 * @param pue power of the data centre over that of the cards
 */
public record Training(
    double tokens, OptionalDouble cardHourPrice, OptionalDouble wattsPerCard, double pue) {}

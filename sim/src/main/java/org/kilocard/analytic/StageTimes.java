package org.kilocard.analytic;

/**
 * The slots of one stage.
 *
 * @param forward the forward pass
 * @param backward the whole backward pass
 * @param backwardInput the backward pass without the gradients of the weights
 * @param weights the gradients of the weights by themselves
 * @param parametersPs when the forward pass needs the parameters of the entry, of each layer, of the exit
 * @param gradientsPs when a whole backward pass has the gradients of the exit, of each layer from the last, of the
 *     entry
 * @param weightsPs the same for the gradients of the weights by themselves
 */
record StageTimes(
    SlotTimes forward,
    SlotTimes backward,
    SlotTimes backwardInput,
    SlotTimes weights,
    long[] parametersPs,
    long[] gradientsPs,
    long[] weightsPs) {}

package org.kilocard.schedule;

/**
 * One pass of one micro-batch through one model chunk of a pipeline rank.
 *
 * @param pass what is computed
 * @param chunk which of the rank's chunks, 0 … chunks per rank − 1
 * @param microBatch 0 … micro-batches − 1
 */
public record ChunkTask(Pass pass, int chunk, int microBatch) {}

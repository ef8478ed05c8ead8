package org.kilocard.schedule;

/**
 * Where a chunk lives.
 *
 * @param rank pipeline rank
 * @param chunk chunk of that rank
 */
public record ChunkPlace(int rank, int chunk) {}

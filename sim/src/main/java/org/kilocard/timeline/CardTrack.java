package org.kilocard.timeline;

import org.kilocard.program.Program;

/**
 * What one class of identical cards did. Entry {@code i} of each array belongs to op {@code i} of the program.
 *
 * @param rank the representative, the lowest rank of the class
 * @param cards how many cards the class has
 * @param program what they ran
 * @param readyPs when the op's dependencies had ended: a compute op starts then, a call arrives at its group
 * @param startPs when the op started: for a call, when the last member had arrived
 * @param endPs when it ended
 */
public record CardTrack(
    int rank, int cards, Program program, long[] readyPs, long[] startPs, long[] endPs) {}

package org.kilocard.collective;

/**
 * One way to carry out a call that a planner weighed.
 *
 * @param algorithm algorithm and protocol, as in {@link Plan#algorithm}
 * @param predictedPs time in picoseconds that the planner expects when no other call is on the links
 */
public record Considered(String algorithm, long predictedPs) {}

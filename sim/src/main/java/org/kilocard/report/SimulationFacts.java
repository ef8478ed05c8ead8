package org.kilocard.report;

/**
 * How the numbers came about.
 *
 * @param wallSeconds real time that the simulation took; the only number that differs from run to run
 * @param events calendar entries handled
 * @param actors actors that took part
 * @param classes classes of identical cards
 * @param fidelity how the network was simulated
 * @param seed of whatever was drawn at random
 * @param version of the simulator
 */
public record SimulationFacts(
    double wallSeconds, long events, int actors, int classes, String fidelity, long seed, String version) {}

package org.kilocard.fold;

import java.util.Map;
import org.kilocard.job.Role;

/**
 * Ranks that behave identically.
 *
 * @param representative the lowest rank of the class
 * @param size how many ranks
 * @param program index of the program that they run
 * @param pace how fast they compute, relative to a sound card
 * @param groups class of the rank's group, by role; absent where the rank has no such group
 */
public record RankClass(int representative, int size, int program, double pace, Map<Role, Integer> groups) {}

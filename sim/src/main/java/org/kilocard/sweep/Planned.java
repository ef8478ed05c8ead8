package org.kilocard.sweep;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One simulation that a chart needs.
 *
 * @param series its series
 * @param label of the point within the series
 * @param x the value that was set, if it is a number
 * @param question what is simulated; empty if it cannot be
 * @param refusal why not; empty if it can be
 */
public record Planned(String series, String label, OptionalDouble x, Optional<Question> question,
    String refusal) {}

package org.kilocard.report;

import java.util.List;
import java.util.stream.Stream;

/**
 * Predictions of many sources beside what they measured.
 *
 * @param families by source
 * @param calibrated whether constants were fitted on some rows, which then count in no summary
 */
public record Accuracy(List<FamilyAccuracy> families, boolean calibrated) {
  /** The metric that is no time. */
  public static final String MEMORY = "memory_bytes";
  /** From here on a collective is judged by its rate; below, its time is latency. */
  public static final long LARGE_MESSAGE_BYTES = 64 << 10;

  /** Copies the list. */
  public Accuracy {
    families = List.copyOf(families);
  }

  /** Rows that count: predictions of times, and of rates as times. */
  public Stream<PredictedRow> times() {
    return families.stream().flatMap(family -> family.rows().stream())
        .filter(row -> counts(row) && !row.metric().equals(MEMORY));
  }

  /** Rows that count: predictions of memory. */
  public Stream<PredictedRow> memory() {
    return families.stream().flatMap(family -> family.rows().stream())
        .filter(row -> row.counted() && row.metric().equals(MEMORY));
  }

  /** Collectives of at least {@link #LARGE_MESSAGE_BYTES}, whether or not a constant was fitted with them. */
  public Stream<PredictedRow> largeCollectives() {
    return families.stream().flatMap(family -> family.rows().stream())
        .filter(row -> row.messageBytes() >= LARGE_MESSAGE_BYTES);
  }

  /** Whether a row is a prediction of a time. */
  boolean counts(PredictedRow row) {
    return row.counted() && (!calibrated || row.role().equals(PredictedRow.PREDICT));
  }

  /** Of the times. */
  public ErrorSummary summary() {
    return ErrorSummary.of(times());
  }

  /** Of the times of families with a fitted constant. */
  public ErrorSummary extrapolated() {
    return ErrorSummary.of(families.stream().filter(family -> !family.constants().isEmpty())
        .flatMap(family -> family.rows().stream())
        .filter(row -> counts(row) && !row.metric().equals(MEMORY)));
  }
}

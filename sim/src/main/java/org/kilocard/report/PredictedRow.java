package org.kilocard.report;

/**
 * A prediction beside what was measured.
 *
 * @param id row of its family
 * @param role whether a constant was fitted with it, or it is predicted
 * @param metric name in the family file, e.g. {@code step_s}
 * @param measured in the unit of the metric
 * @param predicted in the unit of the metric
 * @param error predicted / measured − 1 of the time (or of the bytes): positive where the machine is faster than
 *     predicted
 * @param seconds predicted time of the run; of its step where the metric is a rate or memory
 * @param counted whether it counts in a summary: not where a constant of the catalogue was fitted with it
 * @param note why it is outside, for people; may be empty
 * @param messageBytes of a collective, as nccl-tests counts them; 0 where the run is none
 */
public record PredictedRow(
    String id, String role, String metric, double measured, double predicted, double error, double seconds,
    boolean counted, String note, long messageBytes) {
  /** Role of a row that fits constants. */
  public static final String CALIBRATE = "calibrate";
  /** Role of a row that is predicted. */
  public static final String PREDICT = "predict";

  /** Checks the error. */
  public PredictedRow {
    if (!Double.isFinite(error)) {
      throw new IllegalArgumentException(id + ": " + metric + " " + predicted + " of " + measured);
    }
  }
}

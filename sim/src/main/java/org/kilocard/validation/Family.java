package org.kilocard.validation;

import java.util.List;
import java.util.Optional;

/**
 * Runs of one source.
 *
 * @param name unique among families
 * @param title of the source
 * @param reference where to find it
 * @param notes for people
 * @param calibrate constants that the calibrating rows fit, at most as many as those
 * @param rows in the order of the file
 * @param fit constants of protocols that {@code kilocard calibrate} fits on curves of collectives
 * @param stack software of the first row that calibrates, else of the first: its name or the path of its file; empty
 *     where it is written out in place
 */
public record Family(
    String name,
    String title,
    String reference,
    List<String> notes,
    List<NamedConstant> calibrate,
    List<Row> rows,
    List<ProtocolConstant> fit,
    Optional<String> stack) {
  /** Copies the lists. */
  public Family {
    notes = List.copyOf(notes);
    calibrate = List.copyOf(calibrate);
    rows = List.copyOf(rows);
    fit = List.copyOf(fit);
  }

  /** The rows that fit the constants. */
  public List<Row> calibrating() {
    return rows.stream().filter(Row::calibrates).toList();
  }
}

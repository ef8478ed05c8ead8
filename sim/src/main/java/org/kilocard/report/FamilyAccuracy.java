package org.kilocard.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How well the runs of one source are predicted.
 *
 * @param family its name
 * @param title of the source
 * @param reference where to find it
 * @param constants fitted, by name
 * @param rows in the order of the file; a row with two metrics is there twice
 * @param notes what a reader should know, in sentences
 */
public record FamilyAccuracy(
    String family, String title, String reference, Map<String, Double> constants, List<PredictedRow> rows,
    List<String> notes) {
  /** Copies the collections. */
  public FamilyAccuracy {
    constants = Collections.unmodifiableMap(new LinkedHashMap<>(constants));
    rows = List.copyOf(rows);
    notes = List.copyOf(notes);
  }
}

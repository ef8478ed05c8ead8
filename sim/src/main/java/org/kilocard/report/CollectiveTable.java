package org.kilocard.report;

import java.util.List;
import java.util.Map;
import org.kilocard.collective.Operation;

/**
 * One collective over sizes on one topology.
 *
 * @param operation what was called
 * @param topology name of the cluster
 * @param accelerator its cards, for people
 * @param ranks cards that took part
 * @param stack software stack
 * @param facts what else was given, by name, for people
 * @param rows by size
 */
public record CollectiveTable(
    Operation operation,
    String topology,
    String accelerator,
    int ranks,
    String stack,
    Map<String, String> facts,
    List<CollectiveRow> rows) {
  /** Copies the rows. */
  public CollectiveTable {
    rows = List.copyOf(rows);
  }
}

package org.kilocard.validation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.kilocard.fit.KernelFamily;
import org.kilocard.fit.KernelRow;
import org.kilocard.hardware.Accelerator;
import org.kilocard.input.Catalogue;
import org.kilocard.input.Mapping;
import org.kilocard.input.YamlDocument;
import org.kilocard.report.FamilyAccuracy;
import org.kilocard.report.PredictedRow;

/** Families of kernels among those of runs: where they are found, and their rows in the form of all predictions. */
public final class MeasuredKernels {
  private MeasuredKernels() {}

  /** The family of kernels of that name, or in the file at that path; empty if that is no family of kernels. */
  public static Optional<KernelFamily> find(Catalogue catalogue, String nameOrPath) {
    boolean named = catalogue.names(KernelFamily.FOLDER).contains(nameOrPath)
        && !catalogue.names(FamilyFile.FOLDER).contains(nameOrPath);
    Mapping document = YamlDocument.parse(
        catalogue.resolve(named ? KernelFamily.FOLDER : FamilyFile.FOLDER, nameOrPath));
    return KernelFamily.recognises(document)
        ? Optional.of(KernelFamily.read(document, catalogue))
        : Optional.empty();
  }

  /** All families of kernels of the catalogue. */
  public static List<KernelFamily> all(Catalogue catalogue) {
    return catalogue.names(KernelFamily.FOLDER).stream()
        .map(name -> KernelFamily.read(
            YamlDocument.parse(catalogue.resolve(KernelFamily.FOLDER, name)), catalogue))
        .toList();
  }

  /** Times of all rows with the constants of the catalogue; those that constants are fitted to do not count. */
  public static FamilyAccuracy accuracy(KernelFamily family) {
    Accelerator card = family.accelerator();
    List<PredictedRow> rows = new ArrayList<>();
    for (KernelRow row : family.rows()) {
      boolean fitted = row.role() == KernelRow.Role.FIT;
      rows.add(new PredictedRow(row.table() + ": " + row.label(),
          fitted ? PredictedRow.CALIBRATE : PredictedRow.PREDICT, Metric.TIME_US.key(), row.seconds() * 1e6,
          row.predictedSeconds(card) * 1e6, row.error(card), row.predictedSeconds(card), !fitted, "", 0));
    }
    String sources = String.join("; ", family.sources().values().stream().distinct().toList());
    return new FamilyAccuracy(family.name(), "kernels measured on " + card.name(), sources, Map.of(), rows, List.of());
  }
}

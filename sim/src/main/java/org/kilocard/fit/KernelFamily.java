package org.kilocard.fit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kilocard.hardware.Accelerator;
import org.kilocard.hardware.AcceleratorFile;
import org.kilocard.hardware.Constants;
import org.kilocard.input.Catalogue;
import org.kilocard.input.DidYouMean;
import org.kilocard.input.Listing;
import org.kilocard.input.Mapping;
import org.kilocard.input.Node;
import org.kilocard.input.Scalar;

/**
 * Measured kernels of one accelerator.
 *
 * <pre>
 * family: H100, matrix products
 * accelerator: h100
 * fit: [gemm.bf16.sustained, gemm.bf16.launch]      # constants under kernels: in the accelerator's file
 * tables:
 *   - name: bf16
 *     role: fit                                     # or predict
 *     source: where the times stand
 *     kernel: {product: bf16}                       # see {@link KernelTableReader}
 *     from: 10 us                                   # shorter times are passed over
 *     us: {4096x7168: {128: 26.6, 512: 42.2}}
 * </pre>
 *
 * @param name for people
 * @param accelerator on which they ran, with the constants of the catalogue
 * @param fit paths of the constants that are fitted to the rows of role fit, as {@link Constants} names them
 * @param sources of the tables, by their names
 * @param rows of all tables
 */
public record KernelFamily(
    String name, Accelerator accelerator, List<String> fit, Map<String, String> sources, List<KernelRow> rows) {
  /** Where the catalogue keeps families of kernels. */
  public static final String FOLDER = "scenarios/validation/kernels";

  private static final String ROOT = "kernels.";

  /** Copies the lists. */
  public KernelFamily {
    fit = List.copyOf(fit);
    rows = List.copyOf(rows);
  }

  /** Whether a document is of this kind. */
  public static boolean recognises(Mapping document) {
    return document.keys().contains("accelerator") && document.keys().contains("tables");
  }

  /** The family that a document describes. */
  public static KernelFamily read(Mapping document, Catalogue catalogue) {
    String name = document.text("family");
    Scalar written = document.scalar("accelerator");
    Accelerator accelerator = AcceleratorFile.load(catalogue, written.text());
    List<String> fit = document.optionalListing("fit").map(list -> fit(list, accelerator)).orElse(List.of());
    Map<String, String> sources = new LinkedHashMap<>();
    List<KernelRow> rows = new ArrayList<>();
    for (Node node : document.listing("tables").items()) {
      Mapping table = node.asMapping();
      String title = table.text("name");
      if (sources.put(title, table.text("source")) != null) {
        throw table.fail("name", "is that of another table too");
      }
      rows.addAll(new KernelTableReader(table, accelerator).rows());
      table.done();
    }
    document.done();
    long fitted = rows.stream().filter(row -> row.role() == KernelRow.Role.FIT).count();
    if (fitted < fit.size()) {
      throw document.fail("fit", fit.size() + " constants cannot be fitted to " + fitted + " rows of role fit");
    }
    return new KernelFamily(name, accelerator, fit, sources, rows);
  }

  private static List<String> fit(Listing written, Accelerator accelerator) {
    Map<String, ?> known = Constants.of(accelerator);
    List<String> names = known.keySet().stream().map(path -> path.substring(ROOT.length())).toList();
    List<String> paths = new ArrayList<>();
    for (Node node : written.items()) {
      Scalar path = node.asScalar();
      if (!names.contains(path.text())) {
        throw path.fail(accelerator.id() + " has no constant '" + path.text() + "'").withHint(
            DidYouMean.closest(path.text(), names).map(near -> "Did you mean '" + near + "'? ").orElse("")
                + "Constants are those under kernels: in its file, e.g. " + names.get(0) + ".");
      }
      paths.add(ROOT + path.text());
    }
    return paths;
  }
}

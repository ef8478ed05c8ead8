package org.kilocard.fit;

import java.nio.file.Path;
import java.util.List;
import org.kilocard.input.Catalogue;
import org.kilocard.input.YamlDocument;

/** The families of kernels in the catalogue. */
final class KernelFamilies {
  static final Catalogue CATALOGUE = new Catalogue(Path.of(".."));

  private KernelFamilies() {}

  static List<String> names() {
    return CATALOGUE.names(KernelFamily.FOLDER);
  }

  static KernelFamily named(String name) {
    return KernelFamily.read(YamlDocument.parse(CATALOGUE.resolve(KernelFamily.FOLDER, name)), CATALOGUE);
  }

  static List<KernelRow> rows(KernelFamily family, KernelRow.Role role) {
    return family.rows().stream().filter(row -> row.role() == role).toList();
  }
}

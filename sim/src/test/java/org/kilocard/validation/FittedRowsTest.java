package org.kilocard.validation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.kilocard.hardware.AcceleratorFile;
import org.kilocard.hardware.Constants;
import org.kilocard.hardware.Stack;
import org.kilocard.hardware.StackFile;
import org.kilocard.input.Catalogue;

/**
 * The catalogue of families is readable, and no constant is fitted on a row that is then counted as a prediction: the
 * source of a constant names the rows it was fitted on, these are marked, and a marked row cannot be predicted.
 */
class FittedRowsTest {
  private static final Catalogue CATALOGUE = new Catalogue(Path.of(".."));

  @Test
  void rowsThatFittedAConstantArePredictedNowhere() {
    Map<String, Row> rows = new TreeMap<>();
    Set<String> marked = new TreeSet<>();
    for (String name : CATALOGUE.names(FamilyFile.FOLDER)) {
      Family family = FamilyFile.load(CATALOGUE, name);
      assertThat(family.name()).isEqualTo(name);
      family.rows().forEach(row -> {
        rows.put(name + "/" + row.id(), row);
        if (row.fitted()) {
          marked.add(name + "/" + row.id());
        }
      });
    }
    Set<String> used = new TreeSet<>();
    for (String name : CATALOGUE.names(StackFile.FOLDER)) {
      Stack stack = StackFile.load(CATALOGUE, name);
      Constants.of(stack).values().forEach(c -> used.addAll(c.source().rows()));
      stack.sources().values().forEach(source -> used.addAll(source.rows()));
    }
    for (String name : CATALOGUE.names(AcceleratorFile.FOLDER)) {
      Constants.of(AcceleratorFile.load(CATALOGUE, name)).values().forEach(c -> used.addAll(c.source().rows()));
    }
    assertThat(used).isNotEmpty().isEqualTo(marked).isSubsetOf(rows.keySet());
    assertThat(rows).hasSizeGreaterThan(100);
  }
}

package org.kilocard.sweep;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import org.kilocard.input.Catalogue;
import org.kilocard.input.Mapping;
import org.kilocard.input.Node;
import org.kilocard.input.Overrides;
import org.kilocard.input.YamlDocument;
import org.kilocard.scenario.Scenario;
import org.kilocard.scenario.ScenarioFile;

/** Makes questions of what a chart file names and sets, with the key of their content. */
final class QuestionReader {
  private final Catalogue catalogue;
  private final Path chart;
  private final ContentKey keys = new ContentKey();

  /** Names mean files of {@code catalogue}; paths are relative to the file {@code chart}. */
  QuestionReader(Catalogue catalogue, Path chart) {
    this.catalogue = catalogue;
    this.chart = chart;
  }

  /** A step of a scenario: a name, a path, or written in place. */
  Question.OfStep step(Node scenario, Overrides overrides) {
    Mapping document = scenario instanceof Mapping inline
        ? inline
        : YamlDocument.parse(catalogue.resolve(ScenarioFile.FOLDER, scenario.asScalar(), chart));
    Set<Path> files = new LinkedHashSet<>();
    Catalogue telling = catalogue.telling(files::add);
    Mapping resolved = ScenarioFile.resolved(document, telling, overrides);
    Scenario read = ScenarioFile.read(resolved, telling);
    return new Question.OfStep(keys.of("step " + content(resolved), files), read);
  }

  /** All keys but the name, which changes no number. */
  private static String content(Mapping resolved) {
    StringBuilder text = new StringBuilder();
    Mapping values = resolved.unread();
    for (String key : resolved.keys()) {
      if (!key.equals("name")) {
        values.optionalNode(key).ifPresent(value -> text.append(key).append(": ").append(value).append('\n'));
      }
    }
    return text.toString();
  }

  /** A collective, as a chart file describes it. */
  Question.OfCollective collective(Mapping section, Overrides overrides) {
    Set<Path> files = new LinkedHashSet<>();
    Mapping changed = overrides.applyTo(section);
    CollectiveSection read = new CollectiveSection(changed.unread(), catalogue.telling(files::add), chart);
    return new Question.OfCollective(keys.of("collective " + changed, files), read.question());
  }
}

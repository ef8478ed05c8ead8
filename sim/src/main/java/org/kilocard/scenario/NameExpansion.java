package org.kilocard.scenario;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.kilocard.hardware.AcceleratorFile;
import org.kilocard.hardware.StackFile;
import org.kilocard.input.Catalogue;
import org.kilocard.input.Node;
import org.kilocard.input.Overrides;
import org.kilocard.input.Scalar;
import org.kilocard.input.YamlDocument;
import org.kilocard.model.ModelFile;
import org.kilocard.topology.TopologyFile;

/** Opens the file that a topology, stack, model or accelerator is named by. */
record NameExpansion(Catalogue catalogue) implements Overrides.Expansion {
  private static final Map<String, String> FOLDERS = Map.of(
      "topology", TopologyFile.FOLDER,
      "stack", StackFile.FOLDER,
      "model", ModelFile.FOLDER,
      "accelerator", AcceleratorFile.FOLDER);

  @Override
  public Optional<Node> expand(Scalar name) {
    String path = name.path().toString();
    String key = path.substring(path.lastIndexOf('.') + 1);
    return Optional.ofNullable(FOLDERS.get(key))
        .map(folder -> YamlDocument.parse(catalogue.resolve(folder, name, referrer(name))));
  }

  /** The file in which a value is written; the working directory for one from the command line. */
  static Path referrer(Node written) {
    return written.location().line() == 0 ? Path.of("") : Path.of(written.location().file());
  }
}

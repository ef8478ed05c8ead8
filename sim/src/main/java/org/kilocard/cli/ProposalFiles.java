package org.kilocard.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.kilocard.input.InputException;
import org.kilocard.input.KeyPath;
import org.kilocard.input.Location;
import org.kilocard.input.Mapping;
import org.kilocard.input.Overrides;
import org.kilocard.input.PortableTree;
import org.kilocard.input.Scalar;
import org.kilocard.input.YamlText;
import org.kilocard.report.PlanOption;
import org.kilocard.report.PlanPoint;
import org.kilocard.report.PlanReport;

/** Writes the proposals of a plan as scenarios into a folder. */
final class ProposalFiles {
  private static final String PREFIX = "plan-";
  private static final String SUFFIX = ".yaml";

  private final Shell shell;
  private final Path folder;
  private final String typed;
  private final Mapping document;

  /**
   * Files in a folder, which is made; refused now if that cannot be.
   *
   * @param document the scenario that the plan was for
   */
  ProposalFiles(String typed, Mapping document, Shell shell) {
    this.shell = shell;
    this.typed = typed;
    this.document = document;
    try {
      folder = Path.of(typed);
      Files.createDirectories(folder);
    } catch (InvalidPathException | IOException e) {
      throw InputException.at(Location.of("--out " + typed), "is not a folder that can be made");
    }
    if (!Files.isWritable(folder)) {
      throw InputException.at(Location.of("--out " + typed), "cannot be written: permission denied");
    }
    // Names depend on the plan, which takes its time; it must not be in vain.
    if (shell.inputs().anyIn(folder, name -> name.startsWith(PREFIX) && name.endsWith(SUFFIX))) {
      throw InputException.at(Location.of("--out " + typed), "has a file that this command reads, and that it may "
          + "write over").withHint("Name another folder.");
    }
  }

  /** Writes one file per proposal: the several of the number that was chosen, and the best of every other. */
  List<String> write(PlanReport plan) {
    List<String> files = new ArrayList<>();
    for (PlanPoint point : plan.points()) {
      List<PlanOption> options = point.options();
      for (int i = 0; i < options.size(); i++) {
        String name = PREFIX + point.cards() + (options.size() > 1 ? "-" + (i + 1) : "") + SUFFIX;
        shell.output("--out", folder.resolve(name).toString()).write(text(point, options.get(i)));
        files.add(Path.of(typed).resolve(name).toString());
      }
    }
    return files;
  }

  private String text(PlanPoint point, PlanOption option) {
    String words = option.layout();
    List<String> settings = option.settings().entrySet().stream().map(ProposalFiles::setting).toList();
    Mapping laidOut = Overrides.parse(settings).applyTo(withoutLayout());
    String name = document.text("name", option.result().facts().scenario()) + ", " + point.cards() + " cards, "
        + words;
    Mapping named = laidOut.with("name", new Scalar(name, true, document.location(), KeyPath.ROOT.key("name")));
    return "# Proposed by kilocard plan: " + words + ".\n" + YamlText.of(PortableTree.of(named));
  }

  private static String setting(Map.Entry<String, String> entry) {
    return entry.getKey() + "=" + entry.getValue();
  }

  private Mapping withoutLayout() {
    Mapping open = document;
    for (String key : List.of("faults", "fidelity")) {
      open = open.keys().contains(key)
          ? open.with(key, new Scalar("", false, open.location(), KeyPath.ROOT.key(key)))
          : open;
    }
    return open;
  }
}

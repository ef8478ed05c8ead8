package org.kilocard.topology;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.kilocard.hardware.Accelerator;
import org.kilocard.hardware.AcceleratorFile;
import org.kilocard.hardware.Stack;
import org.kilocard.hardware.StackFile;
import org.kilocard.input.Catalogue;
import org.kilocard.input.DidYouMean;
import org.kilocard.input.Listing;
import org.kilocard.input.Mapping;
import org.kilocard.input.Node;
import org.kilocard.input.Scalar;
import org.kilocard.input.YamlDocument;

/** Reads a topology: a file in {@link #FOLDER}, or a mapping inside a scenario. */
public final class TopologyFile {
  /** Where the catalogue keeps topologies. */
  public static final String FOLDER = "topologies";

  private TopologyFile() {}

  /** The cluster of that name, or in the file at that path. */
  public static Cluster load(Catalogue catalogue, String nameOrPath) {
    return read(YamlDocument.parse(catalogue.resolve(FOLDER, nameOrPath)), catalogue);
  }

  /**
   * The cluster that a value stands for: a name, a path, or the topology itself.
   *
   * @param referrer file in which the value is written
   */
  public static Cluster read(Node written, Catalogue catalogue, Path referrer) {
    return written instanceof Mapping inline
        ? read(inline, catalogue)
        : read(YamlDocument.parse(catalogue.resolve(FOLDER, written.asScalar(), referrer)), catalogue);
  }

  /** The cluster that a mapping describes. */
  public static Cluster read(Mapping written, Catalogue catalogue) {
    Path referrer = Path.of(written.location().file());
    Accelerator accelerator = AcceleratorFile.read(written.node("accelerator"), catalogue, referrer);
    Scalar stackName = written.scalar("stack");
    Path stackFile = catalogue.resolve(StackFile.FOLDER, stackName, referrer);
    boolean isPath = stackName.text().contains("/") || !stackFile.endsWith(stackName.text() + ".yaml");
    OptionalLong cards = written.optionalCount("cards", 1, Cluster.MOST_CARDS);
    Listing listed = written.listing("tiers");
    List<Tier> tiers = TierReader.read(listed);
    Cluster cluster = new Cluster(
        written.text("name"),
        accelerator,
        isPath ? stackFile.toString() : stackName.text(),
        cards.isPresent() ? OptionalInt.of((int) cards.getAsLong()) : OptionalInt.empty(),
        tiers,
        segment(written, tiers));
    written.done();
    checkCards(written, cluster);
    checkStack(StackFile.load(catalogue, cluster.stack()), cluster, listed, stackName);
    return cluster;
  }

  /** How much of an innermost domain larger jobs take. */
  private static OptionalInt segment(Mapping written, List<Tier> tiers) {
    OptionalLong segment = written.optionalCount("segment", 2, Cluster.MOST_CARDS);
    if (segment.isEmpty()) {
      return OptionalInt.empty();
    }
    Tier inner = tiers.get(0);
    int domain = inner.cards().orElse(0);
    boolean switched = inner.kind() == DomainKind.SWITCH && tiers.size() == 2 && tiers.get(1).cards().isEmpty();
    if (!switched || segment.getAsLong() >= domain || segment.getAsLong() % tiers.get(1).rails() != 0) {
      throw written.fail("segment", "must be fewer cards than the " + domain + " of a domain, spread over all rails",
          "It is for a switch inside of one tier that grows with the job.");
    }
    return OptionalInt.of((int) segment.getAsLong());
  }

  private static void checkCards(Mapping written, Cluster cluster) {
    if (cluster.cards().isEmpty()) {
      return;
    }
    int cards = cluster.cards().getAsInt();
    Tier last = cluster.tiers().get(cluster.tiers().size() - 1);
    if (cards > last.cards().orElse(cards)) {
      throw written.fail("cards", cards + " cards, but the outermost tier '" + last.name() + "' joins only "
          + last.cards().getAsInt(), "Enlarge that tier or leave out its cards.");
    }
    int node = cluster.tiers().get(0).cards().orElse(1);
    if (cards > node && cards % node != 0) {
      throw written.fail("cards", cards + " cards are no whole number of domains of " + node + " cards",
          "Write " + cards / node * node + " or " + (cards / node + 1) * node
              + ". A job on the cluster may have any number.");
    }
  }

  /** The default stack must know the technology of every tier. */
  private static void checkStack(Stack stack, Cluster cluster, Listing tiers, Scalar stackName) {
    for (int i = 0; i < tiers.size(); i++) {
      String technology = cluster.tiers().get(i).name();
      if (!stack.knows(technology)) {
        List<String> known = List.copyOf(stack.transports().keySet());
        throw tiers.mappings().get(i).fail("name", "unknown link technology '" + technology + "'",
            DidYouMean.closest(technology, known).map(near -> "Did you mean '" + near + "'? ").orElse("")
                + "Stack '" + stack.id() + "' has constants for: " + String.join(", ", known));
      }
    }
    List<String> misfits = cluster.misfits(stack);
    if (!misfits.isEmpty()) {
      throw stackName.fail(misfits.get(0));
    }
  }
}

package org.kilocard.scenario;

import java.util.List;
import org.kilocard.input.Catalogue;
import org.kilocard.input.Mapping;
import org.kilocard.input.Node;
import org.kilocard.input.Overrides;
import org.kilocard.input.Scalar;

/**
 * A scenario whose layout is open: what is trained on which cluster with which batch and software, but not how it is
 * split over how many cards. Layout, schedule, micro-batch and recomputation of the document are not looked at; it is
 * read as if it were a job of one card and one micro-batch, which every rule allows.
 *
 * @param document what was read, with its layout as written
 * @param scenario what it says beside the layout; its own layout means nothing
 */
public record OpenScenario(Mapping document, Scenario scenario) {
  private static final List<String> OPEN =
      List.of("parallelism", "schedule", "recompute", "faults", "fidelity", "fold");

  /** Reads a document with some keys set. */
  public static OpenScenario read(Mapping document, Catalogue catalogue, Overrides overrides) {
    Mapping changed = ScenarioFile.resolved(document, catalogue, overrides);
    Mapping open = changed;
    for (String key : OPEN) {
      open = open.with(key, scalar(open, key, ""));
    }
    open = open.with("cards", scalar(open, "cards", "1"));
    if (changed.optionalNode("batch").orElse(changed) instanceof Mapping batch && batch.has("global")) {
      Node whole = batch.node("global");
      open = open.with("batch", batch.with("micro", whole));
    }
    return new OpenScenario(changed.unread(), new ScenarioReader(open.unread(), catalogue).read());
  }

  private static Scalar scalar(Mapping at, String key, String text) {
    return new Scalar(text, false, at.location(), at.path().key(key));
  }
}

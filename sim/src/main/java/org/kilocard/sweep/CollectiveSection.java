package org.kilocard.sweep;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.kilocard.collective.AutoPlanner;
import org.kilocard.collective.Operation;
import org.kilocard.hardware.Stack;
import org.kilocard.hardware.StackFile;
import org.kilocard.input.Catalogue;
import org.kilocard.input.DidYouMean;
import org.kilocard.input.Mapping;
import org.kilocard.input.Scalar;
import org.kilocard.job.Communication;
import org.kilocard.job.Faults;
import org.kilocard.job.Overlap;
import org.kilocard.job.UnitMode;
import org.kilocard.study.CollectiveQuestion;
import org.kilocard.study.CollectiveStudy;
import org.kilocard.study.Members;
import org.kilocard.topology.Cluster;
import org.kilocard.topology.TopologyFile;

/**
 * Reads the section {@code collective} of a chart file: {@code topology}, {@code operation}, {@code bytes}
 * and {@code cards}, and optionally {@code per_domain}, {@code stack}, {@code unit_mode}, {@code units} and
 * {@code algorithm}.
 */
record CollectiveSection(Mapping written, Catalogue catalogue, Path chart) {
  private static final List<Operation> OPERATIONS = List.of(Operation.ALL_REDUCE, Operation.ALL_GATHER,
      Operation.REDUCE_SCATTER, Operation.BROADCAST, Operation.REDUCE, Operation.ALL_TO_ALL);

  CollectiveQuestion question() {
    Cluster whole = TopologyFile.read(written.node("topology"), catalogue, chart);
    int cards = (int) written.count("cards", 2, whole.mostCards());
    Cluster cluster = Members.site(whole, cards, written.has("per_domain"));
    Operation operation = operation();
    Stack stack = stack(cluster);
    Scalar size = written.scalar("bytes");
    long bytes = size.bytes();
    if (bytes < 1 || bytes > CollectiveQuestion.LARGEST_BYTES) {
      throw size.fail("must lie between 1 B and 1 TiB, not " + size.described());
    }
    Members members = members(cluster, cards);
    Communication communication = communication(cluster, operation);
    written.done();
    CollectiveQuestion question = new CollectiveQuestion(cluster, stack, operation, List.of(bytes), members,
        communication, Optional.empty(), List.of(), Faults.NONE, true);
    if (!communication.algorithms().isEmpty()) {
      String named = written.text("algorithm");
      List<String> able = CollectiveStudy.algorithms(question);
      if (!able.contains(named)) {
        throw written.fail("algorithm", "'" + named + "' cannot serve " + members.ranks() + " cards of "
            + cluster.name(), "What can: " + String.join(", ", able) + ".");
      }
    }
    return question;
  }

  private Operation operation() {
    Scalar name = written.scalar("operation");
    List<String> names = OPERATIONS.stream().map(Operation::label).toList();
    return OPERATIONS.stream().filter(one -> one.label().equals(name.text())).findFirst().orElseThrow(() ->
        name.fail("unknown operation " + name.described()).withHint(suggestion(name.text(), names)));
  }

  private static String suggestion(String word, List<String> allowed) {
    return DidYouMean.closest(word, allowed).map(near -> "Did you mean '" + near + "'? ").orElse("")
        + "Allowed: " + String.join(", ", allowed);
  }

  private Stack stack(Cluster cluster) {
    Stack stack = StackFile.load(catalogue, written.text("stack", cluster.stack()));
    List<String> misfits = cluster.misfits(stack);
    if (!misfits.isEmpty()) {
      throw written.fail("stack", String.join("; ", misfits));
    }
    return stack;
  }

  private Members members(Cluster cluster, int cards) {
    int most = cluster.mostCards();
    int domain = Members.domain(cluster, cards);
    int perDomain = (int) written.optionalCount("per_domain", 1, domain).orElse(domain);
    Members members = new Members(cards, perDomain, domain);
    if (members.cards() > most) {
      throw written.fail("cards", cards + " take a cluster of " + members.cards() + ", " + cluster.name()
          + " has " + most);
    }
    return members;
  }

  private Communication communication(Cluster cluster, Operation operation) {
    UnitMode mode = written.choice("unit_mode", UnitMode.SHARED);
    int units = (int) written.optionalCount("units", 1, cluster.accelerator().units()).orElse(0);
    if (mode == UnitMode.RESERVED && units == 0) {
      throw written.fail("unit_mode", "reserved needs a number of units", "Write units: 20, say.");
    }
    if (mode == UnitMode.OFFLOAD && units > 0) {
      throw written.fail("units", "unit_mode: offload takes no units");
    }
    Optional<String> algorithm = written.optionalText("algorithm").filter(name -> !name.equals("auto"));
    List<String> known = AutoPlanner.names(operation);
    algorithm.filter(name -> !known.contains(name)).ifPresent(name -> {
      throw written.fail("algorithm", "unknown algorithm '" + name + "'", suggestion(name, known));
    });
    return new Communication(mode, units, Overlap.NONE,
        algorithm.map(name -> Map.of(operation.key(), name)).orElse(Map.of()));
  }
}

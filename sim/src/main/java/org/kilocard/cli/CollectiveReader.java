package org.kilocard.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.kilocard.collective.AutoPlanner;
import org.kilocard.collective.Operation;
import org.kilocard.collective.Routed;
import org.kilocard.hardware.Engine;
import org.kilocard.hardware.Precision;
import org.kilocard.hardware.Stack;
import org.kilocard.hardware.StackFile;
import org.kilocard.input.Catalogue;
import org.kilocard.input.KeyPath;
import org.kilocard.input.Location;
import org.kilocard.input.Mapping;
import org.kilocard.input.Scalar;
import org.kilocard.input.Spelled;
import org.kilocard.input.YamlDocument;
import org.kilocard.job.Communication;
import org.kilocard.job.Faults;
import org.kilocard.job.Overlap;
import org.kilocard.job.UnitMode;
import org.kilocard.scenario.FaultReader;
import org.kilocard.study.CollectiveQuestion;
import org.kilocard.study.CollectiveStudy;
import org.kilocard.study.Members;
import org.kilocard.topology.Cluster;
import org.kilocard.topology.Tier;
import org.kilocard.topology.TopologyFile;

/** Turns the options of {@code kilocard collective} into one question per topology. */
final class CollectiveReader {
  private static final String AUTO = "auto";
  private static final int DEFAULT_CARDS = 64;
  private static final String DEFAULT_SIZES = "1KiB..8GiB";
  private static final Map<String, Operation> OPERATIONS =
      OptionWords.words(List.of(Operation.values()), Operation::label);
  private static final Map<String, UnitMode> MODES =
      OptionWords.words(List.of(UnitMode.values()), Spelled::of);
  private static final Map<String, Boolean> FOLDING =
      OptionWords.words(List.of(true, false), folds -> folds ? AUTO : "off");

  private final Catalogue catalogue;
  private final CollectiveOptions options;
  private final Operation operation;
  private final List<CollectiveQuestion.Beside> beside = new ArrayList<>();
  private final TokenOptions tokens;

  CollectiveReader(Catalogue catalogue, CollectiveOptions options) {
    this.catalogue = catalogue;
    this.options = options;
    operation = OptionWords.choice("--op", options.operation, OPERATIONS);
    options.beside.forEach(text -> beside.add(beside(text)));
    if (beside.size() > CollectiveQuestion.MOST_BESIDE) {
      throw OptionWords.fail("--with", "at most " + CollectiveQuestion.MOST_BESIDE + " run beside it, not "
          + beside.size());
    }
    tokens = new TokenOptions(options, operation, beside);
  }

  List<CollectiveQuestion> read() {
    List<CollectiveQuestion> questions = new ArrayList<>();
    for (String name : options.topologies) {
      questions.add(question(TopologyFile.load(catalogue, name)));
    }
    return questions;
  }

  private CollectiveQuestion question(Cluster whole) {
    int cards = OptionWords.count("--cards", options.where.cards, 2, Cluster.MOST_CARDS)
        .orElse(Math.min(DEFAULT_CARDS, whole.mostCards()));
    Cluster cluster = Members.site(whole, cards, options.where.perNode.isPresent());
    Stack stack = stack(cluster);
    Members members = members(cluster, cards);
    Optional<Routed> routing = tokens.routing(members);
    CollectiveQuestion question = new CollectiveQuestion(cluster, stack, operation, sizes(stack), members,
        communication(cluster, stack), routing, beside, faults(cluster, (int) members.cards()),
        options.where.fold.isEmpty() || OptionWords.choice("--fold", options.where.fold.get(), FOLDING),
        load(members));
    checkAlgorithm(question);
    return question;
  }

  /** What the busiest card of an uneven all-to-all receives over the mean. */
  private double load(Members members) {
    if (options.counts.isEmpty()) {
      return 1;
    }
    String text = options.counts.get();
    if (operation != Operation.ALL_TO_ALL) {
      throw OptionWords.fail("--counts", text, "goes with --op all-to-all").withHint(
          "What experts receive unevenly is moe.load of a scenario.");
    }
    String[] written = text.split(",");
    if (members.ranks() % written.length != 0) {
      throw OptionWords.fail("--counts", text, written.length + " counts do not go evenly into "
          + members.ranks() + " cards");
    }
    double most = 0;
    double sum = 0;
    for (String count : written) {
      double number = OptionWords.scalar("--counts", count.strip()).number(0, CollectiveQuestion.LARGEST_BYTES);
      most = Math.max(most, number);
      sum += number;
    }
    if (sum == 0) {
      throw OptionWords.fail("--counts", text, "nobody receives anything");
    }
    return most * written.length / sum;
  }

  private static CollectiveQuestion.Beside beside(String text) {
    String[] parts = text.split(":", 2);
    if (parts.length < 2) {
      throw OptionWords.fail("--with", text, "has no size").withHint(
          "Write an operation and its size, e.g. all-to-all:64MiB.");
    }
    Operation other = OPERATIONS.get(parts[0].strip());
    if (other == null) {
      throw OptionWords.unknown("--with", text, parts[0].strip(), "operation", OPERATIONS.keySet());
    }
    return new CollectiveQuestion.Beside(other, bytes(OptionWords.scalar("--with", parts[1])));
  }

  private static long bytes(Scalar written) {
    long bytes = written.bytes();
    if (bytes < 1 || bytes > CollectiveQuestion.LARGEST_BYTES) {
      throw written.fail("a size must lie between 1 B and 1 TiB, not " + written.described());
    }
    return bytes;
  }

  private List<Long> sizes(Stack stack) {
    if (tokens.isAsked()) {
      Precision precision =
          operation == Operation.DISPATCH ? stack.tokens().dispatch() : stack.tokens().combine();
      return tokens.bytes(stack.format(precision));
    }
    return OptionWords.doublings("--sizes", options.sizes.orElse(DEFAULT_SIZES), CollectiveReader::bytes);
  }

  private Stack stack(Cluster cluster) {
    String name = options.how.stack.orElse(cluster.stack());
    Stack stack = StackFile.load(catalogue, name);
    for (Tier tier : cluster.tiers()) {
      if (!stack.knows(tier.name())) {
        throw OptionWords.fail("--stack", name, "has no constants for the links '" + tier.name() + "' of "
            + cluster.name() + ", only for " + String.join(", ", stack.transports().keySet()))
            .withHint("Topology '" + cluster.name() + "' is meant for stack '" + cluster.stack() + "'.");
      }
    }
    return stack;
  }

  private Members members(Cluster cluster, int cards) {
    int most = cluster.mostCards();
    String asked = options.where.cards.orElse(Integer.toString(cards));
    int domain = Members.domain(cluster, cards);
    int perNode = OptionWords.count("--per-node", options.where.perNode, 1, Cluster.MOST_CARDS).orElse(domain);
    if (perNode > domain) {
      throw OptionWords.fail("--per-node", options.where.perNode.orElse(""), "an innermost domain of "
          + cluster.name() + " has " + domain + " cards");
    }
    if (options.where.perNode.isPresent() && cards % perNode != 0) {
      int fewer = cards / perNode * perNode;
      throw OptionWords.fail("--cards", asked, "is no multiple of the " + perNode + " of --per-node")
          .withHint("Use " + (fewer > 1 ? fewer + " or " : "") + (fewer + perNode) + ".");
    }
    Members members = new Members(cards, perNode, domain);
    if (members.cards() > most) {
      boolean spread = perNode < domain;
      throw OptionWords.fail("--cards", asked, (spread ? perNode + " in each domain of " + domain + " take a "
          + "cluster of " + members.cards() + " cards, " : "") + cluster.name() + " has " + most);
    }
    if (operationsInclude(Operation.SEND) && cards % 2 != 0) {
      throw OptionWords.fail("--cards", asked, "a send pairs cards up").withHint("Use an even number.");
    }
    return members;
  }

  private boolean operationsInclude(Operation one) {
    return operation == one || beside.stream().anyMatch(other -> other.operation() == one);
  }

  private Communication communication(Cluster cluster, Stack stack) {
    Optional<Engine> engine = options.how.engine.map(name -> engine(name, stack));
    UnitMode mode = options.how.unitMode.isPresent()
        ? OptionWords.choice("--unit-mode", options.how.unitMode.get(), MODES)
        : engine.filter(one -> !one.copies()).map(one -> UnitMode.OFFLOAD).orElse(UnitMode.SHARED);
    if (engine.isPresent() && mode != (engine.get().copies() ? UnitMode.SHARED : UnitMode.OFFLOAD)) {
      throw OptionWords.fail("--engine", engine.get().name(), engine.get().copies()
          ? "copies with cores of the card: that is --unit-mode shared"
          : "copies by itself: that is --unit-mode offload").withHint("Leave --unit-mode out.");
    }
    int most = engine.filter(Engine::copies).isPresent()
        ? cluster.accelerator().unitsForVectors()
        : cluster.accelerator().units();
    int units = OptionWords.count("--units", options.how.units, 1, most).orElse(0);
    if (mode == UnitMode.RESERVED && units == 0) {
      throw OptionWords.fail("--unit-mode reserved", "needs a number of units").withHint(
          "Say how many are set aside, e.g. --units " + Math.max(1, most * 3 / 20) + " of " + most + ".");
    }
    if (mode == UnitMode.OFFLOAD && units > 0) {
      throw OptionWords.fail("--units", options.how.units.orElse(""), "--unit-mode offload takes no units");
    }
    Map<String, String> named = options.how.algorithm.map(String::strip).filter(name -> !name.equals(AUTO))
        .map(name -> Map.of(operation.key(), name)).orElse(Map.of());
    return new Communication(mode, units, Overlap.NONE, named, engine.map(Engine::name));
  }

  private static Engine engine(String name, Stack stack) {
    return stack.engine(name.strip()).orElseThrow(() -> stack.engineNames().isEmpty()
        ? OptionWords.fail("--engine", name, "stack '" + stack.id() + "' knows no engines to choose from")
        : OptionWords.unknown("--engine", name, name, "engine", stack.engineNames()));
  }

  private void checkAlgorithm(CollectiveQuestion question) {
    if (question.communication().algorithms().isEmpty()) {
      return;
    }
    String name = question.communication().algorithms().values().iterator().next();
    List<String> known = new ArrayList<>(List.of(AUTO));
    known.addAll(AutoPlanner.names(operation));
    if (!known.contains(name)) {
      throw OptionWords.unknown("--algorithm", name, name, operation.label() + " algorithm", known);
    }
    List<String> able = CollectiveStudy.algorithms(question);
    if (!able.contains(name)) {
      throw OptionWords.fail("--algorithm", name, "cannot serve " + question.members().ranks() + " cards of "
          + question.cluster().name() + " with stack '" + question.stack().id() + "'").withHint(
          "What can: " + String.join(", ", able) + ".");
    }
  }

  private Faults faults(Cluster cluster, int cards) {
    if (options.where.faults.isEmpty()) {
      return Faults.NONE;
    }
    String text = options.where.faults.get();
    Location location = Location.of("--faults " + text);
    KeyPath key = KeyPath.ROOT.key("faults");
    Mapping written = Mapping.empty(location, KeyPath.ROOT).with("faults",
        YamlDocument.value(text, location, key));
    Faults faults = new FaultReader(written, cluster, cards, 1).read();
    if (!faults.cards().isEmpty()) {
      throw OptionWords.fail("--faults", text, "a card that computes slowly does not slow a collective")
          .withHint("Name links, e.g. [{link: \"" + cluster.tiers().get(0).name()
              + "[0].card[2]\", rate: 0.5}].");
    }
    return faults;
  }
}

package org.kilocard.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.kilocard.input.Catalogue;
import org.kilocard.input.InputException;
import org.kilocard.input.KeyPath;
import org.kilocard.input.Location;
import org.kilocard.input.Mapping;
import org.kilocard.input.Node;
import org.kilocard.input.Overrides;
import org.kilocard.input.Scalar;
import org.kilocard.input.YamlDocument;
import org.kilocard.job.Faults;
import org.kilocard.plan.Goal;
import org.kilocard.plan.PlanQuestion;
import org.kilocard.scenario.OpenScenario;
import org.kilocard.scenario.Scenario;
import org.kilocard.scenario.ScenarioFile;
import org.kilocard.topology.Cluster;
import org.kilocard.unit.Bytes;

/** Reads what {@code kilocard plan} was asked. */
final class PlanReader {
  private final Catalogue catalogue;
  private final PlanOptions options;
  private final List<String> notes = new ArrayList<>();

  /**
   * What was read.
   *
   * @param question to be answered
   * @param document the scenario, with the layout that it has
   */
  record Asked(PlanQuestion question, Mapping document) {}

  PlanReader(Catalogue catalogue, PlanOptions options) {
    this.catalogue = catalogue;
    this.options = options;
  }

  Asked read() {
    long goals = List.of(options.cards, options.deadline, options.budget).stream()
        .filter(Optional::isPresent).count();
    if (goals > 1) {
      throw InputException.of("--cards, --deadline and --budget do not go together")
          .withHint("A plan has one goal; its table shows days and cost for every number of cards.");
    }
    FixedLayout layout = FixedLayout.of(options.settings);
    Mapping document = options.scenario.isPresent() ? file(options.scenario.get()) : written();
    Overrides overrides = Overrides.parse(layout.others());
    OpenScenario open = OpenScenario.read(document, catalogue, overrides);
    Optional<Scenario> own = own(document, overrides);
    Scenario scenario = open.scenario();
    if (scenario.training().isEmpty()) {
      throw OptionWords.fail("--tokens", "is missing: days and cost depend on how many tokens are trained on")
          .withHint("Write e.g. --tokens 14.8T.");
    }
    own.filter(job -> !job.faults().equals(Faults.NONE))
        .ifPresent(job -> notes.add("the faults of the scenario are left out: a plan is for a sound cluster"));
    Goal goal = goal(scenario, own);
    boolean same = own.isPresent() && goal instanceof Goal.Cards cards
        && cards.numbers().equals(List.of(own.get().cards()));
    return new Asked(new PlanQuestion(scenario, layout.fixed(), spare(scenario), goal,
        own.filter(job -> same).map(Scenario::job), notes), open.document());
  }

  private Mapping file(String name) {
    Map<String, Optional<String>> instead = Map.of("--model", options.model, "--topology", options.topology,
        "--global-batch", options.globalBatch, "--sequence", options.sequence);
    instead.forEach((option, text) -> text.ifPresent(value -> {
      throw OptionWords.fail(option, value, "goes instead of a scenario, not with one")
          .withHint("Change what a scenario says with --set, e.g. --set batch.global=4096.");
    }));
    return withTokens(YamlDocument.parse(catalogue.resolve(ScenarioFile.FOLDER, name)));
  }

  private Mapping written() {
    Map<String, Optional<String>> needed = new LinkedHashMap<>();
    needed.put("--model", options.model);
    needed.put("--topology", options.topology);
    needed.put("--global-batch", options.globalBatch);
    needed.put("--sequence", options.sequence);
    List<String> missing = needed.keySet().stream().filter(o -> needed.getOrDefault(o, Optional.empty()).isEmpty())
        .toList();
    if (!missing.isEmpty()) {
      throw InputException.of(missing.size() == needed.size()
          ? "there is nothing to plan" : "without a scenario, a plan needs " + String.join(", ", missing))
          .withHint("Name a scenario, or write e.g. --model llama3.1-405b --topology h100-nvl8-ib --tokens 15T "
              + "--global-batch 2048 --sequence 8192.");
    }
    Mapping batch = Mapping.empty(Location.of("--global-batch"), KeyPath.ROOT)
        .with("sequence_length", value("--sequence", options.sequence.orElse("")))
        .with("global", value("--global-batch", options.globalBatch.orElse("")));
    return withTokens(Mapping.empty(Location.of("kilocard plan"), KeyPath.ROOT)
        .with("name", value("--model", options.model.orElse("") + " on " + options.topology.orElse("")))
        .with("topology", value("--topology", options.topology.orElse("")))
        .with("model", value("--model", options.model.orElse("")))
        .with("batch", batch));
  }

  private Mapping withTokens(Mapping document) {
    if (options.tokens.isEmpty()) {
      return document;
    }
    Node tokens = value("--tokens", options.tokens.get());
    return document.with("training", Mapping.empty(tokens.location(), KeyPath.ROOT).with("tokens", tokens));
  }

  private static Scalar value(String option, String text) {
    return OptionWords.scalar(option, text);
  }

  /**
   * The scenario as it is, if it has a layout. A change may have made that illegal, and it is none of the question
   * then; but what is written must be right.
   */
  private Optional<Scenario> own(Mapping document, Overrides overrides) {
    if (!document.has("parallelism") && !document.has("cards")) {
      return Optional.empty();
    }
    try {
      return Optional.of(ScenarioFile.read(document, catalogue, overrides));
    } catch (InputException changed) {
      ScenarioFile.read(document, catalogue, Overrides.parse(List.of()));
      return Optional.empty();
    }
  }

  private long spare(Scenario scenario) {
    long spare = options.spare.map(text -> OptionWords.scalar("--spare", text).bytes()).orElse(0L);
    double all = scenario.job().accelerator().memoryCapacityBytes();
    if (spare >= all) {
      throw OptionWords.fail("--spare", options.spare.orElse(""), "leaves nothing of the " + Bytes.format(all)
          + " of a card");
    }
    return spare;
  }

  private Goal goal(Scenario scenario, Optional<Scenario> own) {
    if (options.deadline.isPresent()) {
      return new Goal.Deadline(OptionWords.scalar("--deadline", options.deadline.get()).days());
    }
    if (options.budget.isPresent()) {
      double amount = OptionWords.scalar("--budget", options.budget.get()).money();
      if (scenario.training().flatMap(t -> t.cardHourPrice().isPresent() ? Optional.of(t) : Optional.empty())
          .isEmpty()) {
        throw OptionWords.fail("--budget", options.budget.get(), "needs the price of a card hour")
            .withHint("Write e.g. --set \"economics.card_hour=2 USD\".");
      }
      return new Goal.Budget(amount);
    }
    if (options.cards.isPresent()) {
      return new Goal.Cards(numbers(scenario.cluster(), options.cards.get()));
    }
    return new Goal.Cards(List.of(own.map(Scenario::cards).orElseThrow(() ->
        InputException.of("says neither --cards nor --deadline nor --budget, and there is no scenario with cards")
            .withHint("Write e.g. --cards 1024, --deadline 60d or --budget \"5M USD\"."))));
  }

  private static List<Integer> numbers(Cluster cluster, String text) {
    List<Long> listed = OptionWords.doublings("--cards", text, word -> word.count(1, Cluster.MOST_CARDS));
    for (long cards : listed) {
      if (cards > cluster.mostCards()) {
        throw OptionWords.fail("--cards", text, cards + " cards are more than the " + cluster.mostCards()
            + " of topology '" + cluster.name() + "'");
      }
    }
    return listed.stream().map(Long::intValue).sorted().distinct().toList();
  }
}

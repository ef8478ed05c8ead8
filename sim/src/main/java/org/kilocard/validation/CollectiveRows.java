package org.kilocard.validation;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.kilocard.collective.AutoPlanner;
import org.kilocard.collective.Operation;
import org.kilocard.collective.Routed;
import org.kilocard.hardware.Calibration;
import org.kilocard.hardware.Engine;
import org.kilocard.hardware.Stack;
import org.kilocard.hardware.StackFile;
import org.kilocard.input.Catalogue;
import org.kilocard.input.DidYouMean;
import org.kilocard.input.Mapping;
import org.kilocard.input.Node;
import org.kilocard.input.Overrides;
import org.kilocard.input.Scalar;
import org.kilocard.input.YamlDocument;
import org.kilocard.job.Communication;
import org.kilocard.job.Faults;
import org.kilocard.job.Overlap;
import org.kilocard.job.UnitMode;
import org.kilocard.report.CollectiveRow;
import org.kilocard.scenario.ScenarioFile;
import org.kilocard.study.CollectiveQuestion;
import org.kilocard.study.CollectiveStudy;
import org.kilocard.study.Members;
import org.kilocard.topology.Cluster;
import org.kilocard.topology.Tier;
import org.kilocard.topology.TopologyFile;
import org.kilocard.world.Progress;
import org.kilocard.world.Simulator;

/**
 * Runs that are collectives. The base has the options of {@code kilocard collective}: {@code topology, cards,
 * per_node, stack, algorithm, unit_mode, units, engine}, and for dispatch and combine {@code experts, top_k,
 * node_limit, expert_groups}; a row measures {@code op, bytes} and {@code time_us} or {@code busbw_gbps}. Of tokens it
 * may measure {@code tokens, token_bytes} instead of {@code bytes}, and, as the libraries for them do, the rate at
 * which copies arrive, those from the card itself included: {@code per_card_gbps} counts one copy per token and
 * receiving card, {@code per_node_gbps} one per innermost domain, {@code per_expert_gbps} one per expert.
 */
record CollectiveRows(Mapping base, Catalogue catalogue) implements FamilyFile.Kind {
  private static final long LARGEST_TOKENS = 1 << 30;
  private static final int MOST_EXPERTS = 1 << 20;
  private static final String AUTO = "auto";

  @Override
  public FamilyFile.Run read(Mapping set, Mapping measured) {
    Mapping options = Overrides.of(set).applyTo(base.unread(), ScenarioFile.expansion(catalogue));
    Operation operation = operation(measured);
    boolean tokens = measured.has("tokens");
    long bytes = tokens
        ? measured.count("tokens", 1, LARGEST_TOKENS) * measured.count("token_bytes", 1, LARGEST_TOKENS)
        : measured.count("bytes", 1, CollectiveQuestion.LARGEST_BYTES);
    Node named = options.node("topology");
    Cluster whole = TopologyFile.read(named, catalogue, FamilyFile.referrer(named));
    int cards = (int) options.count("cards", 2, whole.mostCards());
    Cluster cluster = Members.site(whole, cards, options.has("per_node"));
    Stack stack = stack(options, cluster);
    Members members = members(options, cluster, cards);
    Optional<Routed> routing = routing(options, operation, members);
    Map<Metric, Double> values = routing.flatMap(routed -> arriving(measured, bytes, routed, members))
        .orElseGet(() -> FamilyFile.values(measured, Metric.TIME_US, Metric.BUSBW_GBPS));
    CollectiveQuestion question = new CollectiveQuestion(cluster, stack, operation, List.of(bytes), members,
        communication(options, cluster, stack, operation), routing, List.of(), Faults.NONE,
        true);
    options.done();
    checkAlgorithm(options, question);
    return new FamilyFile.Run(values, new Collective(question),
        FamilyFile.stack(options, catalogue, cluster.stack()));
  }

  /** What is measured as a rate of arriving copies, as time. */
  private static Optional<Map<Metric, Double>> arriving(
      Mapping measured, long bytes, Routed routed, Members members) {
    Map<String, Double> copies = Map.of(
        "per_card_gbps", routed.expectedDomains(members.ranks()),
        "per_node_gbps", routed.expectedDomains(members.domains()),
        "per_expert_gbps", (double) routed.topK());
    return copies.keySet().stream().filter(measured::has).findFirst().map(key -> Map.of(
        Metric.TIME_US, copies.get(key) * bytes / (measured.number(key, 1e-6, 1e6) * 1e3)));
  }

  private static Operation operation(Mapping measured) {
    String label = measured.text("op");
    return Arrays.stream(Operation.values()).filter(o -> o.label().equals(label)).findFirst().orElseThrow(() -> {
      List<String> labels = Arrays.stream(Operation.values()).map(Operation::label).toList();
      return measured.fail("op", "unknown operation '" + label + "'", DidYouMean.closest(label, labels)
          .map(near -> "Did you mean '" + near + "'?").orElse("Known: " + String.join(", ", labels)));
    });
  }

  private Stack stack(Mapping options, Cluster cluster) {
    Optional<Node> asked = options.optionalNode("stack");
    if (asked.isEmpty()) {
      return StackFile.load(catalogue, cluster.stack());
    }
    Node node = asked.get();
    Stack stack = StackFile.read(node instanceof Mapping inline ? inline : YamlDocument.parse(
        catalogue.resolve(StackFile.FOLDER, node.asScalar(), FamilyFile.referrer(node))), catalogue);
    for (Tier tier : cluster.tiers()) {
      if (!stack.knows(tier.name())) {
        throw node.fail("has no constants for the links '" + tier.name() + "' of " + cluster.name() + ", only for "
            + String.join(", ", stack.transports().keySet()));
      }
    }
    return stack;
  }

  private static Members members(Mapping options, Cluster cluster, int cards) {
    int most = cluster.mostCards();
    int domain = Members.domain(cluster, cards);
    int perNode = (int) options.optionalCount("per_node", 1, domain).orElse(domain);
    if (cards % perNode != 0 && options.has("per_node")) {
      throw options.fail("cards", cards + " is no multiple of the " + perNode + " of per_node");
    }
    Members members = new Members(cards, perNode, domain);
    if (members.cards() > most) {
      throw options.fail("cards", perNode + " in each domain of " + domain + " take a cluster of " + members.cards()
          + " cards, " + cluster.name() + " has " + most);
    }
    return members;
  }

  private static Communication communication(
      Mapping options, Cluster cluster, Stack stack, Operation operation) {
    Optional<Engine> engine = options.optionalScalar("engine").map(name -> stack.engine(name.text()).orElseThrow(
        () -> name.fail("stack '" + stack.id() + "' knows no engine '" + name.text() + "'").withHint(
            "It knows " + stack.engineNames() + ".")));
    UnitMode mode = options.choice("unit_mode",
        engine.isPresent() && !engine.get().copies() ? UnitMode.OFFLOAD : UnitMode.SHARED);
    int most = engine.filter(Engine::copies).isPresent()
        ? cluster.accelerator().unitsForVectors()
        : cluster.accelerator().units();
    int units = (int) options.optionalCount("units", 1, most).orElse(0);
    if (mode == UnitMode.RESERVED && units == 0) {
      throw options.fail("units", "unit_mode: reserved needs a number of units");
    }
    if (mode == UnitMode.OFFLOAD && units > 0) {
      throw options.fail("units", "unit_mode: offload takes no units", "Leave units out.");
    }
    Map<String, String> named = options.optionalText("algorithm").filter(name -> !name.equals(AUTO))
        .map(name -> Map.of(operation.key(), name)).orElse(Map.of());
    return new Communication(mode, units, Overlap.NONE, named, engine.map(Engine::name));
  }

  private static void checkAlgorithm(Mapping options, CollectiveQuestion question) {
    for (String name : question.communication().algorithms().values()) {
      List<String> known = AutoPlanner.names(question.operation());
      if (!known.contains(name)) {
        throw options.fail("algorithm", "unknown " + question.operation().label() + " algorithm '" + name + "'",
            "Known: auto, " + String.join(", ", known));
      }
      List<String> able = CollectiveStudy.algorithms(question);
      if (!able.contains(name)) {
        throw options.fail("algorithm", name + " cannot serve these cards", "What can: " + String.join(", ", able));
      }
    }
  }

  private static Optional<Routed> routing(Mapping options, Operation operation, Members members) {
    if (operation != Operation.DISPATCH && operation != Operation.COMBINE) {
      return Optional.empty();
    }
    int experts = (int) options.count("experts", 1, MOST_EXPERTS);
    int topK = (int) options.count("top_k", 1, experts);
    Scalar dealt = options.scalar("experts");
    if (experts % members.ranks() != 0) {
      throw dealt.fail("cannot be dealt evenly to " + members.ranks() + " cards");
    }
    boolean limited = options.has("node_limit");
    int groups = (int) options.optionalCount("expert_groups", 1, experts).orElse(limited ? members.domains() : 1);
    int limit = (int) options.optionalCount("node_limit", 1, groups).orElse(groups);
    if (experts % groups != 0 || topK > experts / groups * limit) {
      throw options.fail("node_limit", limit + " of " + groups + " groups of the " + experts
          + " experts cannot hold the " + topK + " of a token");
    }
    return Optional.of(new Routed(0, topK, experts, limit, groups, 1));
  }

  /** A collective of one size. */
  record Collective(CollectiveQuestion question) implements Row.Experiment {
    @Override
    public Map<Metric, Double> run(UnaryOperator<Calibration> calibration, Simulator simulator) {
      Stack stack = question.stack().with(calibration.apply(question.stack().calibration()));
      CollectiveRow row = CollectiveStudy.answer(question.with(stack), simulator, Progress.NONE).rows().get(0);
      Map<Metric, Double> metrics = new EnumMap<>(Metric.class);
      metrics.put(Metric.TIME_US, row.timePs() * 1e-6);
      metrics.put(Metric.BUSBW_GBPS, row.busBytesPerSecond() * 1e-9);
      return metrics;
    }

    @Override
    public long messageBytes() {
      return question.sizes().get(0);
    }
  }
}

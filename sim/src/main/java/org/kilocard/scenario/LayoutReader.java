package org.kilocard.scenario;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.kilocard.input.Mapping;
import org.kilocard.input.Scalar;
import org.kilocard.job.Dimension;
import org.kilocard.job.ExpertDimension;
import org.kilocard.job.Parallelism;
import org.kilocard.job.Sharding;
import org.kilocard.model.ContextKind;
import org.kilocard.model.ModelSpec;
import org.kilocard.topology.Cluster;

/** Reads {@code cards} and {@code parallelism}, and deals the cards to the layout. */
final class LayoutReader {
  private static final int LARGEST = 1 << 16;
  private static final int MOST_LAYERS = 1 << 16;

  private final Mapping scenario;
  private final Mapping section;
  private final Cluster cluster;
  private final ModelSpec model;
  private int tensor;
  private int context;
  private int pipeline;
  private int experts;

  LayoutReader(Mapping scenario, Cluster cluster, ModelSpec model) {
    this.scenario = scenario;
    this.section = scenario.section("parallelism");
    this.cluster = cluster;
    this.model = model;
  }

  /** The section itself, for complaints. */
  Mapping section() {
    return section;
  }

  Parallelism read() {
    tensor = size("tensor");
    context = size("context");
    ContextKind kind = section.choice("context_kind", ContextKind.RING);
    pipeline = size("pipeline");
    int virtual = size("virtual_pipeline");
    int expert = expert();
    int expertTensor = size("expert_tensor");
    if (model.moe().isEmpty() && expertTensor > 1) {
      throw section.fail("expert_tensor", "model '" + model.name() + "' has no routed experts", "Write 1.");
    }
    experts = expert * expertTensor;
    Optional<Scalar> copies = section.optionalScalar("data").filter(data -> !data.text().equals("auto"));
    boolean sequence = section.flag("sequence_parallel", tensor > 1);
    List<Dimension> order = order();
    List<ExpertDimension> expertOrder = expertOrder();
    List<Integer> layers = section.has("layers_per_stage")
        ? section.counts("layers_per_stage", 0, MOST_LAYERS).stream().map(Long::intValue).toList()
        : List.of();
    int data = copies.isPresent() ? written(copies.get()) : automatic();
    Sharding sharding = sharding(data);
    section.done();
    checkExperts(data);
    return new Parallelism(
        tensor, context, kind, pipeline, virtual, expert, expertTensor, data, sharding, sequence, order,
        expertOrder, layers);
  }

  private int size(String key) {
    return (int) section.optionalCount(key, 1, LARGEST).orElse(1);
  }

  private int expert() {
    int expert = size("expert");
    LayoutRules.experts(model, expert).ifPresent(rule -> {
      throw section.fail(rule.key(), rule.problem(), rule.hint());
    });
    return expert;
  }

  private Sharding sharding(int data) {
    int zero = (int) section.optionalCount("zero", 0, 3).orElse(1);
    OptionalLong group = section.optionalCount("shard", 2, Cluster.MOST_CARDS);
    boolean reshard = section.flag("reshard_after_forward", true);
    int holders = context * data;
    if (group.isPresent() && zero == 0) {
      throw section.fail("shard", "ZeRO 0 shards nothing", "Write zero: 1, 2 or 3.");
    }
    if (group.isPresent() && holders % group.getAsLong() != 0) {
      throw section.fail("shard", group.getAsLong() + " ranks cannot share a copy of the model evenly among the "
          + holders + " of context × data", "Write a divisor of " + holders + ", or leave shard out.");
    }
    if (!reshard && zero < 3) {
      throw section.fail("reshard_after_forward", "ZeRO " + zero + " does not shard parameters",
          "Write zero: 3, or leave reshard_after_forward out.");
    }
    return new Sharding(zero, group.isPresent() ? OptionalInt.of((int) group.getAsLong()) : OptionalInt.empty(),
        reshard);
  }

  private List<Dimension> order() {
    if (!section.has("order")) {
      return List.of(Dimension.TENSOR, Dimension.CONTEXT, Dimension.DATA, Dimension.PIPELINE);
    }
    List<Dimension> order = section.choices("order", Dimension.class);
    if (order.size() != Dimension.values().length || order.stream().distinct().count() != order.size()) {
      throw section.fail("order", "must name every dimension once",
          "E.g. [tensor, context, data, pipeline].");
    }
    return order;
  }

  private List<ExpertDimension> expertOrder() {
    if (!section.has("expert_order")) {
      return Parallelism.EXPERT_ORDER;
    }
    List<ExpertDimension> order = section.choices("expert_order", ExpertDimension.class);
    if (order.size() != Parallelism.EXPERT_ORDER.size() || !order.containsAll(Parallelism.EXPERT_ORDER)) {
      throw section.fail("expert_order", "must name every dimension once",
          "E.g. [expert_tensor, expert, expert_data].");
    }
    return order;
  }

  /** Cards that hold one copy of the model. */
  private long copy() {
    return (long) tensor * context * pipeline;
  }

  /** {@code data: 16}. */
  private int written(Scalar copies) {
    int data = (int) copies.count(1, Cluster.MOST_CARDS);
    OptionalLong cards = scenario.optionalCount("cards", 1, Cluster.MOST_CARDS);
    if (copy() > Cluster.MOST_CARDS / data) {
      throw copies.fail(product() + " × data " + data + " are more than " + Cluster.MOST_CARDS + " cards");
    }
    long needed = copy() * data;
    if (cards.isPresent() && cards.getAsLong() != needed) {
      throw copies.fail(product() + " × data " + data + " = " + needed + " cards, but the job has "
              + cards.getAsLong())
          .withHint(cards.getAsLong() % copy() == 0
              ? "Write data: " + cards.getAsLong() / copy() + " or data: auto, or cards: " + needed + "."
              : "Write cards: " + needed + ", or data: auto and a multiple of " + copy() + " cards.");
    }
    requireRoom(needed, cards.isPresent());
    return data;
  }

  /** {@code data: auto}. */
  private int automatic() {
    OptionalLong asked = scenario.optionalCount("cards", 1, Cluster.MOST_CARDS);
    if (asked.isEmpty() && cluster.cards().isEmpty()) {
      throw scenario.fail("cards", "is missing",
          "The topology grows with the job: say how many cards it has, e.g. " + copy() * 8 + ".");
    }
    long cards = asked.orElse(cluster.cards().orElse(1));
    requireRoom(cards, true);
    if (cards % copy() != 0) {
      throw scenario.fail("cards", "each copy of the model takes " + product() + " = " + copy()
          + " cards, and " + cards + " is not a multiple of that", nearest(cards));
    }
    return (int) (cards / copy());
  }

  private void requireRoom(long cards, boolean asked) {
    if (cards > cluster.mostCards()) {
      throw (asked ? scenario.fail("cards", tooMany(cards)) : section.fail("data", tooMany(cards)))
          .withHint("Use fewer cards, or a larger topology.");
    }
  }

  private String tooMany(long cards) {
    return cards + " cards are more than the " + cluster.mostCards() + " of topology '"
        + cluster.name() + "'";
  }

  private void checkExperts(int data) {
    long ranks = (long) tensor * context * data;
    if (ranks % experts != 0) {
      long cards = ranks * pipeline;
      throw section.fail(section.has("expert") ? "expert" : "expert_tensor",
          "expert × expert_tensor = " + experts + " does not divide tensor × context × data = " + ranks
              + ", the cards of a pipeline rank", nearest(cards));
    }
  }

  /** The legal numbers of cards next to {@code cards}. */
  private String nearest(long cards) {
    long unit = copy() * (experts / gcd(experts, (long) tensor * context));
    long below = cards / unit * unit;
    return "Use " + (below > 0 ? cards(below) + " or " : "") + cards(below + unit) + ".";
  }

  private String cards(long number) {
    return number + " cards (data " + number / copy() + ")";
  }

  private static long gcd(long a, long b) {
    return b == 0 ? a : gcd(b, a % b);
  }

  private String product() {
    String factors = Stream.of(Dimension.TENSOR, Dimension.CONTEXT, Dimension.PIPELINE)
        .filter(d -> size(d) > 1)
        .map(d -> d.name().toLowerCase(Locale.ROOT) + " " + size(d))
        .collect(Collectors.joining(" × "));
    return factors.isEmpty() ? "tensor 1" : factors;
  }

  private int size(Dimension dimension) {
    return switch (dimension) {
      case TENSOR -> tensor;
      case CONTEXT -> context;
      case PIPELINE -> pipeline;
      case DATA -> throw new IllegalArgumentException("data is what is left");
    };
  }
}

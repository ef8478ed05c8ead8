package org.kilocard.fold;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import org.kilocard.hardware.AcceleratorFile;
import org.kilocard.hardware.Precision;
import org.kilocard.hardware.Stacks;
import org.kilocard.input.Catalogue;
import org.kilocard.job.Batch;
import org.kilocard.job.Communication;
import org.kilocard.job.Dimension;
import org.kilocard.job.ExpertDimension;
import org.kilocard.job.ExpertLoad;
import org.kilocard.job.Faults;
import org.kilocard.job.Job;
import org.kilocard.job.Overlap;
import org.kilocard.job.Parallelism;
import org.kilocard.job.Recompute;
import org.kilocard.job.Sharding;
import org.kilocard.job.UnitMode;
import org.kilocard.model.ContextKind;
import org.kilocard.model.Family;
import org.kilocard.model.Lora;
import org.kilocard.model.Lora.Target;
import org.kilocard.model.ModelSpec;
import org.kilocard.model.MoeSpec;
import org.kilocard.scenario.Fidelity;
import org.kilocard.scenario.JobRules;
import org.kilocard.scenario.Scenario;
import org.kilocard.schedule.Schedule;
import org.kilocard.schedule.Schedules;
import org.kilocard.topology.Cluster;
import org.kilocard.topology.DomainKind;
import org.kilocard.topology.Fabric;
import org.kilocard.topology.Grid;
import org.kilocard.topology.LinkFault;
import org.kilocard.topology.LinkName;
import org.kilocard.topology.Routing;
import org.kilocard.topology.Tier;
import org.kilocard.topology.Tiers;
import org.kilocard.topology.Transport;

/**
 * Small jobs on small clusters, drawn from a seed: 2 to 64 cards or more on one to three tiers of any kind, whose
 * domains need not divide the job, so that groups straddle domains and the last domain is ragged; every
 * parallel dimension, rank order, schedule, overlap, unit mode and recomputation. Rates, latencies and
 * protocols are no round numbers, so that equal times are no accident.
 */
public final class RandomClusters {
  private static final Catalogue CATALOGUE = new Catalogue(Path.of(".."));
  private static final int MOST_CARDS = 64;
  private static final int MOST_GRID_CARDS = 16;
  private static final List<String> TECHNOLOGIES = List.of("inner", "middle", "outer");

  private final Random random;
  /** Apart, so that everything else is drawn alike with and without adapters. */
  private final Random adapters;
  private final long seed;
  private final int mostCards;

  private RandomClusters(long seed, int mostCards) {
    this.seed = seed;
    this.mostCards = mostCards;
    random = new Random(seed);
    adapters = new Random(~seed);
  }

  /** The scenario of that seed, folded. */
  public static Scenario draw(long seed) {
    return draw(seed, MOST_CARDS);
  }

  /** The scenario of that seed with that many cards or fewer, folded. */
  public static Scenario draw(long seed, int mostCards) {
    return new RandomClusters(seed, mostCards).scenario();
  }

  /** The same scenario with every card simulated. */
  public static Scenario unfolded(Scenario s) {
    return new Scenario(s.name(), s.cluster(), s.job(), s.fidelity(), false, s.seed(), s.faults(),
        s.training(), s.warnings());
  }

  /**
   * The scenario of that seed with slow cards, degraded and dead links, and experts that are loaded unevenly.
   */
  public static Scenario broken(long seed) {
    Scenario sound = draw(seed);
    Random random = new Random(~seed);
    Job job = sound.job();
    if (job.model().moe().isPresent() && random.nextBoolean()) {
      MoeSpec moe = job.model().moe().get();
      job = new Job(job.model(), job.accelerator(), job.stack(), job.precision(), job.parallelism(),
          job.schedule(), job.batch(), job.recompute(), job.communication(), job.nodeLimit(),
          ExpertLoad.zipf(random.nextDouble(), moe.routedExperts(), moe.topK(), seed));
    }
    int cards = sound.cards();
    List<Faults.SlowCard> slow = new ArrayList<>();
    List<LinkFault> links = new ArrayList<>();
    for (int i = 0; i < random.nextInt(3); i++) {
      slow.add(new Faults.SlowCard(random.nextInt(cards), 0.3 + 0.7 * random.nextDouble()));
    }
    for (int i = 0; i < 4; i++) {
      LinkFault fault = linkFault(random, sound.cluster().tiers(), cards);
      List<LinkFault> more = new ArrayList<>(links);
      more.add(fault);
      if (isPossible(sound.cluster().tiers(), cards, List.of(fault))
          && isPossible(sound.cluster().tiers(), cards, more)) {
        links.add(fault);
      }
    }
    return new Scenario(sound.name() + ", " + slow + ", " + links, sound.cluster(), job, sound.fidelity(),
        true, seed, new Faults(slow, links), sound.training(), sound.warnings());
  }

  private static LinkFault linkFault(Random random, List<Tier> tiers, int cards) {
    Tier tier = tiers.get(random.nextInt(tiers.size()));
    int perDomain = Math.min(cards, tier.cards().orElse(cards));
    OptionalInt domain = OptionalInt.of(random.nextInt((cards + perDomain - 1) / perDomain));
    OptionalInt one = OptionalInt.of(random.nextInt(perDomain));
    OptionalInt none = OptionalInt.empty();
    LinkName name = switch (random.nextInt(4)) {
      case 0 -> new LinkName(tier.name(), domain, none, none, OptionalInt.of(random.nextInt(4)));
      case 1 -> new LinkName(tier.name(), domain, one, OptionalInt.of(random.nextInt(perDomain)), none);
      default -> new LinkName(tier.name(), domain, one, none, none);
    };
    return new LinkFault(name, random.nextInt(3) == 0 ? 0 : 0.2 + 0.8 * random.nextDouble());
  }

  private static boolean isPossible(List<Tier> tiers, int cards, List<LinkFault> faults) {
    try {
      return new Fabric(tiers, cards, 1, faults).cards() == cards;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private Scenario scenario() {
    Job job = job();
    int cards = job.parallelism().cards();
    Cluster cluster =
        new Cluster("random", job.accelerator(), job.stack().id(), OptionalInt.of(cards), tiers(cards));
    return new Scenario("seed " + seed + ": " + describe(job, cluster), cluster, job, Fidelity.FLOW, true,
        seed, Faults.NONE, Optional.empty(), List.of());
  }

  private static String describe(Job job, Cluster cluster) {
    Parallelism p = job.parallelism();
    List<Object> said = List.of(p.cards(), "cards, tensor", p.tensor(), "context",
        p.context(), p.contextKind(), "pipeline", p.pipeline(), "x",
        job.chunksPerRank(), "data", p.data(), "expert", p.expert(), "x", p.expertTensor(),
        p.expertOrder(), p.sharding(), p.order(),
        job.schedule().name(), "of", job.microBatches(), job.recompute(), job.communication().unitMode(),
        job.communication().overlap());
    StringBuilder text = new StringBuilder();
    said.forEach(word -> text.append(word).append(' '));
    for (Tier t : cluster.tiers()) {
      text.append("; ").append(t.kind()).append(' ').append(t.cards()).append(" rails ").append(t.rails())
          .append(" radix ").append(t.radix()).append(" 1:").append(t.oversubscription()).append(' ')
          .append(t.routing());
    }
    return text.toString();
  }

  private int oneOf(int... values) {
    return values[random.nextInt(values.length)];
  }

  @SafeVarargs
  private final <T> T anyOf(T... values) {
    return values[random.nextInt(values.length)];
  }

  private Job job() {
    while (true) {
      int tensor = oneOf(1, 1, 1, 2, 2, 3, 4);
      int pipeline = oneOf(1, 1, 2, 2, 3, 4, 4);
      int data = oneOf(1, 2, 2, 3, 4, 5, 6, 8, 12, 16);
      int context = oneOf(1, 1, 1, 2, 3, 4);
      int cards = tensor * context * pipeline * data;
      Schedule schedule = Schedules.all().get(random.nextInt(Schedules.all().size()));
      boolean interleaved = schedule.chunksPerRank().isEmpty();
      int virtual = interleaved ? 2 : 1;
      int microBatches = pipeline * oneOf(1, 2, 2, 3);
      boolean experts = random.nextBoolean();
      int expert = experts ? divisor(tensor * context * data) : 1;
      int expertTensor = experts ? anyOf(1, 1, divisor(tensor * context * data / expert)) : 1;
      boolean sequence = expert * expertTensor > 1 || random.nextBoolean();
      if (cards < 2 || cards > mostCards) {
        continue;
      }
      List<Dimension> order = new ArrayList<>(Arrays.asList(Dimension.values()));
      Collections.shuffle(order, random);
      List<ExpertDimension> expertOrder = new ArrayList<>(Parallelism.EXPERT_ORDER);
      Collections.shuffle(expertOrder, random);
      Parallelism layout =
          new Parallelism(tensor, context, anyOf(ContextKind.values()), pipeline, virtual, expert,
              expertTensor, data, sharding(schedule, context * data), sequence, order, expertOrder, List.of());
      UnitMode mode = UnitMode.values()[random.nextInt(3)];
      Communication communication = new Communication(mode,
          mode == UnitMode.RESERVED ? 4 + random.nextInt(20) : 0,
          new Overlap(random.nextBoolean(), random.nextBoolean(), random.nextBoolean(), random.nextBoolean(),
              random.nextBoolean(), random.nextBoolean()), Map.of());
      ModelSpec model = model(experts, expert);
      Job job = new Job(model, AcceleratorFile.load(CATALOGUE, "h100"),
          Stacks.drawn(random, TECHNOLOGIES), Precision.BF16, layout, schedule,
          new Batch(192, data * microBatches, 1), Recompute.values()[random.nextInt(3)], communication,
          OptionalInt.empty(), model.moe().map(this::load).orElse(ExpertLoad.UNIFORM));
      if (JobRules.violation(job).isEmpty()) {
        return job;
      }
    }
  }

  private Sharding sharding(Schedule schedule, int data) {
    int zero = random.nextInt(schedule.copies() > 1 ? 2 : 4);
    int group = divisor(data);
    boolean hybrid = zero > 0 && group > 1 && random.nextInt(3) == 0;
    return new Sharding(zero, hybrid ? OptionalInt.of(group) : OptionalInt.empty(),
        zero < 3 || random.nextBoolean());
  }

  private int divisor(int n) {
    int d = 1 + random.nextInt(n);
    while (n % d != 0) {
      d--;
    }
    return d;
  }

  /** A few heavy experts among equal ones, so that some cards are still alike; mostly none. At times a capacity. */
  private ExpertLoad load(MoeSpec moe) {
    List<Double> weights = new ArrayList<>();
    for (int i = 0; i < moe.routedExperts(); i++) {
      weights.add(random.nextInt(6) == 0 ? 3.0 : 1.0);
    }
    ExpertLoad load = random.nextInt(3) > 0 ? ExpertLoad.UNIFORM : ExpertLoad.weighted(weights, moe.topK());
    return random.nextInt(4) > 0
        ? load
        : load.limited(0.5 + random.nextDouble(), random.nextBoolean(), moe.routedExperts());
  }

  private ModelSpec model(boolean experts, int expert) {
    int layers = 3 + random.nextInt(6);
    int hidden = 768 * (1 + random.nextInt(2));
    Optional<MoeSpec> moe = Optional.empty();
    if (experts) {
      int routed = expert * oneOf(1, 2, 4);
      int groups = divisor(routed);
      int limit = 1 + random.nextInt(groups);
      int most = routed / groups * limit;
      moe = Optional.of(new MoeSpec(routed, random.nextInt(2), 1 + random.nextInt(Math.min(8, most)), 384,
          random.nextInt(2), groups, limit));
    }
    ModelSpec trained = new ModelSpec("random", experts ? Family.MOE : Family.LLAMA, layers, hidden, 12, 12, 64, 3072,
        12_000, true, false, false, 0, moe, Optional.empty(), 0);
    return adapters.nextInt(5) > 0 ? trained : trained.with(lora(experts));
  }

  private Lora lora(boolean experts) {
    Set<Target> targets = EnumSet.allOf(Target.class);
    targets.removeIf(target -> adapters.nextBoolean() || experts && target.name().startsWith("FC"));
    return new Lora(8 * (1 + adapters.nextInt(3)), targets.isEmpty() ? EnumSet.of(Target.PROJECTION) : targets);
  }

  private List<Tier> tiers(int cards) {
    int count = 1 + random.nextInt(3);
    List<Tier> tiers = new ArrayList<>();
    int below = 1;
    double rate = (150 + random.nextInt(300)) * 1.0007e9;
    for (int t = 0; t < count; t++) {
      boolean last = t == count - 1;
      int size = last ? 0 : below * (2 + random.nextInt(t == 0 ? 7 : 3));
      boolean grid = random.nextInt(4) == 0;
      tiers.add(grid ? grid(TECHNOLOGIES.get(t), below, last ? (cards + below - 1) / below : 2, rate)
          : tier(TECHNOLOGIES.get(t), below, size, cards, rate));
      below = grid ? tiers.get(t).cards().orElseThrow() : size;
      rate /= 1.5 + 6 * random.nextDouble();
    }
    return tiers;
  }

  /** A torus or mesh of at least that many cards, or domains of {@code below} cards. */
  private Tier grid(String name, int below, int least, double rate) {
    List<Integer> shape = new ArrayList<>();
    List<Boolean> wrap = new ArrayList<>();
    List<Double> rates = new ArrayList<>();
    int points = 1;
    while (shape.isEmpty() || points < least || points * below < MOST_GRID_CARDS && random.nextBoolean()) {
      int size = 2 + random.nextInt(3);
      shape.add(size);
      wrap.add(size > 2 && random.nextInt(3) > 0);
      rates.add(below * rate / (2 + random.nextInt(3)));
      points *= size;
    }
    DomainKind kind = random.nextBoolean() ? DomainKind.TORUS : DomainKind.MESH_ND;
    Routing routing = kind == DomainKind.TORUS
        ? Routing.SHORTEST : anyOf(Routing.SHORTEST, Routing.DETOUR, Routing.BORROW, Routing.BORROW);
    Grid grid = twisted(new Grid(shape, wrap, false, List.of(), rates));
    double port = below > 1 && random.nextBoolean() ? rate : grid.vertexBytesPerSecond(kind) / below;
    return Tier.grid(
        name, kind, grid, below, port, random.nextInt(6_000_000), routing, Transport.MESSAGE);
  }

  /** The same grid with a twist, if it can have one. */
  private Grid twisted(Grid grid) {
    try {
      return new Grid(grid.shape(), grid.wrap(), random.nextBoolean(), List.of(), grid.linkBytesPerSecond());
    } catch (IllegalArgumentException e) {
      return grid;
    }
  }

  private Tier tier(String name, int below, int size, int cards, double rate) {
    Tier tier = switch (random.nextInt(4)) {
      case 0 -> Tiers.crossbar(name, size, rate);
      case 1 -> Tiers.mesh(name, size == 0 ? Math.max(cards, 2) : size, rate);
      default -> Tiers.clos(name, size, rate, divisor(below), 2 * (1 + random.nextInt(4)),
          random.nextBoolean() ? 1 : 1 + 2 * random.nextDouble(), anyOf(Routing.IDEAL, Routing.ADAPTIVE, Routing.ECMP));
    };
    return new Tier(tier.name(), tier.kind(), tier.cards(), tier.bytesPerSecond(), random.nextInt(6_000_000),
        tier.rails(), tier.radix(), tier.levels(), tier.oversubscription(), tier.routing(), tier.transport());
  }
}

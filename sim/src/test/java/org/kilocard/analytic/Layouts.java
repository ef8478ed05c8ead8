package org.kilocard.analytic;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.kilocard.input.Catalogue;
import org.kilocard.input.InputException;
import org.kilocard.input.Overrides;
import org.kilocard.input.YamlDocument;
import org.kilocard.scenario.Scenario;
import org.kilocard.scenario.ScenarioFile;
import org.kilocard.schedule.Schedules;

/** Legal scenarios drawn by chance: dense and expert models, all schedules, all ways of overlapping. */
final class Layouts {
  private static final Catalogue CATALOGUE = new Catalogue(Path.of(".."));
  private static final List<String> CLUSTERS = List.of(
      "a100-nvl8-ib", "h100-nvl8-ib", "h800-nvl8-ib", "gb200-nvl72-ib", "mi300x-mesh8-roce", "ascend910b-roce",
      "cloudmatrix384", "h100-nvl8-roce-ecmp", "tpu-v4-4096", "tpu-v5p-8960", "trn2-ultraserver", "ub-mesh-8k");
  private static final String GPT = "{name: small gpt, family: gpt, layers: %d, hidden: %d, heads: 32, kv_heads: 32,"
      + " ffn: %d, vocab: 51200, learned_positions: 2048}";
  private static final String MOE = "{name: small moe, family: moe, layers: %d, hidden: %d, heads: 32, kv_heads: 8,"
      + " ffn: %d, vocab: 64000, experts: {routed: 32, shared: 1, top_k: 4, ffn: 1536,"
      + " dense_layers: 1}}";

  private final Random random;
  private final boolean sharded;

  Layouts(long seed) {
    this(seed, false);
  }

  private Layouts(long seed, boolean sharded) {
    random = new Random(seed);
    this.sharded = sharded;
  }

  /** Layouts with ZeRO-2 or 3. */
  static Layouts sharded(long seed) {
    return new Layouts(seed, true);
  }

  static Scenario read(String text, String... settings) {
    return ScenarioFile.read(YamlDocument.parse("drawn.yaml", text), CATALOGUE, Overrides.parse(List.of(settings)));
  }

  static Scenario load(String name, String... settings) {
    return ScenarioFile.load(CATALOGUE, name, Overrides.parse(List.of(settings)));
  }

  /** So many legal scenarios. */
  List<Scenario> draw(int count) {
    List<Scenario> drawn = new ArrayList<>();
    while (drawn.size() < count) {
      try {
        drawn.add(read(text(drawn.size())));
      } catch (InputException illegal) {
        continue; // the next draw may be legal
      }
    }
    return drawn;
  }

  private int one(int... of) {
    return of[random.nextInt(of.length)];
  }

  private int zero() {
    return sharded ? one(2, 3, 3) : one(0, 1);
  }

  private String sharding(int data) {
    return !sharded ? "" : (data > 2 && random.nextBoolean() ? ", shard: " + data / 2 : "")
        + (random.nextInt(3) == 0 ? ", reshard_after_forward: false" : "");
  }

  private String text(int number) {
    String named = Schedules.names().get(number % Schedules.names().size());
    String schedule = sharded && named.equals("dualpipe") ? "1f1b" : named;
    boolean moe = random.nextBoolean();
    int tensor = one(1, 2, 4, 8);
    int pipeline = schedule.equals("1f1b") ? one(1, 2, 3, 4, 8) : one(2, 4, 8);
    int virtual = schedule.equals("interleaved") ? one(2, 3) : 1;
    int data = one(1, 2, 4, 8);
    int micro = schedule.startsWith("dualpipe") ? 2 * pipeline * one(1, 2) : pipeline * one(1, 2, 6);
    int expert = moe ? one(1, 4, 8) : 1;
    int hidden = one(4096, 8192);
    int chunks = Schedules.named(schedule).orElseThrow().chunksPerRank().orElse(virtual);
    int layers = pipeline * chunks * one(1, 2, 3) + one(0, 1, 0);
    return String.format(Locale.ROOT, """
        name: %d %s
        topology: %s
        cards: %d
        model: %s
        precision: bf16
        parallelism: {tensor: %d, pipeline: %d, virtual_pipeline: %d, data: %d, expert: %d, zero: %d%s}
        schedule: %s
        batch: {sequence_length: 2048, global: %d, micro: 1}
        recompute: %s
        communication:
          unit_mode: %s
          overlap: {tensor: %b, expert: %b, pipeline: %b, gradient: %b, parameter: %b}
        """,
        number, schedule, CLUSTERS.get(random.nextInt(CLUSTERS.size())), tensor * pipeline * data,
        String.format(Locale.ROOT, moe ? MOE : GPT, layers, hidden, 4 * hidden),
        tensor, pipeline, virtual, data, expert, zero(), (random.nextInt(4) == 0
            ? ", order: [tensor, context, pipeline, data]" : "") + sharding(data), schedule, data * micro,
        List.of("none", "selective", "full").get(random.nextInt(3)),
        List.of("shared", "offload").get(random.nextInt(2)),
        random.nextBoolean(), random.nextBoolean(), random.nextInt(4) > 0, random.nextBoolean(), random.nextBoolean());
  }
}

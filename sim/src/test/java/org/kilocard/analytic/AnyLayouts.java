package org.kilocard.analytic;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.kilocard.schedule.Schedules;

/**
 * Scenarios drawn by chance over every dimension of a layout, legal and illegal: small models on up to 64 cards of
 * clusters of every kind.
 */
final class AnyLayouts {
  private static final List<String> CLUSTERS = List.of(
      "h100-nvl8-ib", "h800-nvl8-ib", "gb200-nvl72-ib", "mi300x-mesh8-roce", "cloudmatrix384", "h100-nvl8-roce-ecmp",
      "ascend910b-roce", "tpu-v5p-8960");
  private static final List<String> ORDERS = List.of(
      "[tensor, context, data, pipeline]", "[tensor, context, pipeline, data]", "[tensor, data, context, pipeline]",
      "[pipeline, tensor, context, data]", "[data, pipeline, tensor, context]");
  private static final List<String> EXPERT_ORDERS = List.of(
      "[expert_tensor, expert, expert_data]", "[expert, expert_tensor, expert_data]",
      "[expert_data, expert, expert_tensor]");
  private static final List<String> MODELS = List.of(
      "{family: gpt, layers: %d, hidden: 1024, heads: 16, ffn: 4096, vocab: 16000, learned_positions: 1024}",
      "{family: llama, layers: %d, hidden: 1024, heads: 16, kv_heads: 4, ffn: 3072, vocab: 16000}",
      "{family: moe, layers: %d, hidden: 1024, heads: 16, kv_heads: 8, ffn: 3072, vocab: 16000, "
          + "experts: {routed: 16, shared: 1, top_k: 2, ffn: 768, dense_layers: 1, groups: 4, group_limit: 2}}",
      "{family: mla-moe, layers: %d, hidden: 1024, heads: 16, vocab: 16000, mtp_depth: 1, "
          + "experts: {routed: 16, top_k: 4, ffn: 512}, latent_attention: "
          + "{q_rank: 256, kv_rank: 128, nope_head_dim: 64, rope_head_dim: 32, v_head_dim: 64}}");

  private final Random random;
  private final Random adapters;

  AnyLayouts(long seed) {
    random = new Random(seed);
    adapters = new Random(~seed);
  }

  private int one(int... of) {
    return of[random.nextInt(of.length)];
  }

  private String one(List<String> of) {
    return of.get(random.nextInt(of.size()));
  }

  private static int divisor(int n, int most) {
    int d = Math.max(1, Math.min(n, most));
    while (n % d != 0) {
      d--;
    }
    return d;
  }

  private boolean rarely() {
    return random.nextInt(4) == 0;
  }

  /** The next scenario. */
  String next(int number) {
    String schedule = one(Schedules.names());
    boolean experts = random.nextBoolean();
    int pipeline = one(1, 2, 2, 4);
    int virtual = schedule.equals("interleaved") || rarely() && rarely() ? one(2, 3) : 1;
    int tensor = one(1, 1, 1, 2, 2, 4, 4, 8, 3);
    int context = one(1, 1, 2, 4, 3);
    int data = one(1, 2, 4, 6);
    int layers = Math.max(2, pipeline * virtual * one(1, 2) + one(0, 0, 1));
    int micro = one(1, 1, 2);
    int batches = one(1, 2, 2, 3) * (schedule.startsWith("dualpipe") ? 2 * pipeline : pipeline) + one(0, 0, 0, 1);
    List<String> layout = new ArrayList<>(List.of("tensor: " + tensor, "context: " + context, "pipeline: " + pipeline,
        "virtual_pipeline: " + virtual, "data: " + data, "zero: " + one(0, 1, 1, 1, 2, 3),
        "context_kind: " + one(List.of("ring", "ring", "ulysses", "all-gather"))));
    if (experts) {
      int flat = tensor * context * data;
      int expert = rarely() ? one(2, 4, 6, 16) : divisor(flat, one(2, 4, 8, 16));
      layout.add("expert: " + expert);
      layout.add("expert_tensor: " + (rarely() ? one(2, 4, 5, 9) : one(1, divisor(flat / expert, one(2, 4)))));
      layout.add("expert_order: " + one(EXPERT_ORDERS));
    }
    if (rarely()) {
      layout.add("order: " + one(ORDERS));
    }
    if (rarely()) {
      layout.add("shard: " + one(2, 2, 3, 4));
    }
    if (rarely() && rarely()) {
      layout.add("reshard_after_forward: false");
    }
    if (rarely()) {
      layout.add("sequence_parallel: " + random.nextBoolean());
    }
    if (rarely() && virtual == 1) {
      layout.add("layers_per_stage: " + uneven(layers, pipeline));
    }
    return String.format(Locale.ROOT, """
        name: layout %d
        topology: %s
        cards: %d
        model: %s
        precision: %s
        parallelism: {%s}
        schedule: %s
        batch: {sequence_length: %d, global: %d, micro: %d}
        recompute: %s
        communication:
          unit_mode: %s
          overlap: {tensor: %b, expert: %b, shared_expert: %b, pipeline: %b, gradient: %b, parameter: %b}
        %s""", number, one(CLUSTERS), tensor * context * pipeline * data,
        String.format(Locale.ROOT, MODELS.get((experts ? 2 : 0) + random.nextInt(2)), layers), "bf16",
        String.join(", ", layout), schedule, one(1024, 1024, 2048, 96, 1000), data * micro * batches
            + one(0, 0, 0, 0, 1), micro, one(List.of("none", "selective", "full")),
        one(List.of("shared", "offload", "reserved\n  units: 4")), random.nextBoolean(), random.nextBoolean(),
        random.nextBoolean(), random.nextInt(4) > 0, random.nextBoolean(), random.nextBoolean(),
        (experts ? "moe: {" + load() + "}\n" : "") + lora());
  }

  private String lora() {
    List<String> targets = List.of("attention", "qkv", "projection", "mlp", "fc2", "all", "[projection, fc1]");
    return adapters.nextInt(4) > 0 ? "" : "lora: {rank: " + (adapters.nextInt(8) > 0 ? 16 : 6) + ", targets: "
        + targets.get(adapters.nextInt(targets.size())) + "}\n";
  }

  private String load() {
    List<String> keys = new ArrayList<>();
    if (rarely()) {
      keys.add("load: {zipf: 0.4}");
    }
    if (rarely()) {
      keys.add("capacity_factor: " + one(List.of("0.75", "1", "1.5")));
    }
    if (rarely()) {
      keys.add("pad_to_capacity: " + random.nextBoolean());
    }
    return String.join(", ", keys);
  }

  /** Layers dealt to stages by chance, mostly all of them. */
  private String uneven(int layers, int stages) {
    List<Integer> split = new ArrayList<>(Collections.nCopies(stages, 0));
    for (int i = 0; i < layers - one(0, 0, 0, 1); i++) {
      int stage = random.nextInt(stages);
      split.set(stage, split.get(stage) + 1);
    }
    return split.toString();
  }
}

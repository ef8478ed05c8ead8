package org.kilocard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever is wrong with the input: exit code 2, nothing on standard output, one or two lines on standard
 * error that name the place and say what would be right, no stack trace, no error report.
 */
final class BadInputTest {
  private static final String GOOD = """
      name: test
      topology: h800-nvl8-ib
      cards: 2048
      model: deepseek-v3
      precision: fp8
      stack: deepseek-h800
      parallelism: {pipeline: 16, expert: 64}
      schedule: dualpipe
      batch: {sequence_length: 4096, global: 15360, micro: 1}
      communication: {unit_mode: reserved, units: 20}
      """;
  private static final String TIERS = "topology: {name: t, accelerator: h800, stack: deepseek-h800, tiers: ["
      + "{name: nvlink, kind: switch, cards: 8, rate: 200 GB/s, latency: 1 us}, "
      + "{name: ib, kind: clos, rate: 400 Gb/s, latency: 3 us}]}";
  private static final String DENSE = GOOD
      .replace("deepseek-v3", "gpt3-175b")
      .replace("{pipeline: 16, expert: 64}", "{tensor: 8, pipeline: 8, virtual_pipeline: 6}")
      .replace("dualpipe", "interleaved");

  @TempDir
  private Path directory;

  /**
   * One bad input.
   *
   * @param text the scenario
   * @param arguments of the command; {@code FILE} is the scenario's file
   * @param expected what the complaint contains
   */
  private record Case(String what, String text, List<String> arguments, List<String> expected) {
    @Override
    public String toString() {
      return what;
    }
  }

  /** {@link #GOOD} with {@code good} replaced by {@code bad}. */
  private static Case edit(String what, String good, String bad, String... expected) {
    assertThat(GOOD).contains(good);
    return text(what, GOOD.replace(good, bad), expected);
  }

  private static Case text(String what, String text, String... expected) {
    return new Case(what, text, List.of("run", "FILE"), List.of(expected));
  }

  /** {@link #GOOD} with some keys set. */
  private static Case set(String what, String settings, String... expected) {
    return setIn(what, GOOD, settings, expected);
  }

  private static Case setIn(String what, String text, String settings, String... expected) {
    List<String> arguments = new ArrayList<>(List.of("run", "FILE"));
    for (String setting : settings.split(";")) {
      arguments.add("--set");
      arguments.add(setting);
    }
    return new Case(what, text, arguments, List.of(expected));
  }

  private static Case command(String what, String arguments, String... expected) {
    return new Case(what, GOOD, List.of(arguments.split(" ")), List.of(expected));
  }

  static Stream<Case> syntax() {
    return Stream.of(
        text("empty file", "", "bad.yaml", "empty"),
        text("open bracket", GOOD.replace("units: 20}", "units: 20"), "bad.yaml:11:1", "'}'", "line 10"),
        text("a list", "[1, 2]", "bad.yaml:1:1", "must hold keys and values, not a list"),
        edit("tab", "cards: 2048", "a:\n\tb: 1", "bad.yaml:4:1", "tab", "spaces"),
        edit("duplicate key", "precision: fp8", "cards: 1024", "bad.yaml:5:1", "cards", "line 3"),
        edit("not UTF-8", "test", "\uffff", "bad.yaml:1:7", "UTF-8"),
        edit("unknown key at the top", "schedule:", "schedul:", "bad.yaml:8:1: schedul: unknown key",
            "Did you mean 'schedule'?"),
        edit("unknown key further down", "pipeline:", "pipelin:",
            "bad.yaml:7:15: parallelism.pipelin: unknown key",
            "Did you mean 'pipeline'?"),
        edit("no topology", "topology: h800-nvl8-ib\n", "", "topology: is missing"),
        edit("no batch", "batch: {sequence_length: 4096, global: 15360, micro: 1}\n", "",
            "batch: is missing"),
        edit("no sequence length", "sequence_length: 4096, ", "",
            "bad.yaml:9:8: batch.sequence_length: is missing"),
        edit("list for a mapping", "{sequence_length: 4096, global: 15360, micro: 1}", "[4096, 15360]",
            "bad.yaml:9:8: batch: must be a mapping, not a list"),
        edit("mapping for a number", "2048", "{nodes: 256}", "bad.yaml:3:8: cards: must be a single value"),
        edit("word for a number", "2048", "many", "bad.yaml:3:8: cards: ", "'many'"),
        edit("number in quotes", "2048", "\"2048\"", "bad.yaml:3:8: cards: must be a number",
            "Leave out the quotes"));
  }

  static Stream<Case> values() {
    return Stream.of(
        edit("a billion cards", "2048", "1000000000",
            "bad.yaml:3:8: cards: must be a whole number from 1 to 16777216"),
        edit("no cards", "2048", "0", "bad.yaml:3:8: cards: must be a whole number from 1"),
        edit("half a card", "2048", "2048.5", "bad.yaml:3:8: cards: must be a whole number"),
        edit("endless sequence", "4096", "1e30", "bad.yaml:9:26: batch.sequence_length: "),
        text("NaN", GOOD + "economics: {pue: NaN}\n", "bad.yaml:11:18: economics.pue: must be a number",
            "'NaN'"),
        text("YAML's NaN", GOOD + "economics: {pue: .nan}\n",
            "bad.yaml:11:18: economics.pue: must be a number"),
        text("infinite power", GOOD + "economics: {watts_per_card: .inf}\n",
            "economics.watts_per_card: must be"),
        text("other currency", GOOD + "economics: {card_hour: 2 EUR}\n", "bad.yaml:11:24", "'EUR'", "USD"),
        text("negative tokens", GOOD + "training: {tokens: -1T}\n", "training.tokens", "cannot be negative"),
        edit("rate without time", "topology: h800-nvl8-ib", TIERS.replace("200 GB/s", "200 GB"),
            "bad.yaml:2:", "tiers[0].rate", "Did you mean 'GB/s'?"),
        edit("rate without unit", "topology: h800-nvl8-ib", TIERS.replace("400 Gb/s", "400"),
            "tiers[1].rate: a rate needs a unit, e.g. 400 Gb/s"),
        edit("negative rate", "topology: h800-nvl8-ib", TIERS.replace("200 GB/s", "-200 GB/s"),
            "tiers[0].rate", "cannot be negative"),
        edit("no rate", "topology: h800-nvl8-ib", TIERS.replace("200 GB/s", "0 GB/s"),
            "tiers[0].rate", "must be above zero"),
        edit("unknown schedule", "dualpipe", "dualpip", "bad.yaml:8:11: schedule: unknown schedule 'dualpip'",
            "Did you mean 'dualpipe'?", "interleaved"),
        edit("unknown precision", "fp8", "fp9", "bad.yaml:5:12: precision: unknown value 'fp9'",
            "Did you mean 'fp"),
        edit("unknown model", "deepseek-v3", "deepsek-v3", "bad.yaml:4:8: model: there is no 'deepsek-v3'",
            "Did you mean 'deepseek-v3'?"),
        edit("unknown topology", "h800-nvl8-ib", "h900-nvl8-ib", "bad.yaml:2:11: topology: ",
            "Did you mean 'h"),
        edit("unknown stack", "deepseek-h800", "deepseek-h80", "bad.yaml:6:8: stack: ",
            "Did you mean 'deepseek-h800'?"),
        edit("model file that is not there", "deepseek-v3", "./my.yaml",
            "bad.yaml:4:8: model: there is no file"),
        edit("unknown unit mode", "reserved", "resrved", "bad.yaml:10:28", "Did you mean 'reserved'?"),
        text("fault of nothing", GOOD + "faults: [{compute: 0.8}]\n", "bad.yaml:11:10: faults[0]: names no card"),
        text("fault of no card", GOOD + "faults: [{card: 2048, compute: 0.8}]\n", "bad.yaml:11:17: faults[0].card: "),
        text("stopped card", GOOD + "faults: [{card: 1, compute: 0}]\n", "faults[0].compute: ", "stops the job"),
        text("fault of no link", GOOD + "faults: [{link: \"nvlink.port[2]\", rate: 0.5}]\n",
            "'nvlink.port[2]' does not name links", "Write tier[domain].card[i]"),
        text("fault of no tier", GOOD + "faults: [{link: \"ub[0].card[2]\", rate: 0.5}]\n",
            "the tiers are [nvlink, ib]"),
        text("fault of which node", GOOD + "faults: [{link: \"nvlink.card[2]\", rate: 0.5}]\n",
            "there are many nvlink domains", "e.g. nvlink[0]"),
        text("card cut off", GOOD + "faults: [{link: \"nvlink[0].card[2]\", state: down}]\n",
            "cannot be down"),
        text("faults in closed form", GOOD + "fidelity: analytic\nfaults: [{card: 17, compute: 0.8}]\n",
            "bad.yaml:12:9: faults: analytic fidelity", "Write fidelity: flow"),
        text("packets", GOOD + "fidelity: packet\n", "bad.yaml:11:11: fidelity: packet", "Write flow"),
        text("uneven load", GOOD + "moe: {load: {zipf: -1.0}}\n", "bad.yaml:11:20: moe.load.zipf: "),
        text("unknown load", GOOD + "moe: {load: even}\n", "bad.yaml:11:13: moe.load: ", "Allowed: uniform"),
        text("adapters without rank", GOOD + "lora: {targets: projection}\n", "bad.yaml:11:", "lora.rank: is missing"),
        text("rank 0", GOOD + "lora: {rank: 0}\n", "bad.yaml:11:14: lora.rank: must be a whole number from 1"),
        text("unknown product", GOOD + "lora: {rank: 8, targets: [projektion]}\n", "bad.yaml:11:27: lora.targets[0]",
            "Did you mean 'projection'?", "Allowed: qkv, projection, fc1, fc2, attention, mlp, all"),
        text("adapters of nothing", GOOD + "lora: {rank: 8, targets: []}\n", "lora.targets: has no product"),
        text("adapters of experts", GOOD + "lora: {rank: 8, targets: all}\n", "bad.yaml:11:26: lora.targets: ",
            "experts", "Write projection."),
        text("adapters of latents", GOOD + "lora: {rank: 8}\n", "lora", "latent attention", "Write"),
        text("scaling of adapters", GOOD + "lora: {rank: 8, targets: projection, alfa: 32}\n", "lora.alfa: "),
        setIn("rank that the tensor group does not divide", DENSE, "lora={rank: 12}",
            "parallelism.tensor: 8 does not divide the 12 rank columns of the adapters", "e.g. 6"),
        text("short histogram", GOOD + "moe: {load: {histogram: [1, 2, 3]}}\n", "moe.load.histogram: has 3 experts"));
  }

  static Stream<Case> layout() {
    return Stream.of(
        edit("cards that no copy divides", "2048", "2050", "bad.yaml:3:8: cards: ", "pipeline 16 = 16 cards",
            "Use 2048 cards (data 128) or 3072 cards (data 192)"),
        edit("fewer cards than a copy takes", "2048", "8", "bad.yaml:3:8: cards: ", "Use 1024 cards"),
        set("more cards than there are", "topology.cards=1024",
            "bad.yaml:3:8: cards: 2048 cards are more than the "
            + "1024 of topology 'h800-nvl8-ib'", "Use fewer"),
        edit("no cards to deal", "cards: 2048\n", "", "cards: is missing", "grows with the job"),
        edit("copies that the cards do not make", "expert: 64", "data: 100",
            "bad.yaml:7:35: parallelism.data: ",
            "pipeline 16 × data 100 = 1600 cards, but the job has 2048", "data: 128"),
        edit("more expert cards than experts", "expert: 64", "expert: 512",
            "bad.yaml:7:37: parallelism.expert: more",
            "256 routed experts", "divisor of 256"),
        edit("experts that do not come out", "expert: 64", "expert: 48",
            "parallelism.expert: 48 cards cannot share"),
        edit("expert groups that do not come out", "2048", "1536", "parallelism.expert: ", "does not divide",
            "= 96",
            "Use 1024 cards (data 64) or 2048 cards (data 128)"),
        setIn("experts of a dense model", DENSE, "parallelism.expert=8",
            "parallelism.expert: model 'GPT-3 175B' has no",
            "Write 1"),
        setIn("routing of a dense model", DENSE, "moe.node_limit=4", "moe: model 'GPT-3 175B' has no",
            "Leave moe out"),
        set("heads", "parallelism.tensor=3;cards=3072",
            "parallelism.tensor: 3 does not divide the 128 heads"),
        setIn("key-value heads", DENSE, "parallelism.tensor=6;model.kv_heads=4;cards=1536",
            "parallelism.tensor: 6 cards can neither share nor repeat the 4 key-value heads"),
        setIn("inner columns", DENSE, "model.ffn=49154",
            "parallelism.tensor: 8 does not divide the 49154 inner"),
        setIn("odd sequence", DENSE, "batch.sequence_length=2050", "batch.sequence_length: 2050 tokens",
            "tensor × context = 8", "Use 2048 or 2056"),
        edit("global batch", "15360", "15361", "bad.yaml:9:40: batch.global: 15361", "= 128",
            "Use 15360 or 15488"),
        set("tokens sent twice", "parallelism.tensor=2;parallelism.sequence_parallel=false",
            "parallelism.sequence_parallel: must be true"),
        setIn("odd chunks", DENSE, "parallelism.context=2;batch.sequence_length=2072",
            "batch.sequence_length: 2072 tokens are not a multiple of 2 × tensor × context = 32", "2048 or 2080",
            "an early and a late one"),
        setIn("heads for Ulysses", DENSE,
            "parallelism.context=4;parallelism.context_kind=ulysses;model.kv_heads=16;cards=2048",
            "parallelism.context: 4 cards cannot share the 12 heads and 2 key-value heads that tensor 8 leaves",
            "context_kind: ring"),
        setIn("a window in a ring", DENSE,
            "parallelism.context=2;cards=2048;model.window={tokens: 512}",
            "parallelism.context: ring attention knows no window", "context_kind: ulysses or all-gather"),
        setIn("kind of context", DENSE, "parallelism.context_kind=rings", "parallelism.context_kind: ",
            "ring, ulysses, all-gather"),
        set("padding to nothing", "moe.pad_to_capacity=true",
            "moe.pad_to_capacity: there is no capacity to fill up to", "capacity_factor as well"),
        set("capacity of nothing", "moe.capacity_factor=0", "moe.capacity_factor: "),
        setIn("split experts of a dense model", DENSE, "parallelism.expert_tensor=2",
            "parallelism.expert_tensor: model 'GPT-3 175B' has no routed experts", "Write 1"),
        set("columns of an expert", "parallelism.expert_tensor=3;parallelism.expert=32;cards=1536;batch.global=15360",
            "parallelism.expert_tensor: 3 does not divide the 2048 inner columns of an expert", "e.g. 2"),
        set("experts of no group", "parallelism.expert_tensor=4",
            "parallelism.expert: expert × expert_tensor = 256 does not divide tensor × context × data = 128"),
        edit("expert order", "expert: 64", "expert_order: [expert, expert, expert_data]",
            "parallelism.expert_order: ", "every dimension once"),
        edit("ZeRO of two holders", "expert: 64", "zero: 3", "bad.yaml:7:35: parallelism.zero: ZeRO 3",
            "schedule dualpipe the holders of a stage pass it in opposite orders", "dualpipe-v"),
        setIn("ZeRO-4", DENSE, "parallelism.zero=4", "parallelism.zero: must be"),
        setIn("sharding group", DENSE, "parallelism.shard=3", "parallelism.shard: 3 ranks cannot share",
            "Write a divisor of"),
        setIn("sharding nothing", DENSE, "parallelism.zero=0;parallelism.shard=2",
            "parallelism.shard: ZeRO 0 shards nothing"),
        setIn("resharding", DENSE, "parallelism.reshard_after_forward=false",
            "parallelism.reshard_after_forward: ZeRO 1 does not shard parameters", "Write zero: 3"),
        edit("rank order", "expert: 64", "order: [tensor, data, data, pipeline]", "parallelism.order: ",
            "every dimension once"),
        edit("few micro-batches", "15360", "2048",
            "bad.yaml:8:11: schedule: dualpipe: micro-batches (16) must be",
            "batch.global / (data × micro) = 2048 / (128 × 1)"),
        edit("many micro-batches", "15360", "16777216", "bad.yaml:9:40: batch.global: 131072 micro-batches"),
        set("odd pipeline", "parallelism.pipeline=15;cards=1920",
            "schedule: dualpipe: pipeline ranks (15) must be even.\n  Pipeline ranks are parallelism.pipeline"),
        setIn("emptied", DENSE, "batch.global=", "--set batch.global=: batch.global: has no value"),
        setIn("emptied section", DENSE, "batch=", "--set batch=: batch: has no value"),
        setIn("emptied with its own words", DENSE, "parallelism={};cards=;topology.cards=",
            "--set cards=: cards: is missing"),
        edit("virtual stages of dualpipe", "expert: 64", "virtual_pipeline: 2", "bad.yaml:7:47",
            "schedule dualpipe has no virtual stages", "interleaved"),
        setIn("interleaved by default", DENSE.replace("schedule: interleaved\n", ""),
            "parallelism.pipeline=1",
            "parallelism.virtual_pipeline: interleaved: needs at least 2 pipeline ranks"),
        set("too many stages", "parallelism.pipeline=64;parallelism.expert=32;schedule=gpipe",
            "parallelism.pipeline: 64 stages are too many for 61 layers"),
        edit("layers of too few stages", "expert: 64", "layers_per_stage: [30, 31]",
            "bad.yaml:7:47: parallelism.layers_per_stage: lists 2 stages, but the pipeline has 16"),
        set("too many layers", "parallelism.layers_per_stage=[4,4,4,4,4,4,4,4,4,4,4,4,4,4,4,4]",
            "parallelism.layers_per_stage: lists 64 layers, but 'DeepSeek-V3' has 61"));
  }

  static Stream<Case> hardware() {
    return Stream.of(
        edit("all units", "units: 20", "units: 132",
            "bad.yaml:10:45: communication.units: 132 units leave none", "at most 131"),
        edit("reserved without units", ", units: 20", "", "communication.units: unit_mode: reserved needs",
            "set aside"),
        edit("offload with units", "reserved", "offload", "communication.units: ", "takes no units"),
        text("node limit", GOOD + "moe: {node_limit: 9}\n", "bad.yaml:11:19: moe.node_limit: ", "at most 8"),
        set("no room for the experts of a token", "model.experts.top_k=33;moe.node_limit=1",
            "moe.node_limit: "
            + "1 expert group hold"),
        edit("unknown algorithm", "units: 20", "units: 20, algorithm: {all_reduce: rng}",
            "algorithm.all_reduce: ",
            "Did you mean 'ring'?"),
        edit("algorithm of another operation", "units: 20", "units: 20, algorithm: {all_gather: tree}",
            "communication.algorithm.all_gather: unknown algorithm 'tree' for all-gather",
            "auto, halving-doubling, hierarchical, multi-ring, nvls, ring"),
        edit("algorithm that the stack does not use", "units: 20",
            "units: 20, algorithm: {all_to_all: direct}",
            "communication.algorithm.all_to_all: stack 'deepseek-h800'", "stack.moe.deduplicated"),
        edit("stack of other links", "deepseek-h800", "mindspeed-910b", "bad.yaml:6:8: stack: ", "'nvlink'",
            "meant for stack 'megatron-h800'"),
        edit("precision without a peak", "fp8", "nvfp4", "bad.yaml:5:12: precision: ", "nvfp4",
            "It has them for",
            "bf16"));
  }

  static Stream<Case> commandLine() {
    return Stream.of(
        set("--set without =", "cards", "--set cards: has no '='", "--set key=value"),
        set("--set with an empty key", "=8", "is not a key path"),
        set("--set of an unknown key", "parallelism.tensr=8", "--set parallelism.tensr=8: parallelism.tensr: "
            + "unknown key", "Did you mean 'tensor'?"),
        set("--set of a wrong type", "cards=lots", "--set cards=lots: cards: ", "'lots'"),
        set("--set below a number", "cards.nodes=8", "cards: is the single value '2048'"),
        set("--set beyond the tiers", "topology.tiers[5].rate=1 GB/s", "--set topology.tiers[5]", "2 items"),
        command("missing file", "run ./nowhere.yaml", "there is no file ./nowhere.yaml"),
        command("unknown scenario", "run deepseek-v3-h800-2084", "Did you mean 'deepseek-v3-h800-2048'?"),
        command("directory for a file", "run DIR/", "is a directory"),
        command("unknown command", "rnu FILE", "kilocard: unknown command 'rnu'. Did you mean 'run'?"),
        command("unknown option", "run FILE --jsn x",
            "kilocard run: unknown option '--jsn'. Did you mean '--json'?"),
        command("two scenarios", "run FILE FILE", "unexpected argument", "--help"),
        command("no scenario", "run", "Missing required parameter: 'SCENARIO'", "--help"),
        command("--set without a value", "run FILE --set", "--set", "--help"),
        command("--json into nowhere", "run FILE --json DIR/no/x.json", "--json", "there is no directory"),
        command("--json to a directory", "run FILE --json DIR", "--json", "is a directory, not a file"),
        command("one file for both", "run FILE --json DIR/x --trace DIR/x", "--trace",
            "also the file of --json"),
        command("unknown kind", "show modl gpt3-175b", "'modl'", "did you mean 'model'?"),
        command("unknown name", "show model gpt4", "there is no 'gpt4' in scenarios/models"),
        command("--set for a model", "show model gpt3-175b --set layers=1", "--set goes with show scenario"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"syntax", "values", "layout", "hardware", "commandLine"})
  void isRefusedAtItsPlace(Case bad) throws IOException {
    Path file = directory.resolve("bad.yaml");
    // U+FFFF stands for a byte that no UTF-8 text has.
    byte[] bytes = bad.text().replace('\uffff', '\u00ff').getBytes(StandardCharsets.ISO_8859_1);
    Files.write(file, bytes);
    String[] arguments = bad.arguments().stream()
        .map(word -> word.replace("FILE", file.toString()).replace("DIR", directory.toString()))
        .toArray(String[]::new);
    Spoken spoken = Spoken.by(directory, arguments);
    assertThat(spoken.err()).contains(bad.expected());
    assertThat(spoken.err().lines().count()).as(spoken.err()).isBetween(1L, 2L);
    assertThat(spoken.err()).doesNotContain("Exception").doesNotContain("\tat ");
    assertThat(spoken.out()).isEmpty();
    assertThat(spoken.code()).isEqualTo(2);
    assertThat(Files.list(directory)).containsExactly(file);
  }

  /** What the bad ones are made of is good, or they would be refused for another reason. */
  @Test
  void goodInputIsAccepted() throws IOException {
    for (String good : List.of(GOOD, DENSE, GOOD.replace("topology: h800-nvl8-ib", TIERS))) {
      Path file = Files.writeString(directory.resolve("good.yaml"), good);
      Spoken spoken = Spoken.by(directory, "show", "scenario", file.toString());
      assertThat(spoken.err()).isEmpty();
      assertThat(spoken.code()).isZero();
    }
  }
}

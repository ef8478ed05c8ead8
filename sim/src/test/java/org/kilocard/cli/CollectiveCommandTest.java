package org.kilocard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.kilocard.collective.Operation;
import org.kilocard.input.YamlDocument;

/** {@code kilocard collective}: what it prints, and what it refuses. */
class CollectiveCommandTest {
  private static final String TOKENS = "--tokens 1024..4096 --hidden 7168 --experts 256 --top-k 8 ";

  @TempDir
  private Path directory;

  /** Runs the command; a {@code ~} stands for a space within an argument. */
  private Spoken collective(String arguments) {
    String[] words = ("collective " + arguments).split(" ");
    return Spoken.by(directory, Stream.of(words).map(word -> word.replace('~', ' ')).toArray(String[]::new));
  }

  @Test
  void helpNamesEveryOperationUnderHeadings() {
    String help = Spoken.by(directory, "collective", "--help").out();
    assertThat(help).contains("Which cards:", "With which software and units:", "Tokens of a dispatch or combine",
        "What is printed and written:");
    String operations = help.substring(help.indexOf("--op=OP "), help.indexOf("--sizes"));
    assertThat(operations.split("[^a-z-]+"))
        .contains(Stream.of(Operation.values()).map(Operation::label).toArray(String[]::new));
  }

  @Test
  void printsTheColumnsOfNcclTestsAndTheBound() {
    // The row of 1 GiB is calculated by hand where the study is tested.
    Spoken spoken = collective(
        "--topology h100-nvl8-ib --op all-gather --cards 8 --sizes 1GiB,1000000B --explain");
    assertThat(spoken.code()).isZero();
    assertThat(spoken.err()).isEmpty();
    List<String> lines = spoken.out().lines().toList();
    assertThat(lines.get(0)).isEqualTo("all-gather on h100-nvl8-ib, 8 cards (NVIDIA H100 80GB SXM)");
    assertThat(lines).anySatisfy(line -> assertThat(line.strip().split("\\s{2,}")).containsExactly(
        "size", "time (us)", "algbw (GB/s)", "busbw (GB/s)", "bound (us)", "of bound (%)", "algorithm",
        "busiest link"));
    assertThat(lines).anySatisfy(line -> assertThat(line.strip().split("\\s{2,}")).containsExactly(
        "1 GiB", "2,677.63", "401.00", "350.88", "2,088.43", "78.0", "ring simple", "nvlink card out 99 %"));
    assertThat(lines).anySatisfy(line -> assertThat(line).startsWith("  1,000,000 B  "));
    assertThat(lines).anySatisfy(line -> assertThat(line)
        .contains("predicted: ring simple 2.678 ms, ring ll128 4.23 ms, ring ll 67.36 ms"));
    assertThat(spoken.out()).contains("without a source: nvlink units");
  }

  @Test
  void defaultsToTheRangeOfNcclTests() {
    Spoken spoken = collective("--topology h100-nvl8-ib --op all-reduce");
    List<String> rows =
        spoken.out().lines().filter(line -> line.contains(" ring ") || line.contains(" tree ")).toList();
    // 1 KiB, 2 KiB, … 8 GiB.
    assertThat(rows).hasSize(24);
    assertThat(rows.get(0)).startsWith("    1 KiB");
    assertThat(rows.get(23)).startsWith("    8 GiB");
    assertThat(spoken.out()).contains("64 cards");
  }

  @Test
  void jobsOfMoreThanARackTakeItsSegment() {
    String asked = "--topology gb200-nvl72-ib --op all-to-all --sizes 64MiB --cards ";
    Spoken spoken = collective(asked + "1024");
    assertThat(spoken.out()).contains("1024 in 16 nvlink domains, 64 of 64 in each");
    // Whole racks only for who says so; the last one holds fewer, and one message goes to each all the same.
    Spoken whole = collective(asked + "1080 --per-node 72");
    assertThat(whole.out()).contains("1080 in 15 nvlink domains, 72 of 72 in each");
    assertThat(List.of(spoken.out(), whole.out())).allSatisfy(out -> assertThat(out).contains(" rail pairs"));
    assertThat(collective(asked + "72").out()).contains("72 of one nvlink domain");
  }

  @Test
  void topologiesStandOneAfterTheOtherAndAsOneArrayInJson() throws IOException {
    Path file = directory.resolve("rows.json");
    String asked = "--topology h100-nvl8-ib --topology cloudmatrix384 --op all-to-all --sizes 1MiB..4MiB ";
    Spoken spoken = collective(asked + "--json " + file);
    assertThat(spoken.code()).isZero();
    assertThat(spoken.out()).contains("all-to-all on h100-nvl8-ib", "\n\nall-to-all on cloudmatrix384");
    String json = Files.readString(file);
    // JSON is YAML: three sizes on two topologies.
    var rows = YamlDocument.parse("rows.json", "{rows: " + json + "}").listing("rows").mappings();
    assertThat(rows).extracting(row -> row.text("topology")).containsExactly("h100-nvl8-ib", "h100-nvl8-ib",
        "h100-nvl8-ib", "cloudmatrix384", "cloudmatrix384", "cloudmatrix384");
    assertThat(rows).extracting(row -> row.integer("bytes", 0, Long.MAX_VALUE)).containsExactly(
        1L << 20, 1L << 21, 1L << 22, 1L << 20, 1L << 21, 1L << 22);
    rows.forEach(row -> {
      double seconds = row.number("time_us", 0, 1e9) * 1e-6;
      double bus = row.number("busbw_gbps", 0, 1e9) * 1e9;
      // 64 cards: busbw = 63/64 of bytes over time.
      assertThat(bus * seconds / row.integer("bytes", 0, Long.MAX_VALUE)).isBetween(0.984374, 0.984376);
      assertThat(row.number("of_bound", 0, 1)).isPositive();
    });
    Spoken toOutput = collective(asked + "--json -");
    assertThat(toOutput.out()).isEqualTo(json);
  }

  @Test
  void drawsAllTopologiesTogether() throws IOException {
    Path file = directory.resolve("busbw.png");
    Spoken spoken = collective("--topology h100-nvl8-ib --topology cloudmatrix384 --op all-to-all --png " + file);
    assertThat(spoken.code()).isZero();
    // The signature of PNG.
    assertThat(Files.readAllBytes(file)).startsWith(0x89, 'P', 'N', 'G');
  }

  @Test
  void tokensHaveTheSizeThatTheStackSends() {
    // DeepSeek sends FP8 with 4 bytes of scale per 128 and gets BF16 back: 1024 tokens of 7168 are 7.219 and 14 MiB.
    String cluster = "--topology h800-nvl8-ib --stack deepseek-h800 --unit-mode reserved --units 20 ";
    Spoken dispatch = collective(cluster + TOKENS + "--node-limit 4 --op dispatch");
    assertThat(dispatch.out()).contains("top-8 of 256 experts in at most 4 of 8 groups",
        "\n     7.219 MiB", "\n  30,277,632 B");
    Spoken combine = collective(cluster + TOKENS + "--op combine --with all-reduce:64MiB");
    assertThat(combine.out()).contains("\n  14 MiB", "\n  56 MiB", "all-reduce of 64 MiB");
  }

  @Test
  void aDegradedLinkAndAnUnfoldedRunAreAsked() {
    String asked = "--op all-gather --cards 16 --sizes 1GiB --topology h100-nvl8-ib ";
    String half = "--faults [{link:~\"ib.card[5]\",rate:~0.5}]";
    Spoken folded = collective(asked + half);
    assertThat(folded.out()).contains("ib.card[5] at 0.5 of its rate");
    assertThat(collective(asked + half + " --fold off").out()).isEqualTo(folded.out());
    assertThat(collective(asked).out()).doesNotContain("faults");
  }

  private record Bad(String arguments, List<String> expected) {
    @Override
    public String toString() {
      return arguments;
    }
  }

  private static Bad bad(String arguments, String... expected) {
    return new Bad(arguments, List.of(expected));
  }

  static Stream<Bad> refused() {
    String good = "--topology h100-nvl8-ib --op all-reduce ";
    return Stream.of(
        bad("--op all-recude --topology h100-nvl8-ib", "Did you mean 'all-reduce'?"),
        bad("--op all-reduce --topology h100-nvl8-id", "Did you mean 'h100-nvl8-ib'?"),
        bad("--op all-reduce", "Missing required option: '--topology=NAME'"),
        bad(good + "--topolgy x", "unknown option '--topolgy'. Did you mean '--topology'?"),
        bad(good + "--cards 1", "--cards 1: must be a whole number from 2"),
        bad(good + "--cards many", "--cards many: 'many' is not a count"),
        bad(good + "--cards -8", "--cards -8: "),
        bad(good + "--cards 10 --per-node 4",
            "--cards 10: is no multiple of the 4 of --per-node. Use 8 or 12"),
        bad(good + "--per-node 9", "--per-node 9: an innermost domain of h100-nvl8-ib has 8 cards"),
        bad("--topology atlas950-8192 --op all-reduce --cards 16384",
            "--cards 16384: atlas950-8192 has 8192"),
        bad("--topology atlas950-8192 --op all-reduce --cards 16 --per-node 4",
            "take a cluster of 32768 cards"),
        bad(good + "--sizes 1KiB..8Gib", "--sizes 8Gib: unknown size unit 'Gib'. Did you mean 'GiB'?"),
        bad(good + "--sizes 1GiB..8KiB", "ends before it begins"),
        bad(good + "--sizes 1024", "a size needs a unit"),
        bad(good + "--sizes 1KiB..2KiB..4KiB", "is not a range"),
        bad(good + "--sizes 0B", "between 1 B and 1 TiB"),
        bad(good + "--sizes 2TiB", "between 1 B and 1 TiB"),
        bad(good + "--stack mindspeed-910b", "no constants for the links 'nvlink'"),
        bad(good + "--stack megatron-h100-2042", "Did you mean 'megatron-h100-20"),
        bad(good + "--algorithm rng", "unknown all-reduce algorithm 'rng'.", "Did you mean 'ring'?"),
        bad(good + "--counts 1,2", "--counts 1,2: goes with --op all-to-all"),
        bad(good + "--engine sdma", "--engine sdma: stack 'megatron-h100-2024' knows no engines"),
        bad(good + "--algorithm nvls", "--algorithm nvls: cannot serve 64 cards", "What can: ring"),
        bad(good + "--unit-mode resrved", "Did you mean 'reserved'?"),
        bad(good + "--unit-mode reserved", "needs a number of units"),
        bad(good + "--unit-mode offload --units 4", "takes no units"),
        bad(good + "--units 400", "from 1 to 132"),
        bad(good + "--with all-to-all", "has no size"),
        bad(good + "--with all-to-al:1MiB", "unknown operation 'all-to-al'",
            "Did you mean 'all-to-all'?"),
        bad(good + " --with send:1MiB".repeat(12).strip(), "at most 11"),
        bad(good + "--with dispatch:1MiB", "needs --experts, --top-k"),
        bad(good + "--hidden 7168", "--hidden 7168: has no meaning for all-reduce"),
        bad("--topology h100-nvl8-ib --op dispatch", "needs --tokens, --hidden, --experts, --top-k"),
        bad("--topology h100-nvl8-ib --op dispatch --sizes 1MiB " + TOKENS, "is tokens × hidden"),
        bad("--topology h100-nvl8-ib --op combine --cards 48 " + TOKENS, "dealt evenly to 48 cards"),
        bad("--topology h100-nvl8-ib --op combine --node-limit 2 --expert-groups 3 " + TOKENS,
            "cannot be dealt evenly to 3 groups"),
        bad("--topology h100-nvl8-ib --op combine --node-limit 1 --expert-groups 64 " + TOKENS,
            "hold 4 experts, but a token goes to 8"),
        bad("--topology h100-nvl8-ib --op combine --expert-groups 8 " + TOKENS, "without --node-limit"),
        bad("--topology h100-nvl8-ib --op send --cards 3", "--cards 3: a send pairs cards up"),
        bad(good + "--fold on", "--fold on: unknown value 'on'. Allowed: auto, off"),
        bad(good + "--faults [{card:~3,compute:~0.5}]", "does not slow a collective", "Name links"),
        bad(good + "--faults [{link:~\"ib.card[99]\",rate:~0.5}]", "ib.card[99] does not exist"),
        bad(good + "--faults [{", "--faults [{: "),
        bad(good + "--json /no/such/x.json", "there is no directory /no/such"),
        bad(good + "--png /no/such/x.png", "there is no directory /no/such"),
        bad(good + "--png same --json same", "is also the file of --json"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refused")
  void badInputIsRefusedInOneOrTwoLines(Bad bad) throws IOException {
    Spoken spoken = collective(bad.arguments());
    assertThat(spoken.err()).contains(bad.expected()).doesNotContain("Exception");
    assertThat(spoken.err().lines().count()).as(spoken.err()).isBetween(1L, 2L);
    assertThat(spoken.out()).isEmpty();
    assertThat(spoken.code()).isEqualTo(2);
    assertThat(Files.list(directory)).isEmpty();
  }
}

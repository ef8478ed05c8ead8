package org.kilocard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.kilocard.input.Catalogue;
import org.kilocard.input.Mapping;
import org.kilocard.input.YamlDocument;
import org.kilocard.scenario.ScenarioFile;

final class RunCommandTest {
  private static final String SMALL = """
      topology: h100-nvl8-ib
      model: gpt3-175b
      parallelism: {tensor: 8, pipeline: 8, data: 1}
      batch: {sequence_length: 2048, global: 8}
      """;

  @TempDir
  private Path directory;

  static List<String> scenarios() {
    return new Catalogue(Path.of("..")).names(ScenarioFile.FOLDER);
  }

  private String small() throws IOException {
    return Files.writeString(directory.resolve("small.yaml"), SMALL).toString();
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void everyScenarioRuns(String name) {
    Spoken spoken = Spoken.by(directory, "run", name, "--json", "-");
    assertThat(spoken.err()).isEmpty();
    assertThat(spoken.code()).isZero();
    Mapping result = YamlDocument.parse("out.json", spoken.out());
    assertThat(result.count("cards")).hasToString(name.substring(name.lastIndexOf('-') + 1));
    assertThat(result.mapping("step").number("time_s")).isBetween(0.1, 100.0);
  }

  @Test
  void filesAndReportAreWritten() throws IOException {
    Spoken spoken = Spoken.by(directory, "run", small(), "--json", directory.resolve("r.json").toString(),
        "--trace", directory.resolve("t.json").toString());
    assertThat(spoken.code()).isZero();
    assertThat(spoken.err()).isEmpty();
    // In a pipe there are no colours.
    assertThat(spoken.out()).startsWith("small\n").contains("step time").doesNotContain("\u001b");
    assertThat(files()).containsExactly("r.json", "small.yaml", "t.json");
    assertThat(YamlDocument.parse(directory.resolve("r.json")).text("scenario")).isEqualTo("small");
    assertThat(Files.readString(directory.resolve("t.json")))
        .startsWith("{\"displayTimeUnit\"").endsWith("]}");
  }

  @Test
  void anExistingFileIsReplacedAndALinkFollowed() throws IOException {
    Path old = Files.writeString(directory.resolve("old.json"), "old");
    Path link = Files.createSymbolicLink(directory.resolve("link.json"), old);
    assertThat(Spoken.by(directory, "run", small(), "--json", link.toString()).code()).isZero();
    assertThat(link).isSymbolicLink();
    assertThat(YamlDocument.parse(old).text("scenario")).isEqualTo("small");
  }

  @Test
  void sameInputGivesSameBytes() throws IOException {
    String wallClock = "(?m)^.*wall_s.*$";
    String first = Spoken.by(directory, "run", small(), "--json", "-").out();
    String second = Spoken.by(directory, "run", small(), "--json", "-").out();
    assertThat(second.replaceFirst(wallClock, "")).isEqualTo(first.replaceFirst(wallClock, ""));
  }

  @Test
  void strictFailsIfTheMemoryIsTooSmall() throws IOException {
    String[] arguments = {"run", small(), "--set", "topology.accelerator.memory.capacity=1 GiB", "--json",
        "-"};
    assertThat(Spoken.by(directory, arguments).code()).isZero();
    String[] strict = Stream.concat(Stream.of(arguments), Stream.of("--strict")).toArray(String[]::new);
    Spoken spoken = Spoken.by(directory, strict);
    assertThat(spoken.code()).isEqualTo(1);
    assertThat(spoken.err()).startsWith("--strict: a card needs ").contains("has 1 GiB").hasLineCount(1);
    assertThat(YamlDocument.parse("out.json", spoken.out()).keys()).contains("memory");
  }

  @Test
  void anAlgorithmThatCannotServeAllGroupsServesSome() throws IOException {
    // Gradients of 2 copies cross the nodes, where the switch cannot add them up; a ring does it.
    Spoken spoken = Spoken.by(directory, "run", small(), "--json", "-", "--set", "parallelism.zero=0",
        "--set", "parallelism.sequence_parallel=false", "--set", "parallelism.data=2", "--set",
        "batch.global=16",
        "--set", "communication.algorithm.all_reduce=nvls");
    assertThat(spoken.err()).isEmpty();
    assertThat(spoken.out()).contains("\"nvls").contains("\"ring");
  }

  /** 8 sequences, of which each of 2 copies takes 4, one by one. */
  @Test
  void whatShardingCostsInEveryMicroBatchIsTold() throws IOException {
    String[] often = {"", "", "ZeRO-2 reduces gradients after each of 4 micro-batches; ZeRO-1 once per step",
        "ZeRO-3 gathers parameters and reduces gradients for each of 4 micro-batches; ZeRO-1 once per step"};
    for (int zero = 0; zero < often.length; zero++) {
      String report = report("parallelism.data=2", "parallelism.zero=" + zero);
      assertThat(report).contains(often[zero]);
      assertThat(report.contains("micro-batches; ZeRO-1")).isEqualTo(zero >= 2);
    }
    assertThat(report("parallelism.data=8", "parallelism.zero=2")).as("one micro-batch").doesNotContain("ZeRO-1 once");
    assertThat(report("parallelism.data=1", "parallelism.zero=2")).as("one copy").doesNotContain("ZeRO-1 once");
  }

  @Test
  void whatAConfigSaysAndTheModelLeavesOutIsTold() throws IOException {
    String config = Path.of("src/test/resources/huggingface/deepseek-v3.json").toAbsolutePath().toString();
    String settings = "model=" + config;
    assertThat(report(settings, "parallelism.tensor=1", "parallelism.expert=1", "parallelism.pipeline=4"))
        .contains("warning: ", "quantization_config (fp8) says how the weights are stored");
  }

  private String report(String... settings) throws IOException {
    List<String> words = new ArrayList<>(List.of("run", small(), "--set", "fidelity=analytic"));
    for (String setting : settings) {
      words.addAll(List.of("--set", setting));
    }
    Spoken spoken = Spoken.by(directory, words.toArray(String[]::new));
    assertThat(spoken.err()).isEmpty();
    return spoken.out().replaceAll("\\s+", " ");
  }

  @Test
  void aFullDiskIsNoted() {
    PrintStream full = new PrintStream(new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        throw new IOException("no space left on device");
      }
    });
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream complaints = new PrintStream(err, true, StandardCharsets.UTF_8);
    Shell shell = new Shell(Path.of(".."), directory, full, complaints, false, false);
    assertThat(Main.execute(shell, "show", "model", "gpt3-175b")).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("standard output cannot be written\n");
  }

  @Test
  void anInternalErrorLeavesAReportToReproduceIt() throws IOException {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream complaints = new PrintStream(err, true, StandardCharsets.UTF_8);
    Shell shell = new Shell(Path.of(".."), directory, complaints, complaints, false, false);
    int code = new Complaints(shell, "run", small(), "--set",
        "seed=2").internal(new IllegalStateException("odd\nthing"));
    assertThat(code).isEqualTo(3);
    assertThat(err.toString(StandardCharsets.UTF_8)).hasLineCount(1)
        .contains("internal error", "odd").contains("kilocard-error-1.txt").doesNotContain("\tat ");
    assertThat(Files.readString(directory.resolve("kilocard-error-1.txt")))
        .contains("--set seed=2", "IllegalStateException", "\tat ", SMALL);
    new Complaints(shell, "run").internal(new StackOverflowError());
    assertThat(files()).contains("kilocard-error-2.txt");
  }

  @Test
  void everyKindCanBeShown() {
    assertThat(Spoken.by(directory, "show", "topology", "h800-nvl8-ib").out()).contains("nvlink", "200 GB/s",
        "8 rails");
    assertThat(Spoken.by(directory, "show", "hardware", "h800").out()).contains("NVIDIA H800", "132",
        "kernels.gemm.fp8-block.sustained", "DeepGEMM README");
    assertThat(Spoken.by(directory, "show", "stack", "deepseek-h800").out()).contains("ll128", "dispatch",
        "transports.ib.protocols.combine.unit_rate", "DeepSeek's training profile");
    // 671 B parameters of which 37 B work on a token, as published
    assertThat(Spoken.by(directory, "show", "model", "deepseek-v3").out()).contains("671.0", "37.5");
    assertThat(Spoken.by(directory, "show", "scenario", "deepseek-v3-h800-2048").out())
        .contains("data 128", "120 micro-batches through 16 stages", "15 × 4, 1", "activations");
    assertThat(Spoken.by(directory, "show", "scenario").out().lines()).contains("deepseek-v3-h800-2048");
  }

  /** What is shown of a scenario is a scenario: saved, it takes the same time. */
  @Test
  void whatIsShownRuns() throws IOException {
    String shown = Spoken.by(directory, "show", "scenario", small(), "--set", "batch.global=16").out();
    Path saved = Files.writeString(directory.resolve("saved.yaml"), shown);
    String wallClock = "(?m)^.*wall_s.*$";
    assertThat(Spoken.by(directory, "run", saved.toString(), "--json", "-").out().replaceFirst(wallClock, ""))
        .isEqualTo(Spoken.by(directory, "run", small(), "--set", "batch.global=16", "--json", "-").out()
            .replaceFirst(wallClock, ""));
  }

  @Test
  void helpAndVersionSucceed() {
    assertThat(Spoken.by(directory, "--help")).extracting(Spoken::code, Spoken::err).containsExactly(0, "");
    assertThat(Spoken.by(directory, "run", "--help").out()).contains("--json", "--trace", "--strict",
        "--set", "kilocard show scenario SCENARIO", "gpt3-175b-h100-10752");
    assertThat(Spoken.by(directory, "--version").out()).startsWith("kilocard ");
  }

  /** The report names the constants; JSON has all of them; without the option neither does. */
  @Test
  void namesTheAssumedConstantsThatMatter() throws IOException {
    Path json = directory.resolve("sensitive.json");
    Spoken spoken = Spoken.by(directory, "run", "gpt3-175b-h100-10752", "--set", "fidelity=analytic", "--sensitivity",
        "--json", json.toString());
    assertThat(spoken.out()).contains("Assumed constants that matter most")
        .containsPattern("kernels.gemm.fp8.long_run +h100 +−\\d");
    assertThat(Files.readString(json)).contains("\"sensitivity\"", "\"step_change_up\"", "\"step_change_down\"");
    assertThat(Spoken.by(directory, "run", "gpt3-175b-h100-10752", "--set", "fidelity=analytic").out())
        .doesNotContain("Assumed constants");
  }

  @Test
  void theReportSaysOverWhatAnAlgorithmWasChosen(@TempDir Path folder) {
    // Gradients of GPT-3 that are all-reduced among 336 cards: trees take fewer steps than a ring of 336.
    String[] command = {"run", "gpt3-175b-h100-10752", "--set", "parallelism.zero=0", "--set", "fidelity=analytic"};
    Spoken text = Spoken.by(folder, command);
    assertThat(text.out().replaceAll("\\s+", " ")).contains("Chosen by predicted time: gradients ").contains(" over ");
    String[] json = Arrays.copyOf(command, command.length + 2);
    json[command.length] = "--json";
    json[command.length + 1] = "-";
    assertThat(Spoken.by(folder, json).out()).contains("chosen_over").contains("predicted_us");
  }
}

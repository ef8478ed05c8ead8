package org.kilocard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a command reads, it does not write over: the file may be the only copy of somebody's work. */
final class OutputOverInputTest {
  private static final Map<String, String> FILES = Map.of(
      "job.yaml", """
          topology: topology.yaml
          model: {family: gpt, layers: 4, hidden: 1024, heads: 8, kv_heads: 8, ffn: 4096, vocab: 51200}
          parallelism: {tensor: 2}
          batch: {sequence_length: 1024, global: 16}
          fidelity: analytic
          cards: 8
          training: {tokens: 1G}
          """,
      "family.yaml", """
          family: mine
          source: {title: Our cluster, ref: last week}
          base: {topology: h100-nvl8-ib, model: gpt3-175b, parallelism: {tensor: 8, pipeline: 8},
                 batch: {sequence_length: 1024, global: 16}, fidelity: analytic}
          calibrate: [compute_scale]
          rows: [{id: small, role: calibrate, set: {cards: 64}, measured: {step_s: 2}}]
          """,
      "chart.yaml", """
          title: Ours
          kind: line
          scenario: job.yaml
          x: {label: batch, key: batch.global, values: [16, 32]}
          y: {metric: step.time_s}
          """);

  @TempDir
  private Path directory;

  @BeforeEach
  void write() throws IOException {
    for (Map.Entry<String, String> file : FILES.entrySet()) {
      Files.writeString(directory.resolve(file.getKey()), file.getValue());
    }
    Files.writeString(directory.resolve("topology.yaml"), Files.readString(Path.of("../topologies/h100-nvl8-ib.yaml")));
    Files.createDirectory(directory.resolve("folder"));
    Files.createSymbolicLink(directory.resolve("link.yaml"), Path.of("job.yaml"));
    Files.createLink(directory.resolve("hard.yaml"), directory.resolve("job.yaml"));
    Files.writeString(directory.resolve("folder/plan-8.yaml"), FILES.get("job.yaml").replace("topology.yaml",
        "../topology.yaml"));
  }

  private Map<Path, String> contents() throws IOException {
    Map<Path, String> contents = new TreeMap<>();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        contents.put(file, Files.readString(file));
      }
    }
    return contents;
  }

  private Spoken by(String command) {
    return Spoken.by(directory, command.replace("DIR", directory.toString()).split(" "));
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "run DIR/job.yaml --json DIR/job.yaml",
      "run DIR/job.yaml --set fidelity=flow --trace DIR/folder/../job.yaml",
      "run DIR/job.yaml --html DIR/link.yaml",
      "run DIR/link.yaml --html DIR/job.yaml",
      "run DIR/job.yaml --json DIR/hard.yaml",
      "run DIR/job.yaml --json DIR/topology.yaml",
      "compare DIR/job.yaml DIR/link.yaml --json DIR/job.yaml",
      "compare gpt3-175b-h100-10752 DIR/job.yaml --html DIR/job.yaml",
      "compare DIR/job.yaml --vary batch.global=32 --png DIR/topology.yaml",
      "sweep DIR/chart.yaml --csv DIR/chart.yaml",
      "sweep DIR/chart.yaml --html DIR/job.yaml",
      "plan DIR/job.yaml --json DIR/job.yaml",
      "plan DIR/folder/plan-8.yaml --out DIR/folder",
      "collective --topology DIR/topology.yaml --op all-reduce --json DIR/topology.yaml",
      "validate DIR/family.yaml --png DIR/family.yaml",
      "calibrate DIR/family.yaml -o DIR/family.yaml",
      "show memory DIR/job.yaml --png DIR/link.yaml",
      "show schedule DIR/job.yaml --set fidelity=flow --png DIR/job.yaml",
      "show topology DIR/topology.yaml --png DIR/topology.yaml",
  })
  void isRefused(String command) throws IOException {
    Map<Path, String> before = contents();
    Spoken spoken = by(command);
    assertThat(spoken.err()).contains("this command reads").hasLineCount(1);
    assertThat(spoken.code()).isEqualTo(2);
    assertThat(spoken.out()).isEmpty();
    assertThat(contents()).isEqualTo(before);
  }

  /** A second time, what the first has written is no input. */
  @Test
  void outputsOfLastTimeAreReplaced() {
    for (int i = 0; i < 2; i++) {
      assertThat(by("run DIR/job.yaml --json DIR/job.json")).returns(0, Spoken::code).returns("", Spoken::err);
      assertThat(by("sweep DIR/chart.yaml --csv DIR/chart.csv")).returns(0, Spoken::code).returns("", Spoken::err);
    }
  }

  @Test
  void resultsOfASweepAreKeptFromItsOwnTable() {
    assertThat(by("sweep DIR/chart.yaml").code()).isZero();
    assertThat(by("sweep DIR/chart.yaml --csv DIR/out/chart.jsonl").err()).contains("this command reads");
    assertThat(by("sweep DIR/chart.yaml --csv DIR/x --png DIR/folder/../x").err()).contains("is also the file of --csv");
  }
}

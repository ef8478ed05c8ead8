package org.kilocard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.kilocard.input.Catalogue;
import org.kilocard.input.Mapping;
import org.kilocard.input.YamlDocument;
import org.kilocard.topology.TopologyFile;

/** Every cluster of the catalogue runs a small dense and a small MoE job with its default stack. */
final class EveryTopologyTest {
  private static final String DENSE = """
      topology: %s
      cards: 64
      model: {family: gpt, layers: 32, hidden: 4096, heads: 32, ffn: 16384, vocab: 51200}
      parallelism: {tensor: 8, pipeline: 2, data: 4}
      batch: {sequence_length: 2048, global: 64}
      """;
  private static final String EXPERTS = """
      topology: %s
      cards: 128
      model:
        {family: moe, layers: 16, hidden: 2048, heads: 16, vocab: 51200,
         experts: {routed: 64, top_k: 4, ffn: 1024}}
      parallelism: {tensor: 2, pipeline: 2, data: 32, expert: 32}
      batch: {sequence_length: 2048, global: 256}
      """;

  @TempDir
  private Path directory;

  static List<String> topologies() {
    return new Catalogue(Path.of("..")).names(TopologyFile.FOLDER);
  }

  @ParameterizedTest
  @MethodSource("topologies")
  void runsADenseModel(String topology) throws IOException {
    // 6.7 G parameters x 6 x 64 x 2048 tokens are 5.3e18 FLOP: 64 cards of 275 to 2,500 TFLOPS at 10 to 75 %
    // of them take 0.044 s to 3 s.
    assertThat(run(DENSE, topology).mapping("step").number("time_s")).isBetween(0.044, 3.0);
  }

  @ParameterizedTest
  @MethodSource("topologies")
  void runsExperts(String topology) throws IOException {
    Mapping result = run(EXPERTS, topology);
    assertThat(result.mapping("step").number("time_s")).isBetween(0.01, 10.0);
    assertThat(result.mapping("breakdown_s").number("compute")).isPositive();
  }

  @ParameterizedTest
  @MethodSource("topologies")
  void isShown(String topology) {
    Spoken spoken = Spoken.by(directory, "show", "topology", topology);
    assertThat(spoken.code()).isZero();
    assertThat(spoken.out()).startsWith(topology + "\n").contains("Built for ", "bisection")
        .doesNotContain("…");
    assertThat(spoken.out().lines()).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(100));
  }

  private Mapping run(String scenario, String topology) throws IOException {
    Path file = Files.writeString(directory.resolve(topology + ".yaml"), scenario.formatted(topology));
    Spoken spoken = Spoken.by(directory, "run", file.toString(), "--json", "-");
    assertThat(spoken.err()).isEmpty();
    assertThat(spoken.code()).isZero();
    return YamlDocument.parse("out.json", spoken.out());
  }
}

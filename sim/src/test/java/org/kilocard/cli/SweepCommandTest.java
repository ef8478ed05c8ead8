package org.kilocard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kilocard sweep}, as typed. */
final class SweepCommandTest {
  private static final String CHART = """
      title: Collectives
      kind: line
      collective: {operation: all-reduce, topology: h100-nvl8-ib, bytes: 1 MiB}
      x: {label: cards, scale: log, key: cards, values: [2..16]}
      series: {label: units, key: units, values: [8, 16]}
      y: {metric: busbw_gbps}
      """;

  @TempDir
  private Path directory;

  private Spoken sweep(String chart, String... more) throws IOException {
    Path file = directory.resolve("chart.yaml");
    Files.writeString(file, chart);
    List<String> arguments = new ArrayList<>(List.of("sweep", file.toString()));
    arguments.addAll(List.of(more));
    return Spoken.by(directory, arguments.toArray(String[]::new));
  }

  @Test
  void writesPictureTableAndResults() throws IOException {
    Spoken spoken = sweep(CHART);
    assertThat(spoken.err()).isEmpty();
    assertThat(spoken.code()).isZero();
    assertThat(spoken.out()).contains("Collectives", "bus bandwidth (GB/s)", "units 8", "units 16");
    Path out = directory.resolve("out");
    assertThat(Files.readAllLines(out.resolve("chart.jsonl"))).hasSize(8);
    List<String> csv = Files.readAllLines(out.resolve("chart.csv"));
    assertThat(csv).hasSize(9);
    assertThat(csv.get(0)).startsWith("series,point,cards,bus bandwidth (GB/s),algbw_gbps,")
        .endsWith(",time_us,failure");
    assertThat(csv.get(8)).startsWith("units 16,16,16,");
    assertThat(ImageIO.read(out.resolve("chart.png").toFile()).getWidth()).isEqualTo(1100);
    String before = Files.readString(out.resolve("chart.jsonl"));
    assertThat(sweep(CHART).out()).isEqualTo(spoken.out());
    assertThat(Files.readString(out.resolve("chart.jsonl"))).as("nothing is simulated again")
        .isEqualTo(before);
    assertThat(Files.readAllLines(out.resolve("chart.csv"))).isEqualTo(csv);
  }

  @Test
  void writesWhereItIsTold() throws IOException {
    Path png = directory.resolve("p.png");
    Spoken spoken = sweep(CHART, "--out", directory.resolve("deep/er").toString(), "--png", png.toString());
    assertThat(spoken.code()).isZero();
    assertThat(png).exists();
    assertThat(directory.resolve("deep/er/chart.csv")).exists();
    assertThat(directory.resolve("deep/er/chart.png")).doesNotExist();
  }

  @Test
  void drawsAPipeline() throws IOException {
    Spoken spoken = sweep("""
        title: Pipeline
        kind: pipeline
        scenario: gpt3-175b-h100-10752
        set: {cards: 32, parallelism.data: 1, batch.global: 8}
        """);
    assertThat(spoken.err()).isEmpty();
    assertThat(spoken.code()).isZero();
    assertThat(ImageIO.read(directory.resolve("out/chart.png").toFile()).getWidth()).isEqualTo(1100);
  }

  @Test
  void refusesBadCharts() throws IOException {
    Spoken spoken = sweep(CHART.replace("kind: line", "kind: lnie"));
    assertThat(spoken.code()).isEqualTo(2);
    assertThat(spoken.out()).isEmpty();
    assertThat(spoken.err()).contains("chart.yaml:2:7: kind: unknown value 'lnie'", "Did you mean 'line'?");
    assertThat(directory.resolve("out")).doesNotExist();
    assertThat(Spoken.by(directory, "sweep", "deepseek-fabric").err())
        .contains("Did you mean 'deepseek-fabrics'?");
    Files.writeString(directory.resolve("file"), "");
    assertThat(sweep(CHART, "--out", directory.resolve("file").toString())).satisfies(said -> {
      assertThat(said.code()).isEqualTo(2);
      assertThat(said.err()).contains("--out ", "there is no place for results");
    });
  }
}

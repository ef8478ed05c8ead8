package org.kilocard.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.kilocard.input.Catalogue;
import org.kilocard.input.InputException;
import org.kilocard.input.Overrides;

/** Chart files are read strictly: what is wrong is told with its place and what would be right. */
final class ChartFileTest {
  private static final Catalogue CATALOGUE = new Catalogue(Path.of(".."));
  private static final String GOOD = """
      title: test
      kind: line
      scenario: gpt3-175b-h100-10752
      set: {fidelity: analytic}
      x: {label: cards, scale: log,
          keys: [cards, parallelism.data, batch.global], values: [[64, 2, 64], [128, 4, 64]]}
      series: {key: batch.micro, values: [1, 2]}
      y: {metric: throughput.mfu}
      measured: [{label: them, source: a paper, points: [[64, 50]]}]
      """;

  @TempDir
  private Path directory;

  private ChartSpec read(String text) {
    try {
      Path file = directory.resolve("c.yaml");
      Files.writeString(file, text);
      return ChartFile.load(CATALOGUE, file.toString(), Overrides.parse(List.of()));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  static List<String> charts() {
    List<String> names = CATALOGUE.names(ChartFile.FOLDER);
    assertThat(names).hasSizeGreaterThan(7);
    return names;
  }

  @ParameterizedTest
  @MethodSource("charts")
  void everyChartOfTheCatalogueIsRead(String name) {
    ChartSpec chart = ChartFile.load(CATALOGUE, name, Overrides.parse(List.of()));
    assertThat(chart.planned()).isNotEmpty();
    chart.measured().forEach(measured -> assertThat(measured.source()).hasSizeGreaterThan(10));
  }

  @Test
  void pointsOfAllSeriesArePlanned() {
    ChartSpec chart = read(GOOD);
    assertThat(chart.name()).isEqualTo("c");
    assertThat(chart.planned()).extracting(Planned::series).containsExactly("1", "1", "2", "2");
    assertThat(chart.planned()).extracting(Planned::label).containsExactly("64", "128", "64", "128");
    assertThat(chart.planned()).allMatch(planned -> planned.question().isPresent());
    assertThat(chart.planned().get(3).question().orElseThrow())
        .isInstanceOfSatisfying(Question.OfStep.class, step -> {
      assertThat(step.scenario().cards()).isEqualTo(128);
      assertThat(step.scenario().job().batch().micro()).isEqualTo(2);
    });
    assertThat(chart.yLabel()).isEqualTo("MFU (%)");
    assertThat(chart.measured().get(0).points()).containsExactly(new MeasuredPoints.At(64, 50));
  }

  @Test
  void aSeriesMayHavePointsOfItsOwn() {
    ChartSpec chart = read(GOOD.replace("{key: batch.micro, values: [1, 2]}",
        "[{label: all}, {label: one, x: {points: "
        + "[{at: 64, set: {cards: 64, parallelism.data: 2, batch.global: 128}}]}}]"));
    assertThat(chart.planned()).extracting(Planned::series).containsExactly("all", "all", "one");
  }

  @Test
  void pointsThatCannotBeAreKept() {
    // 66 sequences cannot be dealt to 4 copies.
    ChartSpec chart = read(GOOD.replace("series: {key: batch.micro, values: [1, 2]}\n", "")
        .replace("[128, 4, 64]", "[128, 4, 66]"));
    assertThat(chart.planned()).hasSize(2);
    assertThat(chart.planned().get(1).question()).isEmpty();
    assertThat(chart.planned().get(1).refusal()).contains("batch.global");
  }

  @Test
  void keysAreOfTheContent() {
    String key = key(GOOD);
    assertThat(key(GOOD.replace("title: test", "title: other"))).isEqualTo(key);
    assertThat(key(GOOD.replace("analytic}", "analytic, name: other}"))).isEqualTo(key);
    assertThat(key(GOOD.replace("[64, 2, 64]", "[64, 2, 128]"))).isNotEqualTo(key);
    assertThat(key(GOOD.replace("analytic}", "analytic, seed: 2}"))).isNotEqualTo(key);
  }

  /**
   * A copy of the topology under another name has the same content but for that name; one byte more changes
   * the key.
   */
  @Test
  void keysKnowTheContentOfNamedFiles() throws IOException {
    String topology = Files.readString(Path.of("../topologies/h100-nvl8-ib.yaml"));
    Files.writeString(directory.resolve("t.yaml"), topology);
    String chart = GOOD.replace("analytic}", "analytic, topology: ./t.yaml}")
        .replace("./t.yaml", directory.resolve("t.yaml").toString());
    String key = key(chart);
    assertThat(key(chart)).isEqualTo(key);
    Files.writeString(directory.resolve("t.yaml"), topology.replace("400 Gb/s", "800 Gb/s"));
    assertThat(key(chart)).isNotEqualTo(key);
  }

  private String key(String text) {
    return read(text).planned().get(0).question().orElseThrow().key();
  }

  private record Bad(String what, String good, String bad, List<String> expected) {
    @Override
    public String toString() {
      return what;
    }
  }

  private static Bad bad(String what, String good, String bad, String... expected) {
    return new Bad(what, good, bad, List.of(expected));
  }

  static Stream<Bad> mistakes() {
    return Stream.of(
        bad("unknown key", "title:", "titel:", "c.yaml:1:1: title: is missing", "titel"),
        bad("unknown kind", "kind: line", "kind: lines", "c.yaml:2:7: kind", "Did you mean 'line'?"),
        bad("unknown scenario", "gpt3-175b-h100-10752", "gpt3-175b-h100-1075",
            "Did you mean 'gpt3-175b-h100-10752'?"),
        bad("no scenario", "scenario: gpt3-175b-h100-10752\n", "", "scenario: is missing", "Name one"),
        bad("unknown metric", "throughput.mfu}", "throughput.mfus}",
            "c.yaml:8:13: y.metric: there is no metric",
            "Did you mean 'throughput.mfu'?"),
        bad("no metric", "metric: throughput.mfu", "from: 0", "c.yaml:8:4: y.metric: is missing"),
        bad("group on a line", "throughput.mfu}", "breakdown_s}",
            "c.yaml:8:13: y.metric: is a group of numbers",
            "stacked-bars"),
        bad("number in stacked bars", "kind: line", "kind: stacked-bars", "y.metric: is one number"),
        bad("key that no scenario has", "key: batch.micro", "key: batch.micros", "batch.micros: unknown key",
            "Did you mean 'micro'?"),
        bad("too few values", "[128, 4, 64]", "[128, 4]", "c.yaml:6:", "has 2 values for 3 keys"),
        bad("words on a line",
            "keys: [cards, parallelism.data, batch.global], values: [[64, 2, 64], [128, 4, 64]]",
            "key: recompute, values: [none, full]", "'none' is no number", "kind: bars"),
        bad("no values", "values: [[64, 2, 64], [128, 4, 64]]", "values: []", "x.values: is empty"),
        bad("a value twice", "[128, 4, 64]", "[64, 2, 64]", "has '64' twice"),
        bad("nothing on the axis",
            "keys: [cards, parallelism.data, batch.global], values: [[64, 2, 64], [128, 4, 64]]",
            "from: 0", "x.key: is missing", "values: [512, 1024]"),
        bad("measured without source", "source: a paper, ", "",
            "c.yaml:9:12: measured[0].source: is missing"),
        bad("measured point of one number", "[[64, 50]]", "[[64]]", "measured[0].points[0]",
            "E.g. [2048, 43.7]"),
        bad("measured bars", "kind: line", "kind: bars", "measured: can be drawn on charts of kind line"),
        bad("unknown key in x", "scale: log", "scal: log", "c.yaml:5:19: x.scal: unknown key",
            "Did you mean 'scale'?"),
        bad("two kinds of chart", "kind: line", "kind: line\ncollective: {topology: h100-nvl8-ib}",
            "collective: goes without scenario"),
        bad("series that is refused as a whole", "values: [1, 2]", "values: [1, 7]", "batch.global"),
        bad("pipeline over x", "kind: line", "kind: pipeline", "x: a pipeline diagram is of one scenario"),
        bad("picture without pixels", "kind: line", "kind: line\nsize: {width: 10}", "size.width: must be"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("mistakes")
  void mistakesAreRefused(Bad mistake) {
    assertThat(GOOD).contains(mistake.good());
    assertThatThrownBy(() -> read(GOOD.replace(mistake.good(), mistake.bad())))
        .isInstanceOf(InputException.class)
        .satisfies(e -> assertThat(e.getMessage()).contains(mistake.expected()));
  }

  static Stream<Bad> mistakesOfCollectives() {
    return Stream.of(
        bad("operation", "all-to-all", "all-to-al", "c.yaml:3:25: collective.operation: unknown operation",
            "Did you mean 'all-to-all'?"),
        bad("size", "64 MiB", "64 MiBs", "collective.bytes"),
        bad("no size", ", bytes: 64 MiB", "", "collective.bytes: is missing"),
        bad("topology", "h100-nvl8-ib", "h101-nvl8-ib", "collective.topology",
            "Did you mean 'h100-nvl8-ib'?"),
        bad("algorithm", "bytes: 64 MiB", "bytes: 64 MiB, algorithm: rings", "unknown algorithm 'rings'"),
        bad("metric", "busbw_gbps", "busbw", "y.metric", "Did you mean 'busbw_gbps'?"),
        bad("key", "bytes: 64 MiB", "bytes: 64 MiB, unit: 3", "collective.unit: unknown key", "units"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("mistakesOfCollectives")
  void mistakesOfCollectivesAreRefused(Bad mistake) {
    String good = """
        title: test
        kind: line
        collective: {operation: all-to-all, topology: h100-nvl8-ib, bytes: 64 MiB}
        x: {key: cards, values: [2..64]}
        y: {metric: busbw_gbps}
        """;
    assertThat(read(good).planned()).hasSize(6);
    assertThat(good).contains(mistake.good());
    assertThatThrownBy(() -> read(good.replace(mistake.good(), mistake.bad())))
        .isInstanceOf(InputException.class)
        .satisfies(e -> assertThat(e.getMessage()).contains(mistake.expected()));
  }
}

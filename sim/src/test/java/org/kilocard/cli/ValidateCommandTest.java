package org.kilocard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kilocard.input.YamlDocument;

/** {@code kilocard validate} and {@code kilocard calibrate}: what they print, write and refuse. */
class ValidateCommandTest {
  private static final String FAMILY = """
      family: mine
      source: {title: Our cluster, ref: last week}
      base:
        topology: h100-nvl8-ib
        model: {name: Small, family: gpt, layers: 4, hidden: 1024, heads: 8, kv_heads: 8, ffn: 4096, vocab: 51200}
        parallelism: {tensor: 2}
        batch: {sequence_length: 1024, global: 16}
      calibrate: [compute_scale]
      rows:
        - {id: small, role: calibrate, set: {cards: 8}, measured: {step_s: 0.02}}
        - {id: large, role: predict, set: {cards: 16, batch.global: 32}, measured: {step_s: 0.01}}
      """;

  @TempDir
  private Path directory;
  private Path file;

  @BeforeEach
  void write() throws IOException {
    file = Files.writeString(directory.resolve("mine.yaml"), FAMILY);
  }

  @Test
  void comparesAndWritesPictureAndNumbers() throws IOException {
    Path png = directory.resolve("accuracy.png");
    Path json = directory.resolve("accuracy.json");
    Spoken spoken = Spoken.by(directory, "validate", file.toString(), "--png", png.toString(), "--json",
        json.toString());
    assertThat(spoken.code()).isZero();
    assertThat(spoken.err()).isEmpty();
    assertThat(spoken.out()).contains("Our cluster (last week)").contains("fitted: compute_scale")
        .containsPattern("small +calibrate +step_s +20.0 ms +20.0 ms +[+−]0\\.0 %")
        .containsPattern("time +1 ");
    assertThat(ImageIO.read(png.toFile()).getWidth()).isPositive();
    assertThat(YamlDocument.parse(json).mapping("summary").count("n")).isEqualTo(1);
  }

  /** Above 64 KiB a collective is judged by its rate; those that constants were fitted to are told apart. */
  @Test
  void summarisesCollectives() throws IOException {
    Path collectives = Files.writeString(directory.resolve("ours.yaml"), """
        family: ours
        source: {title: Our node, ref: last week}
        base: {topology: h100-nvl8-ib, cards: 8}
        rows:
          - {id: small, role: predict, measured: {op: all-gather, bytes: 65535, time_us: 12}}
          - {id: large, role: predict, measured: {op: all-gather, bytes: 65536, time_us: 12}}
          - {id: known, role: calibrate, fitted: true, measured: {op: all-gather, bytes: 131072, time_us: 13}}
        """);
    Path json = directory.resolve("ours.json");
    Spoken spoken = Spoken.by(directory, "validate", collectives.toString(), "--json", json.toString());
    assertThat(spoken.out()).containsPattern("time +2 ").containsPattern("collectives from 64 KiB on +1 ")
        .containsPattern("the same and those fitted +2 ").doesNotContain("with a fitted constant");
    assertThat(YamlDocument.parse(json).mapping("large_collectives_and_fitted_summary").count("n")).isEqualTo(2);
  }

  /** One row is fitted and two are predicted: a line that counts to three where somebody watches, and is cleared. */
  @Test
  void tellsAWatcherHowFarItIs() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Shell shell = new Shell(Path.of(".."), directory, new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8), false, true);
    assertThat(Main.execute(shell, "validate", file.toString())).isZero();
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("█", "1 of 3 fits and runs", "3 of 3").endsWith("\u001b[K");
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(Spoken.by(directory, "validate", file.toString()).out());
  }

  @Test
  void endsWithOneAboveTheLargestError() {
    assertThat(Spoken.by(directory, "validate", file.toString(), "--max-error", "1").code()).isEqualTo(1);
    assertThat(Spoken.by(directory, "validate", file.toString(), "--max-error", "1000000").code()).isZero();
  }

  @Test
  void writesAStackWithWhichTheSmallRunIsMet() throws IOException {
    Path stack = directory.resolve("ours.yaml");
    assertThat(Spoken.by(directory, "calibrate", file.toString(), "-o", stack.toString()).code()).isZero();
    Path calibrated = Files.writeString(directory.resolve("again.yaml"),
        FAMILY.replace("topology:", "stack: ours.yaml\n  topology:"));
    Spoken spoken = Spoken.by(directory, "validate", calibrated.toString(), "--zero-shot");
    assertThat(spoken.out()).containsPattern("small +calibrate +step_s +20.0 ms +20.0 ms +[+−]0\\.0 %");
  }

  /** 0.1 ms and 2,000 s: no card is so fast or so slow, whatever its kernels are scaled with; two such rows neither. */
  @ParameterizedTest
  @CsvSource({"0.0001, 0.01, 0.05", "2000, 0.01, 20", "0.0001, 0.0001, 0.05"})
  void writesNothingWhereNoValueMeetsTheRows(String small, String large, String bound) throws IOException {
    Path odd = Files.writeString(directory.resolve("odd.yaml"), FAMILY.replace("0.02", small)
        .replace("0.01}", large + "}").replace("role: predict", large.equals("0.01") ? "role: predict" : "role: calibrate"));
    Path stack = directory.resolve("odd-stack.yaml");
    Spoken spoken = Spoken.by(directory, "calibrate", odd.toString(), "-o", stack.toString());
    assertThat(spoken.code()).isEqualTo(1);
    assertThat(spoken.out()).isEmpty();
    assertThat(spoken.err()).startsWith("no stack is written: ").contains("compute_scale ran to its bound, " + bound)
        .contains("measured values");
    assertThat(stack).doesNotExist();
  }

  @Test
  void refusesWhatItCannotDo() throws IOException {
    assertRefused("there is no 'nothing' in scenarios/validation", "validate", "nothing");
    assertRefused("must be a number of percent", "validate", file.toString(), "--max-error", "-1");
    assertRefused("another family called 'mine'", "validate", file.toString(), file.toString());
    Path plain = Files.writeString(directory.resolve("plain.yaml"), FAMILY.replace("calibrate: [compute_scale]\n", ""));
    assertRefused("names no constant under calibrate", "calibrate", plain.toString(), "-o",
        directory.resolve("x.yaml").toString());
  }

  private void assertRefused(String complaint, String... arguments) {
    Spoken spoken = Spoken.by(directory, arguments);
    assertThat(spoken.code()).isEqualTo(2);
    assertThat(spoken.err()).contains(complaint);
  }
}

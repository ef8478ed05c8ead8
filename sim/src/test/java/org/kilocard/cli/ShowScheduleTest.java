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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ShowScheduleTest {
  @TempDir
  private Path directory;

  private Spoken show(String... more) throws IOException {
    Path file = Files.writeString(directory.resolve("small.yaml"), """
        topology: h100-nvl8-ib
        cards: 8
        model: {family: gpt, layers: 8, hidden: 2048, heads: 16, kv_heads: 16, ffn: 8192, vocab: 51200}
        parallelism: {pipeline: 4}
        batch: {sequence_length: 2048, global: 16}
        """);
    List<String> arguments = new ArrayList<>(List.of("show", "schedule", file.toString()));
    arguments.addAll(List.of(more));
    return Spoken.by(directory, arguments.toArray(String[]::new));
  }

  @Test
  void isDrawnWithLetters() throws IOException {
    Spoken spoken = show("--set", "schedule=zb-v");
    assertThat(spoken.err()).isEmpty();
    assertThat(spoken.code()).isZero();
    assertThat(spoken.out().lines()).hasSize(5).element(3).asString().startsWith("rank 3 |").endsWith(" %");
    assertThat(spoken.out()).contains("small letters", "I backward of the input")
        .doesNotContain("B backward");
    assertThat(show("--ranks", "2", "--width", "30").out().lines()).hasSize(2)
        .first().asString().hasSizeLessThanOrEqualTo("rank 2 || bubble 12.3 %".length() + 30);
  }

  @Test
  void isDrawnToAFile() throws IOException {
    Path png = directory.resolve("p.png");
    Spoken spoken = show("--png", png.toString(), "--width", "640", "--ranks", "0-1");
    assertThat(spoken).isEqualTo(new Spoken(0, "", ""));
    assertThat(ImageIO.read(png.toFile()).getWidth()).isEqualTo(640);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "--ranks 4 | --ranks 4: must be one of the pipeline ranks 0 to 3",
    "--ranks 2-1 | --ranks 2-1: must be",
    "--ranks a-b | --ranks a-b: must be",
    "--ranks 0-99999999999 | must be one of",
    "--width 3 | --width 3: must be from 20 to 10000 characters",
    "--width 3 --png p.png | --width 3: must be from 500 to 20000 pixels",
    "--width wide | --width",
    "--png /nowhere/p.png | --png /nowhere/p.png: there is no directory",
    "--set schedule=zb-w | Did you mean 'zb-v'?",
    "--set schedule=dualpipe-v --set batch.global=6 | micro-batches (3) must be at least twice"})
  void badInput(String arguments, String complaint) throws IOException {
    Spoken spoken = show(arguments.split(" "));
    assertThat(spoken.code()).isEqualTo(2);
    assertThat(spoken.out()).isEmpty();
    assertThat(spoken.err()).contains(complaint);
    assertThat(spoken.err().lines().count()).isLessThanOrEqualTo(2);
  }

  @Test
  void optionsOfTheDrawingGoWithASchedule() {
    Spoken spoken = Spoken.by(directory, "show", "model", "gpt3-175b", "--png", "p.png");
    assertThat(spoken.code()).isEqualTo(2);
    assertThat(spoken.err()).isEqualTo(
        "--png, --ranks and --width go with show schedule SCENARIO, --png also with show topology NAME and show memory "
            + "SCENARIO\n");
  }
}

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

final class ShowMemoryTest {
  @TempDir
  private Path directory;

  private Spoken kilocard(String command, String... more) throws IOException {
    Path file = Files.writeString(directory.resolve("large.yaml"), """
        topology: h100-nvl8-ib
        cards: 64
        model: llama3-70b
        parallelism: {tensor: 8, pipeline: 2}
        batch: {sequence_length: 8192, global: 64, micro: 4}
        fidelity: analytic
        """);
    List<String> arguments = new ArrayList<>(List.of(command.split(" ")));
    arguments.add(file.toString());
    arguments.addAll(List.of(more));
    return Spoken.by(directory, arguments.toArray(String[]::new));
  }

  @Test
  void tellsWhatEachRankHoldsAndWhatWouldFit() throws IOException {
    Spoken spoken = kilocard("show memory");
    assertThat(spoken.err()).isEmpty();
    assertThat(spoken.out()).contains("of 80 GiB", "does not fit", "pipeline rank", "parameters", "gradients",
        "optimizer", "activations", "working", "buffers", "  0  ", "  1  ", "would fit: ");
    String advice = spoken.out().lines().filter(line -> line.contains("--set ")).findFirst().orElseThrow();
    String[] sets = advice.substring(0, advice.indexOf(" would fit")).trim().split(" ");
    assertThat(kilocard("show memory", sets).out()).contains("% of it: fits").doesNotContain("would fit");
  }

  @Test
  void isDrawnToAFile() throws IOException {
    Path png = directory.resolve("memory.png");
    assertThat(kilocard("show memory", "--png", png.toString()).code()).isZero();
    assertThat(ImageIO.read(png.toFile()).getWidth()).isEqualTo(1100);
    Spoken wrong = kilocard("show memory", "--ranks", "0-1");
    assertThat(wrong.code()).isEqualTo(2);
    assertThat(wrong.err()).contains("--ranks");
  }

  @Test
  void aRunSaysItTooAndStrictFails() throws IOException {
    Spoken run = kilocard("run", "--strict");
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out()).contains("does not fit", "What would help:", "of the time)");
    assertThat(run.err()).contains("--strict: a card needs", "What would help:");
    assertThat(kilocard("run", "--json", "-").out()).contains("\"would_fit\"", "\"bytes_per_card\"", "\"slowdown\"");
  }
}

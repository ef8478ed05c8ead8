package org.kilocard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kilocard.hardware.Accelerator;
import org.kilocard.hardware.AcceleratorFile;
import org.kilocard.hardware.Confidence;
import org.kilocard.input.YamlDocument;

/** Families of kernels in {@code kilocard validate} and {@code kilocard calibrate}. */
class KernelFamilyCommandsTest {
  @TempDir
  private Path directory;

  @Test
  void validatesTablesOfKernels() {
    Spoken spoken = Spoken.by(directory, "validate", "deepseek-v3-profile", "h100-memory");
    assertThat(spoken.code()).isZero();
    assertThat(spoken.out()).contains("DeepSeek-V3, its own profile on 112 of 132 SMs (h800)")
        .containsPattern("query down +predict +1 ").containsPattern("copy within the card +fit +1 ")
        .containsPattern("All of them\\R.*\\R +all +fit +[0-9]+ .*\\R +all +predict +23 ");
  }

  /** Rows that constants are fitted to count in no summary, so that only the predicted ones can be too far off. */
  @Test
  void countsPredictionsOnly() throws IOException {
    Path json = directory.resolve("kernels.json");
    assertThat(Spoken.by(directory, "validate", "h100-memory", "deepseek-v3-profile", "--json", json.toString(),
        "--max-error", "13").code()).isZero();
    assertThat(YamlDocument.parse(json).mapping("summary").count("n")).isEqualTo(23);
    assertThat(Spoken.by(directory, "validate", "deepseek-v3-profile", "--max-error", "1").code()).isEqualTo(1);
  }

  /** A card that a user measured: the file that calibrate writes is an accelerator with the fitted rate. */
  @Test
  void writesAnAccelerator() throws IOException {
    Path family = Files.writeString(directory.resolve("mine.yaml"), """
        family: my H100
        accelerator: h100
        fit: [memory.stream_fraction]
        tables:
          - name: copy
            role: fit
            source: last week
            kernel: {memory: stream}
            gigabytes_per_s: {8000000000: 2680}
        """);
    Path card = directory.resolve("my-h100.yaml");
    Spoken spoken = Spoken.by(directory, "calibrate", family.toString(), "-o", card.toString());
    assertThat(spoken.code()).as(spoken.err()).isZero();
    assertThat(spoken.out()).containsPattern("stream_fraction +0.867 +0.801").containsPattern("copy +fit +1 ");
    Accelerator written = AcceleratorFile.read(YamlDocument.parse(card));
    assertThat(written.kernels().memory().streamFraction().value()).isEqualTo(0.801);
    assertThat(written.kernels().memory().streamFraction().source().confidence()).isEqualTo(Confidence.FITTED);
    assertThat(written.kernels().memory().streamFraction().source().text()).contains("my H100");
  }

  @Test
  void refusesWhatItCannotFit() {
    Spoken nothing = Spoken.by(directory, "calibrate", "deepseek-v3-profile", "-o", directory.resolve("x").toString());
    assertThat(nothing.code()).isEqualTo(2);
    assertThat(nothing.err()).contains("names no constant under fit");
    Spoken unknown = Spoken.by(directory, "validate", "h100-product");
    assertThat(unknown.code()).isEqualTo(2);
  }
}

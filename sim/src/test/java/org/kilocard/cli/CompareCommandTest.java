package org.kilocard.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kilocard.input.Mapping;
import org.kilocard.input.YamlDocument;

/** {@code kilocard compare}, as typed. */
final class CompareCommandTest {
  @TempDir
  private Path directory;

  private Spoken kilocard(String... arguments) {
    return Spoken.by(directory, arguments);
  }

  /** The acceptance of the command: three sentences, and what they say is in the breakdown. */
  @Test
  void saysWhyCloudMatrixDiffersFromH800() {
    Path json = directory.resolve("c.json");
    Spoken spoken = kilocard("compare", "deepseek-v3-h800-2048", "deepseek-v3-cloudmatrix-6144",
        "--json", json.toString());
    assertThat(spoken.err()).isEmpty();
    assertThat(spoken.code()).isZero();
    Mapping other = YamlDocument.parse(json).mappings("cases").get(1);
    assertThat(other.texts("why")).hasSize(3);
    String parts = other.texts("why").get(1);
    Mapping difference = other.mapping("difference");
    Mapping breakdown = difference.mapping("breakdown_s");
    double sum = 0;
    double most = 0;
    String largest = "";
    for (String part : breakdown.keys()) {
      double more = breakdown.mapping(part).number("more");
      sum += more;
      if (Math.abs(more) > Math.abs(most)) {
        most = more;
        largest = part;
      }
    }
    double whole = difference.mapping("whole_s").number("more");
    assertThat(sum).isCloseTo(whole, within(1e-9 * Math.abs(whole)));
    // The first change that is named is the largest, with its sign and its two values.
    assertThat(largest).isEqualTo("compute");
    Matcher first = Pattern.compile(
        "Kernels take ([0-9.]+) us (more|less) \\(([0-9.]+) us instead of ([0-9.]+) us")
        .matcher(parts);
    assertThat(first.find()).as(parts).isTrue();
    assertThat(first.group(2)).isEqualTo(most > 0 ? "more" : "less");
    assertThat(Double.parseDouble(first.group(1)) * 1e-6)
        .isCloseTo(Math.abs(most), within(1e-3 * Math.abs(most)));
    double before = breakdown.mapping("compute").number("base");
    assertThat(Double.parseDouble(first.group(4)) * 1e-6)
        .isCloseTo(before, within(1e-3 * before));
    assertThat(other.texts("why").get(2)).contains("the busiest link is ub").contains("was ib");
  }

  @Test
  void reportsVariantsThatCannotBe() throws IOException {
    Path png = directory.resolve("c.png");
    Spoken spoken = kilocard("compare", "gpt3-175b-h100-10752", "--vary", "batch.micro=1,5",
        "--set", "fidelity=analytic", "--png", png.toString());
    assertThat(spoken.err()).isEmpty();
    assertThat(spoken.code()).isZero();
    assertThat(spoken.out())
        .contains("micro=1 ")
        .containsPattern("micro=5 +- +-")
        .contains("not simulated: ").contains("batch.global");
    assertThat(ImageIO.read(png.toFile()).getWidth()).isEqualTo(1100);
    assertThat(Files.size(png)).isLessThan(100_000);
  }

  @Test
  void saysTheSameTwice() {
    String[] arguments = {"compare", "gpt3-175b-h100-10752", "--vary", "batch.micro=1,2",
        "--vary", "recompute=none,full", "--set", "fidelity=analytic"};
    assertThat(kilocard(arguments).out()).isEqualTo(kilocard(arguments).out());
  }

  @Test
  void refusesWhatCannotBeCompared() {
    assertThat(kilocard("compare", "gpt3-175b-h100-10752")).satisfies(spoken -> {
      assertThat(spoken.code()).isEqualTo(2);
      assertThat(spoken.err()).contains("nothing to compare").contains("--vary parallelism.tensor=4,8");
    });
    assertThat(kilocard("compare", "gpt3-175b-h100-10752", "--vary", "paralelism.tensor=4,8"))
        .satisfies(spoken -> {
      assertThat(spoken.code()).isEqualTo(2);
      assertThat(spoken.err()).contains("paralelism: unknown key").contains("Did you mean 'parallelism'?");
    });
    assertThat(kilocard("compare", "gpt3-175b-h100-10752", "gpt3-175b-h100-1075")).satisfies(spoken -> {
      assertThat(spoken.code()).isEqualTo(2);
      assertThat(spoken.err()).contains("Did you mean 'gpt3-175b-h100-10752'?");
    });
  }
}

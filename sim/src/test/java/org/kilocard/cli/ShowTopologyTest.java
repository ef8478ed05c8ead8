package org.kilocard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShowTopologyTest {
  /** One of every kind of domain, and three tiers. */
  @ParameterizedTest
  @ValueSource(strings = {"h100-nvl8-ib", "ub-mesh-8k", "tpu-v4-4096", "mi300x-mesh8-roce", "cloudmatrix384-dies"})
  void drawsABandPerTier(String name, @TempDir Path folder) throws IOException {
    Path file = folder.resolve("t.png");
    Spoken spoken = Spoken.by(folder, "show", "topology", name, "--png", file.toString());
    assertThat(spoken.err()).isEmpty();
    assertThat(spoken.code()).isZero();
    assertThat(spoken.out()).contains("Tiers, innermost first").contains("bisection of a domain");
    BufferedImage image = ImageIO.read(Files.newInputStream(file));
    int tiers = name.equals("cloudmatrix384-dies") ? 3 : 2;
    assertThat(image.getHeight()).isEqualTo(56 + tiers * 250);
    for (int band = 0; band < tiers; band++) {
      assertThat(colours(image, 56 + band * 250)).as("band %d", band).hasSizeGreaterThan(10);
    }
  }

  private static Set<Integer> colours(BufferedImage image, int top) {
    Set<Integer> colours = new HashSet<>();
    for (int x = 400; x < image.getWidth(); x += 3) {
      for (int y = top; y < top + 240; y += 3) {
        colours.add(image.getRGB(x, y));
      }
    }
    return colours;
  }

  @Test
  void widthIsNotForTopologies(@TempDir Path folder) {
    Spoken spoken = Spoken.by(folder, "show", "topology", "h100-nvl8-ib", "--png", "x.png", "--width", "300");
    assertThat(spoken.code()).isEqualTo(2);
    assertThat(spoken.err()).contains("--width");
  }
}

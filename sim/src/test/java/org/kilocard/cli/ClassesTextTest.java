package org.kilocard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassesTextTest {
  @TempDir private Path directory;

  private String show(String... more) {
    String[] arguments = new String[3 + more.length];
    System.arraycopy(new String[] {"show", "classes", "gpt3-175b-h100-10752"}, 0, arguments, 0, 3);
    System.arraycopy(more, 0, arguments, 3, more.length);
    Spoken spoken = Spoken.by(directory, arguments);
    assertThat(spoken.err()).isEmpty();
    assertThat(spoken.code()).isZero();
    return spoken.out();
  }

  @Test
  void aSoundClusterHasOneClassPerPipelineRank() {
    // 10,752 cards in nodes of 8: two tensor groups of 4 each, 2,688 in all, and every pipeline rank fills whole nodes.
    assertThat(show())
        .contains("10,752 in 8 classes")
        .containsPattern("cards of pipeline rank 0 … pipeline rank 7, each +1,344 +1 +1,344 +1,344")
        .containsPattern("tensor groups +2,688 +8 +336 +336")
        .containsPattern("nvlink domains +1,344 +8 +168 +168")
        .doesNotContain("Why");
  }

  @Test
  void aSlowCardIsTheReasonOfAllThatItTouches() {
    String out = show("--set", "faults=[{card: 17, compute: 0.8}]");
    assertThat(out)
        .contains("10,752 in 48 classes")
        .contains("    rank 17 (1): rank 17 computes at 0.8 of the pace")
        .contains("    rank 16 (3): through tensor group: rank 17 computes at 0.8 of the pace")
        // 40 of the 48 are not the largest of their pipeline rank, 5 are told.
        .contains("… and 35 more classes (--all)");
    assertThat(out.lines()).hasSizeLessThan(32).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100));
    assertThat(show("--all", "--set", "faults=[{card: 17, compute: 0.8}]").lines()
        .filter(line -> line.startsWith("    rank "))).hasSize(40);
  }

  @Test
  void optionsOfOtherKindsAreRefused() {
    assertThat(Spoken.by(directory, "show", "model", "gpt3-175b", "--all").err())
        .contains("--all goes with show classes SCENARIO");
  }
}

package org.kilocard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What each setting allows by itself, and the hardware not together. */
class EdgeOfHardwareTest {
  @TempDir
  private Path directory;

  private Spoken run(String... settings) {
    String[] arguments = new String[2 + 2 * settings.length];
    arguments[0] = "run";
    arguments[1] = "gpt3-175b-a100-1024";
    for (int i = 0; i < settings.length; i++) {
      arguments[2 + 2 * i] = "--set";
      arguments[3 + 2 * i] = settings[i];
    }
    return Spoken.by(directory, arguments);
  }

  @Test
  void aNodeCannotLoseAllItsPorts() {
    // Seven of eight are a detour, the eighth cuts the node off.
    String down = IntStream.range(0, 8).mapToObj(card -> "{link: \"ib.card[" + card + "]\", state: down}")
        .collect(Collectors.joining(", "));
    Spoken spoken = run("faults=[" + down + "]");
    assertThat(spoken.code()).isEqualTo(2);
    assertThat(spoken.err()).contains("faults[7].link", "cut off");
  }

  @Test
  void aCardOfOneUnitHasNoneToSetAside() {
    Spoken spoken = run("topology=tpu-v6e-256", "stack=maxtext-tpu", "cards=128", "parallelism.data=2",
        "communication.units=1", "communication.unit_mode=reserved");
    assertThat(spoken.code()).isEqualTo(2);
    assertThat(spoken.err()).contains("1 unit leaves none of the 1", "Leave units out").doesNotContain("at most 0");
  }
}

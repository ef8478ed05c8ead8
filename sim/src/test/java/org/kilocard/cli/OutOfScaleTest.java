package org.kilocard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Jobs whose step would last longer than time can be counted: a complaint, not a fault and never a wrong number. */
class OutOfScaleTest {
  @TempDir
  private Path directory;

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    // Half a GiB at 1 B/s lasts 17 years.
    "topology.tiers[1].rate=1 B/s          | batch.global=16",
    "topology.tiers[1].rate=1e-9 B/s       | batch.global=16",
    // Attention over 2^24 tokens: per sequence 4 x 2^48 x 12288 x 96 x 3 / 2 FLOP, 1e5 s at 64 x 312 TFLOP/s.
    "batch.sequence_length=16777216        | batch.global=16384",
    // One micro-batch of 2^24 sequences: 6 x 2^24 x 2^20 x 175e9 FLOP, 1e9 s.
    "batch.micro=16777216 | batch={sequence_length: 1048576, global: 16777216, micro: 16777216}",
    "topology.tiers[1].latency=99 d        | batch.global=16",
  })
  void aStepOfYearsIsRefused(String first, String second) {
    for (String fidelity : new String[] {"flow", "analytic"}) {
      Spoken spoken = Spoken.by(directory, "run", "gpt3-175b-a100-1024", "--set", "cards=64", "--set",
          "parallelism.data=1", "--set", "parallelism.virtual_pipeline=1", "--set", "schedule=1f1b",
          "--set", first, "--set", second, "--set", "fidelity=" + fidelity);
      assertThat(spoken.err()).as(fidelity).hasLineCount(1).contains("longer than 100 days", "out of scale");
      assertThat(spoken.code()).as(fidelity).isEqualTo(2);
    }
  }
}

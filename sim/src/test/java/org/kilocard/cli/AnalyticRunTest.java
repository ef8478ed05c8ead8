package org.kilocard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnalyticRunTest {
  private static final String SCENARIO = "deepseek-v3-atlas950-8192";

  @TempDir
  private Path directory;

  /** Keys of a JSON text in order, each once: the contract without the numbers. */
  private static List<String> keys(String json) {
    return json.lines().filter(l -> l.contains("\" :")).map(l -> l.strip().split("\"")[1]).distinct().toList();
  }

  @Test
  void theResultHasTheSameKeys() {
    Spoken flow = Spoken.by(directory, "run", SCENARIO, "--json", "-");
    Spoken analytic = Spoken.by(directory, "run", SCENARIO, "--set", "fidelity=analytic", "--json", "-");
    assertThat(analytic.code()).isZero();
    assertThat(keys(analytic.out())).hasSizeGreaterThan(60).isEqualTo(keys(flow.out()));
    assertThat(analytic.out()).contains("\"fidelity\" : \"analytic\"", "\"events\" : 0", "\"actors\" : 0");
  }

  @Test
  void aTraceNeedsASimulation() {
    Spoken spoken = Spoken.by(directory, "run", SCENARIO, "--set", "fidelity=analytic", "--trace",
        directory.resolve("t.json").toString());
    assertThat(spoken.code()).isEqualTo(2);
    assertThat(spoken.err()).contains("--trace", "analytic fidelity has no trace", "fidelity=flow");
  }
}

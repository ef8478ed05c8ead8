package org.kilocard.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.kilocard.collective.Operation;
import org.kilocard.input.Overrides;
import org.kilocard.report.CollectiveTable;
import org.kilocard.scenario.ScenarioFile;
import org.kilocard.world.Simulator;

/** A NIC of a node of eight that is slow, or gone. */
class FaultyPortTest {
  private static final long GIB = 1L << 30;

  /** Seconds that 4 GiB more take. */
  private static double transfer(Simulator simulator, Questions asked) {
    return (asked.sizes(8 * GIB).timePs(simulator) - asked.sizes(4 * GIB).timePs(simulator)) * 1e-12;
  }

  @Test
  void aLostNicCostsAnEighthAndASlowOneAllThatItLacks() {
    try (Simulator simulator = new Simulator()) {
      Questions sound = Questions.on("h100-nvl8-ib", Operation.ALL_GATHER, 64, GIB);
      // Each NIC carries an eighth of the ring at 0.95 of 50 GB/s.
      double full = 63 / 64.0 * 4 * GIB / 8 / 47.5e9;
      assertThat(transfer(simulator, sound)).isCloseTo(full, withPercentage(0.1));
      // Without one, seven carry 8/7 of that; what has half its rate still carries an eighth.
      assertThat(transfer(simulator, sound.faulty("ib.card[3]", 0))).isCloseTo(full * 8 / 7, withPercentage(0.1));
      assertThat(transfer(simulator, sound.faulty("ib.card[3]", 0.5))).isCloseTo(full * 2, withPercentage(0.1));
      assertThat(transfer(simulator, sound.faulty("ib.card[3]", 0.875))).isCloseTo(full * 8 / 7, withPercentage(0.1));
    }
  }

  private static List<String> warnings(String faults) {
    return ScenarioFile.load(Questions.CATALOGUE, "gpt3-175b-h100-10752", Overrides.parse(List.of("faults=" + faults)))
        .warnings();
  }

  @Test
  void theReportSaysWhatIsAssumed() {
    assertThat(warnings("[{link: \"ib.card[3]\", state: down}, {link: \"ib.card[9]\", rate: 0.5},"
        + " {link: \"ib.card[8]\", rate: 0.5}]"))
        .anySatisfy(said -> assertThat(said).startsWith("ib.card[3] is down: ").contains("in equal parts"))
        .anySatisfy(said -> assertThat(said).startsWith("ib.card[9] and 1 more are slow: ").contains("waits for it"));
    assertThat(warnings("[{card: 3, compute: 0.5}]")).isEqualTo(warnings("[]"));
    try (Simulator simulator = new Simulator()) {
      CollectiveTable table =
          Questions.on("h100-nvl8-ib", Operation.ALL_GATHER, 16, GIB).faulty("ib.card[3]", 0).answer(simulator);
      assertThat(table.facts().get("faults")).startsWith("ib.card[3] down; ib.card[3] is down: as in a job");
    }
  }
}

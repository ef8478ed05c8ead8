package org.kilocard.scenario;

import java.util.Arrays;
import java.util.List;
import org.kilocard.hardware.Accelerator;
import org.kilocard.hardware.Precision;
import org.kilocard.input.InputException;
import org.kilocard.input.Mapping;
import org.kilocard.input.Spelled;
import org.kilocard.job.Job;
import org.kilocard.topology.Cluster;

/** What the cards and the software stack must be able to do. */
final class HardwareRules {
  private HardwareRules() {}

  /** Refuses a stack that does not fit the cluster, and a precision that the cards lack. */
  static void check(Mapping scenario, Cluster cluster, Job job) {
    List<String> misfits = cluster.misfits(job.stack());
    if (!misfits.isEmpty()) {
      throw scenario.fail("stack", misfits.get(0), "Topology '" + cluster.name() + "' is meant for stack '"
          + cluster.stack() + "'.");
    }
    Accelerator card = cluster.accelerator();
    if (!able(job)) {
      List<String> others = Arrays.stream(Precision.values())
          .filter(precision -> able(job.with(precision)))
          .map(Spelled::of)
          .toList();
      InputException wrong = scenario.fail("precision", "stack '" + job.stack().id() + "' on " + card.id()
          + " has no constants for matrix products in " + job.gemmFormat());
      throw others.isEmpty() ? wrong : wrong.withHint("It has them for " + String.join(", ", others) + ".");
    }
  }

  private static boolean able(Job job) {
    try {
      job.accelerator().peakFlops(job.precision());
      job.accelerator().kernels().gemm(job.gemmFormat());
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}

package org.kilocard.scenario;

import java.util.List;
import org.kilocard.job.Job;
import org.kilocard.job.Parallelism;

/** Says what sharding costs that is not known to everybody who writes {@code zero: 2}. */
final class ShardingHint {
  private ShardingHint() {}

  /** A clause if gradients or parameters travel once per micro-batch, of which a step has several. */
  static List<String> of(Job job) {
    Parallelism layout = job.parallelism();
    boolean shared = layout.data() * layout.context() > 1;
    if (!shared || !layout.sharding().gradients() || job.microBatches() == 1) {
      return List.of();
    }
    String often = layout.gathersPerPass() ? "gathers parameters and reduces gradients for" : "reduces gradients after";
    return List.of("ZeRO-" + layout.zero() + " " + often + " each of " + job.microBatches()
        + " micro-batches; ZeRO-1 once per step");
  }
}

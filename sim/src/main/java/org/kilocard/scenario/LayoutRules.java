package org.kilocard.scenario;

import org.kilocard.input.Mapping;
import org.kilocard.job.Batch;
import org.kilocard.job.Job;
import org.kilocard.job.Parallelism;
import org.kilocard.model.ModelSpec;
import org.kilocard.model.MoeSpec;

/** How the layout must divide the model and the batch. */
final class LayoutRules {
  private final Mapping section;
  private final Mapping sizes;
  private final ModelSpec model;
  private final Batch batch;
  private final Parallelism layout;

  /**
   * Rules for a job.
   *
   * @param section its {@code parallelism}
   * @param sizes its {@code batch}
   */
  LayoutRules(Mapping section, Mapping sizes, Job job) {
    this.section = section;
    this.sizes = sizes;
    this.model = job.model();
    this.batch = job.batch();
    this.layout = job.parallelism();
  }

  void check() {
    int tensor = layout.tensor();
    divide(model.heads(), "heads");
    if (model.mla().isEmpty() && model.kvHeads() % tensor != 0 && tensor % model.kvHeads() != 0) {
      throw section.fail("tensor", tensor + " cards can neither share nor repeat the " + model.kvHeads()
          + " key-value heads of '" + model.name() + "'",
          "Write a divisor or a multiple of " + model.kvHeads() + ".");
    }
    divide(model.hidden(), "hidden columns");
    if (model.denseLayers() > 0) {
      divide(model.ffn(), "inner columns of the MLP");
    }
    model.moe().ifPresent(this::experts);
    sequences();
  }

  private void experts(MoeSpec moe) {
    divide(moe.sharedExperts() * moe.expertFfn(), "inner columns of the shared experts");
    if (layout.expert() > 1 && layout.tensor() > 1 && !layout.sequenceParallel()) {
      throw section.fail("sequence_parallel", "must be true where tensor and expert are both above 1",
          "Otherwise every card of a tensor group would send the same tokens.");
    }
  }

  private void divide(int size, String what) {
    if (size % layout.tensor() != 0) {
      throw section.fail("tensor", layout.tensor() + " does not divide the " + size + " " + what + " of '"
          + model.name() + "'", "Write a divisor, e.g. " + largestDivisor(size, layout.tensor()) + ".");
    }
  }

  private static int largestDivisor(int size, int most) {
    int divisor = Math.min(size, most);
    while (size % divisor != 0) {
      divisor--;
    }
    return divisor;
  }

  private void sequences() {
    int parts = layout.tensor() * layout.context();
    if (batch.sequenceLength() % parts != 0) {
      throw sizes.fail("sequence_length", batch.sequenceLength()
          + " tokens are not a multiple of tensor × context = " + parts,
          "Use " + near(batch.sequenceLength(), parts) + ".");
    }
    long share = (long) layout.data() * batch.micro();
    if (batch.global() % share != 0) {
      throw sizes.fail("global", batch.global() + " sequences are not a multiple of data × micro = "
          + layout.data() + " × " + batch.micro() + " = " + share,
          "Use " + near(batch.global(), share) + ".");
    }
  }

  private static String near(long value, long unit) {
    long below = value / unit * unit;
    return below > 0 ? below + " or " + (below + unit) : String.valueOf(unit);
  }
}

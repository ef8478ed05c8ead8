package org.kilocard.compute;

import org.kilocard.hardware.Accelerator;
import org.kilocard.hardware.AttentionConstants;
import org.kilocard.hardware.Precision;
import org.kilocard.model.Attention;

/**
 * Time of a fused attention kernel.
 *
 * <p><b>Model.</b> {@code launch + flops × (1 + halfLength / S) / rate + tail × longest item}, with the flops
 * inside the mask and {@code rate = peak × efficiency × D / (D + halfHeadDim) × units / all units}; D is the
 * mean head size, S the length of the keys (with a window {@link Attention#effectiveLength}), the longest item 128 queries of one head against all keys on one
 * unit. Never faster than its tensors once through memory.
 *
 * <p>Where matrix and vector units are two kinds, the scarcer sets the pace: products and exponentials take turns.
 *
 * <p><b>Assumes.</b> Longest items are scheduled first. Grouped heads cost what full heads cost.
 *
 * <p><b>Source.</b> Fitted to the tables of FlashAttention-3's paper and AIConfigurator's; residuals stand
 * with the constants.
 */
final class AttentionLaw {
  private static final int ITEM_QUERIES = 128;

  private final Accelerator accelerator;
  private final AttentionConstants constants;

  AttentionLaw(Accelerator accelerator, AttentionConstants constants) {
    this.accelerator = accelerator;
    this.constants = constants;
  }

  double seconds(Attention asked, CardUnits units) {
    Attention kernel = asked.heads(
        constants.filledHead(asked.qkHeadDim()), constants.filledHead(asked.vHeadDim()));
    AttentionConstants.Pass pass = kernel.backward() ? constants.backward() : constants.forward();
    double headDim = (kernel.qkHeadDim() + kernel.vHeadDim()) / 2.0;
    double unitRate = accelerator.peakFlops(Precision.BF16) / accelerator.units()
        * pass.efficiency().value() * headDim / (headDim + pass.halfHeadDim().value());
    double share = share(units);
    double half = (kernel.causal() ? pass.halfLengthCausal() : pass.halfLength()).value();
    double work = kernel.flops() * (1 + half / kernel.effectiveLength()) / (unitRate * share * accelerator.units());
    double items = (double) kernel.sequences() * kernel.heads() * kernel.queryLength() / ITEM_QUERIES;
    double average = kernel.flops() / Math.max(items, 1);
    double longest = kernel.longestOverAverage() * average / unitRate;
    double memory = kernel.bytes() / MemoryLaw.streamBytesPerSecond(accelerator);
    return constants.launchSeconds().value() + Math.max(memory, work + constants.tail().value() * longest);
  }

  private double share(CardUnits units) {
    double matrix = units.matrix() / (double) accelerator.units();
    return units.apart()
        ? Math.min(matrix, units.vector() / (double) accelerator.vectorUnits().orElse(accelerator.units()))
        : matrix;
  }
}

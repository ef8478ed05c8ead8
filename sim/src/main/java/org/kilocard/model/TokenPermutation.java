package org.kilocard.model;

import java.util.List;

/**
 * Kernels that multiply tokens for their experts, sort them, and add up what the experts return.
 *
 * <p><b>Model.</b> Tokens that are sent once are sorted by expert where they arrive, and added up there before they
 * go back. Tokens that are sent once per expert are multiplied in the order of the experts by their own card, sorted
 * again by another card that has more than one expert (rows of one expert come from all cards), sorted back, and added
 * up by their own card. A fused kernel copies whole rows of the hidden state, in order: it streams; rows read and
 * written, a sum over rows reads them and writes one. Otherwise rows are picked by a generic gather and added up by a
 * generic scatter that reads and writes the sum for each (2 + 4), element by element: these convert; what is sorted by
 * the second card is cut and joined, which streams. Backward, gathers become sums and sums gathers.
 *
 * <p><b>Assumes.</b> A token that two experts of a card share is read twice.
 *
 * <p><b>Source.</b> Megatron Core, moe_utils.py (permute, unpermute, sort_chunks_by_idxs) and token_dispatcher.py.
 */
final class TokenPermutation {
  private static final double BF16 = 2;

  private final LayerSoftware software;
  private final double own;
  private final double tokens;
  private final double received;
  private final boolean several;
  private final double travel;

  /**
   * The kernels of a card.
   *
   * @param rows that its experts get
   * @param narrow whether tokens travel in one byte per element
   */
  TokenPermutation(Shard shard, MoeSpec moe, long hidden, List<Long> rows, boolean narrow) {
    software = shard.software();
    tokens = (double) shard.splitTokens() * hidden;
    own = tokens * moe.topK();
    received = (double) rows.stream().mapToLong(Long::longValue).sum() * hidden;
    several = rows.size() > 1 && shard.expertParallel() * shard.expertTensorParallel() > 1;
    travel = narrow ? 1 : BF16;
  }

  /** On their own card, before tokens are sent. */
  List<Kernel> beforeSending() {
    return software.sendsOnce() ? List.of() : gather("permute", own, travel);
  }

  /** Where tokens arrive. */
  List<Kernel> received() {
    return software.sendsOnce() ? gather("permute", received, travel) : sort("sort", travel);
  }

  /** Before results are sent back. */
  List<Kernel> beforeReturning() {
    return software.sendsOnce() ? sum("unpermute", received, received) : sort("sort back", BF16);
  }

  /** On their own card, when results are back. */
  List<Kernel> returned() {
    return software.sendsOnce() ? List.of() : sum("unpermute", own, tokens);
  }

  /** Before gradients of results are sent to the experts. */
  List<Kernel> beforeSendingGradients() {
    return software.sendsOnce() ? List.of() : gather("unpermute gradient", own, BF16);
  }

  /** Where gradients arrive. */
  List<Kernel> receivedGradients() {
    return software.sendsOnce() ? gather("unpermute gradient", received, travel) : sort("sort gradient", BF16);
  }

  /** Before gradients of tokens are sent back. */
  List<Kernel> beforeReturningGradients() {
    return software.sendsOnce() ? sum("permute gradient", received, received) : sort("sort gradient back", BF16);
  }

  /** On their own card, when gradients of tokens are back. */
  List<Kernel> returnedGradients() {
    return software.sendsOnce() ? List.of() : sum("permute gradient", own, tokens);
  }

  private List<Kernel> gather(String what, double elements, double bytes) {
    return List.of(software.fusedPermutation()
        ? MemoryPass.stream(what, elements, 2 * bytes)
        : MemoryPass.convert(what, elements, 2 * bytes));
  }

  private List<Kernel> sort(String what, double bytes) {
    return several ? List.of(MemoryPass.stream(what, received, 2 * bytes)) : List.of();
  }

  /** Of {@code elements} in rows, to {@code sums} elements. */
  private List<Kernel> sum(String what, double elements, double sums) {
    return List.of(software.fusedPermutation()
        ? MemoryPass.stream(what, elements + sums, BF16)
        : MemoryPass.convert(what, elements, 3 * BF16));
  }
}

package org.kilocard.schedule;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Interleaved 1F1B, in the order of Megatron-LM.
 *
 * <p><b>Model.</b> Each rank holds V chunks (virtual stages). Forwards go in groups of P micro-batches: P of
 * chunk 0, the same P of chunk 1, … of chunk V − 1, then the next group; backwards likewise with the chunks
 * reversed. Rank r warms up with min(2(P − 1 − r) + (V − 1)P, MV) forwards, then alternates one forward and
 * one backward, then drains.
 *
 * <p><em>Paired</em>, for experts whose all-to-alls are to be hidden, a rank warms up with one forward more; then each
 * forward shares a slot with the backward that would follow it. Without the one more the last rank would pair the
 * forward of a micro-batch with its own backward.
 *
 * <p><b>Assumes.</b> V ≥ 2, P ≥ 2, and M a multiple of P: Megatron's rule, since a smaller last group would
 * break the order. The group is of P micro-batches, Megatron's default {@code
 * microbatch_group_size_per_vp_stage}. Older releases run all forwards first when M = P; the bubble is the
 * same.
 *
 * <p><b>Bubble.</b> (P − 1)(F + B) of one <em>chunk</em>, hence (P − 1)(F + B)/V in the times of a whole
 * rank; exact for all F, B ≥ 0 when the chunks are alike. Memory: on rank r, min(2(P − 1 − r) + (V − 1)P + 1,
 * MV) chunks in flight, on rank 0 a share 1 + (P − 1)/(PV) of what 1F1B holds there; paired, one chunk more.
 *
 * <p>Paired, a rank waits T − F for its first backward and T − B for the first that it runs alone per rank behind it, T
 * the time of a pair: with H = F + B − T hidden in it, the middle rank ⌊P/2⌋ idles (P − 1)(F + B) − 2(P − 1 − ⌊P/2⌋)H.
 * The form was found by playing the order and is held to it by tests.
 *
 * <p><b>Not modelled.</b> Groups of another size, uneven last groups.
 *
 * <p><b>Source.</b> Narayanan et al., SC 2021, arXiv:2104.04473, section 2.2.2; Korthikanti et al., "Reducing
 * Activation Recomputation in Large Transformer Models", arXiv:2205.05198, section 4.2.3 (memory);
 * Megatron-LM, {@code forward_backward_pipelining_with_interleaving} and, paired, {@code combined_1f1b.py} (Megatron
 * Core's {@code overlap_moe_expert_parallel_comm}).
 *
 * @param paired whether forwards and backwards of the steady state share slots
 */
public record Interleaved1F1B(boolean paired) implements Schedule {
  /** Passes one after the other. */
  public Interleaved1F1B() {
    this(false);
  }

  @Override
  public Schedule paired(boolean pairs) {
    return new Interleaved1F1B(pairs);
  }

  @Override
  public String name() {
    return "interleaved";
  }

  @Override
  public Placement placement() {
    return new RoundRobin();
  }

  @Override
  public OptionalInt chunksPerRank() {
    return OptionalInt.empty();
  }

  @Override
  public Optional<String> violation(PipelineShape shape) {
    if (shape.ranks() < 2) {
      return Optional.of("needs at least 2 pipeline ranks, not " + shape.ranks());
    }
    if (shape.chunksPerRank() < 2) {
      return Optional.of("needs at least 2 chunks (virtual stages) per rank; with one it is 1f1b");
    }
    if (shape.microBatches() % shape.ranks() != 0) {
      return Optional.of("micro-batches (" + shape.microBatches() + ") must be a multiple of the "
          + "pipeline ranks (" + shape.ranks() + ")");
    }
    return Optional.empty();
  }

  @Override
  public List<Slot> order(PipelineShape shape, int rank) {
    requireLegal(shape);
    int chunks = shape.chunksPerRank();
    int passes = shape.microBatches() * chunks;
    int warmUp = warmUp(shape, rank);
    var order = new OrderWriter(this, shape);
    for (int i = 0; i < warmUp; i++) {
      order.forward(forwardChunk(shape, i));
    }
    for (int i = warmUp; i < passes; i++) {
      int backward = chunks - 1 - forwardChunk(shape, i - warmUp);
      if (paired) {
        order.overlapped(forwardChunk(shape, i), backward);
      } else {
        order.forward(forwardChunk(shape, i));
        order.backward(backward);
      }
    }
    for (int i = passes - warmUp; i < passes; i++) {
      order.backward(chunks - 1 - forwardChunk(shape, i));
    }
    return order.slots();
  }

  @Override
  public OptionalLong bubblePs(PipelineShape shape, PassTimes times) {
    requireLegal(shape);
    long serial = (shape.ranks() - 1) * (times.forwardPs() + times.backwardPs());
    int middle = shape.ranks() / 2;
    return OptionalLong.of(paired ? serial - 2 * (shape.ranks() - 1 - middle) * times.hiddenPs() : serial);
  }

  /** Forwards before the first backward. */
  private int warmUp(PipelineShape shape, int rank) {
    int ahead = 2 * (shape.ranks() - 1 - rank) + (shape.chunksPerRank() - 1) * shape.ranks() + (paired ? 1 : 0);
    return Math.min(ahead, shape.microBatches() * shape.chunksPerRank());
  }

  /** Chunk of the {@code pass}-th forward of every rank. */
  private static int forwardChunk(PipelineShape shape, int pass) {
    return pass / shape.ranks() % shape.chunksPerRank();
  }
}

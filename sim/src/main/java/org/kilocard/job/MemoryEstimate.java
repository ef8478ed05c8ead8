package org.kilocard.job;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kilocard.hardware.Precision;
import org.kilocard.model.CardHeads;
import org.kilocard.schedule.ActivationsInFlight;
import org.kilocard.schedule.ChunkPlace;
import org.kilocard.schedule.Slot;

/**
 * Memory of one card on each pipeline rank.
 *
 * <p><b>Model.</b> Parameters in BF16 (plus two FP8 copies, one for each direction, in FP8 training), gradients in the
 * stack's format, optimizer states sharded by ZeRO-1, the activations of as many micro-batches as the schedule keeps
 * under way at its peak, and buffers for what is being sent and received.
 *
 * <p><b>Not modelled.</b> The framework's own memory, fragmentation, ZeRO-2 and 3.
 */
public final class MemoryEstimate {
  private static final double BF16 = 2;
  private static final double FP8_COPIES = 2;

  private final Job job;
  private final ShardedParameters held;
  private final ActivationBytes activations;
  private final List<List<Integer>> layers;
  private final List<List<Slot>> orders;

  private MemoryEstimate(Job job) {
    this.job = job;
    held = new ShardedParameters(job.model(), job.parallelism());
    activations = new ActivationBytes(job);
    layers = StageLayers.of(job);
    orders = job.schedule().orders(job.pipelineShape());
  }

  /**
   * Bytes of each part, by pipeline rank. The parts are parameters, gradients, optimizer, activations, buffers.
   */
  public static List<Map<String, Long>> of(Job job) {
    MemoryEstimate estimate = new MemoryEstimate(job);
    List<Map<String, Long>> ranks = new ArrayList<>();
    for (int rank = 0; rank < job.parallelism().pipeline(); rank++) {
      ranks.add(estimate.rank(rank));
    }
    return ranks;
  }

  private int stage(int rank, int chunk) {
    return job.schedule().stage(job.pipelineShape(), new ChunkPlace(rank, chunk));
  }

  private Map<String, Long> rank(int rank) {
    double dense = 0;
    double routed = 0;
    for (int chunk = 0; chunk < job.chunksPerRank(); chunk++) {
      dense += dense(stage(rank, chunk));
      routed += routed(stage(rank, chunk));
    }
    Parallelism p = job.parallelism();
    int copies = job.schedule().copies();
    boolean sharded = p.zero() >= 1;
    double kept = dense / (sharded ? p.data() * p.context() * copies : 1)
        + routed / (sharded ? p.expertData() * copies : 1);
    boolean narrow = job.precision() != Precision.BF16 && job.precision() != Precision.FP16;
    Map<String, Long> parts = new LinkedHashMap<>();
    parts.put("parameters", Math.round((dense + routed) * (BF16 + (narrow ? FP8_COPIES : 0))));
    parts.put("gradients", Math.round((dense + routed) * job.stack().gradientBytes().value()));
    parts.put("optimizer", Math.round(kept * job.stack().optimizerStateBytes().value()));
    parts.put("activations", activations(rank));
    parts.put("buffers", buffers());
    return parts;
  }

  private double dense(int stage) {
    double sum = layers.get(stage).stream().mapToLong(held::dense).sum();
    return sum + (stage == 0 ? held.embedding() : 0)
        + (stage == layers.size() - 1 ? held.head(stage == 0) + held.mtpProjection() : 0);
  }

  private double routed(int stage) {
    return layers.get(stage).stream().mapToLong(held::routed).sum();
  }

  private long activations(int rank) {
    long[] chunks = new long[job.chunksPerRank()];
    Arrays.setAll(chunks, chunk -> chunkActivations(stage(rank, chunk)));
    long peak = ActivationsInFlight.peak(orders.get(rank), chunk -> chunks[chunk]);
    return peak + Math.round(activations.recomputed());
  }

  private long chunkActivations(int stage) {
    double sum = layers.get(stage).stream().mapToDouble(activations::layer).sum();
    sum += stage == 0 ? activations.embedding() : 0;
    sum += stage == layers.size() - 1 ? activations.head() : 0;
    return Math.round(sum);
  }

  /**
   * A pipeline message each way and direction, the gathered sequence of a tensor-parallel block and of its gradient,
   * the rows of a dispatch and of a combine, keys and values of the whole sequence with context parallelism.
   */
  private long buffers() {
    Parallelism p = job.parallelism();
    double sequence = (double) job.batch().microTokens() / p.context() * job.model().hidden() * BF16;
    double split = sequence / (p.sequenceParallel() ? p.tensor() : 1);
    double pipeline = p.pipeline() > 1 ? 4 * split : 0;
    double tensor = p.tensor() > 1 ? 2 * sequence : 0;
    double expert = p.expert() > 1 ? job.model().moe().map(m -> 2 * split * m.topK()).orElse(0.0) : 0;
    double context = p.context() > 1
        ? job.batch().microTokens() * CardHeads.of(job.model(), p.tensor()).keyValues() * BF16
        : 0;
    return Math.round(pipeline + tensor + context + expert);
  }
}

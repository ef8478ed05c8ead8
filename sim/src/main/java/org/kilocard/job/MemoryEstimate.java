package org.kilocard.job;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kilocard.model.CardHeads;
import org.kilocard.schedule.ActivationsInFlight;
import org.kilocard.schedule.ChunkPlace;
import org.kilocard.schedule.Slot;

/**
 * Memory of one card on each pipeline rank, at its peak.
 *
 * <p><b>Model.</b> What is trained ({@link StateBytes}); the activations of as many micro-batches as the schedule keeps
 * under way ({@link ActivationBytes}); what comes and goes in the worst moment ({@link WorkingBytes}); buffers for what
 * is being sent and received. This is what a framework's allocator hands out (PyTorch's {@code max_memory_allocated}).
 *
 * <p><b>Not modelled.</b> What an allocator reserves beyond (3 to 8 % in the measured runs), the driver's and the
 * communication library's own memory.
 */
public final class MemoryEstimate {
  private static final double BF16 = 2;

  private final Job job;
  private final StateBytes states;
  private final ActivationBytes activations;
  private final WorkingBytes working;
  private final List<Stage> stages;
  private final List<List<Slot>> orders;

  private MemoryEstimate(Job job) {
    this.job = job;
    states = new StateBytes(job);
    activations = new ActivationBytes(job);
    working = new WorkingBytes(states, activations);
    stages = Stage.of(job);
    orders = job.schedule().orders(job.pipelineShape());
  }

  /**
   * Bytes of each part, by pipeline rank. The parts are parameters, gradients, optimizer, activations, working,
   * buffers.
   */
  public static List<Map<String, Long>> of(Job job) {
    MemoryEstimate estimate = new MemoryEstimate(job);
    List<Map<String, Long>> ranks = new ArrayList<>();
    for (int rank = 0; rank < job.parallelism().pipeline(); rank++) {
      ranks.add(estimate.rank(rank));
    }
    return ranks;
  }

  private Map<String, Long> rank(int rank) {
    List<Stage> held = new ArrayList<>();
    for (int chunk = 0; chunk < job.chunksPerRank(); chunk++) {
      held.add(stages.get(job.schedule().stage(job.pipelineShape(), new ChunkPlace(rank, chunk))));
    }
    Map<String, Long> parts = new LinkedHashMap<>();
    parts.put("parameters", Math.round(states.parameters(held)));
    parts.put("gradients", Math.round(states.gradients(held)));
    parts.put("optimizer", Math.round(states.optimizer(held)));
    long[] chunks = held.stream().mapToLong(this::chunkActivations).toArray();
    parts.put("activations", ActivationsInFlight.peak(orders.get(rank), chunk -> chunks[chunk]));
    long entry = held.stream().filter(Stage::first).mapToLong(this::chunkActivations).sum();
    parts.put("working", Math.round(states.placeholders(held) + working.most(held, entry)));
    parts.put("buffers", buffers());
    return parts;
  }

  private long chunkActivations(Stage stage) {
    double sum = stage.layers().stream().mapToDouble(activations::layer).sum();
    sum += stage.first() ? activations.embedding() : 0;
    sum += stage.last() ? activations.head() : 0;
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

package org.kilocard.program;

import java.util.List;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import org.kilocard.collective.Call;
import org.kilocard.job.Job;
import org.kilocard.job.Role;
import org.kilocard.job.StageLayers;

/**
 * The parts that the programs of a step are made of, one by one: the ops of one slot of one stage, emitted into any
 * sink exactly as {@link StepPrograms} writes them, and the calls and the work that frame the slots.
 */
public final class StepSlots {
  /** Is told when the gradients of the weights of a layer are complete, with the op that completes them. */
  @FunctionalInterface
  public interface WeightsDone {
    /** Nobody wants to know; the ops are those of any but the last micro-batch. */
    WeightsDone UNASKED = (layer, op) -> { };

    /** Layer −1 is what comes before the layers, their number what comes behind. */
    void done(int layer, int op);
  }

  /**
   * The exchange of the parameters or gradients of a layer: dense parameters first, then those of routed experts.
   *
   * @param dense on the group of {@link Role#DATA}
   * @param routed on the group of {@link Role#EXPERT_DATA}
   */
  public record Exchange(Optional<Call> dense, Optional<Call> routed) {
    static Exchange of(Buckets.Calls calls) {
      return new Exchange(calls.dense(), calls.routed());
    }
  }

  private final Job job;
  private final StageCosts costs;
  private final LayerCalls calls;
  private final Buckets buckets;

  /**
   * The parts of the step of {@code job}.
   *
   * @param costs time of its kernels
   * @param calls its calls within each layer, {@link #calls(Job)}
   */
  public StepSlots(Job job, StageCosts costs, LayerCalls calls) {
    this.job = job;
    this.costs = costs;
    this.calls = calls;
    buckets = new Buckets(job);
  }

  /** The calls within each layer of a job. */
  public static LayerCalls calls(Job job) {
    return StepCalls.layer(job);
  }

  /** A stage, 0 … stages − 1. */
  public Stage stage(int stage) {
    List<Integer> layers = StageLayers.of(job, stage);
    return new Stage(StepPlan.Stage.of(layers, stage == 0, stage == job.stages() - 1, costs, buckets));
  }

  /** Activations or gradients of one micro-batch from one pipeline rank to a neighbour. */
  public Call send(int from, int to, boolean forward) {
    return StepCalls.send(job, forward, Neighbour.way(from, to, job.parallelism().pipeline(), forward).up());
  }

  /** Time of the optimizer of a card that holds {@code stages}. */
  public Span optimizer(List<Stage> stages) {
    double kept = 0;
    double computedWith = 0;
    for (Stage stage : stages) {
      kept += stage.kept;
      computedWith += stage.whole.all();
    }
    return StepPlan.optimizer(job, costs, kept, computedWith);
  }

  /** The parts of one stage. */
  public final class Stage {
    private final List<Buckets.Bucket> held;
    private final ChunkPlan chunk;
    private final Buckets.Bucket whole;
    private final double kept;

    private Stage(StepPlan.Stage stage) {
      held = stage.buckets();
      chunk = new ChunkPlan(stage.cost(), calls, job.communication().overlap(), job.recompute());
      whole = Buckets.whole(held);
      kept = buckets.optimized(held);
    }

    /** Number of layers. */
    public int layers() {
      return chunk.layers();
    }

    /**
     * Emits a forward pass.
     *
     * @param parametersOf op that brings the parameters of a layer (−1 − of the entry, layers − of the exit), or −1
     */
    public void forward(OpSink sink, IntUnaryOperator parametersOf) {
      Segments to = new Segments(sink);
      new ForwardWalk(chunk, to, parametersOf).all();
      to.flush();
    }

    /** Emits a backward pass, with or without the gradients of the weights. */
    public void backward(OpSink sink, boolean weights, WeightsDone done) {
      Segments to = new Segments(sink);
      walk(to, weights, done).all();
      to.flush();
    }

    /** Emits the gradients of the weights after a backward pass without them. */
    public void weights(OpSink sink, WeightsDone done) {
      Segments to = new Segments(sink);
      walk(to, true, done).weightsOnly();
      to.flush();
    }

    /**
     * Emits an overlapped pair: a forward pass of this stage and a backward pass of another.
     *
     * @param forwardInput op that brings the input of the forward pass, or −1
     * @param backwardInput op that brings that of the backward pass, or −1
     * @return the op that ends both
     */
    public int pair(Stage backward, OpSink sink, int forwardInput, int backwardInput) {
      Segments f = new Segments(sink);
      Segments b = new Segments(sink);
      Runnable nothing = () -> { };
      b.after(backwardInput);
      f.after(forwardInput);
      new PairWalk(new ForwardWalk(chunk, f, layer -> -1), backward.walk(b, true, WeightsDone.UNASKED), nothing,
          nothing).all();
      return Math.max(b.flush(), f.flush());
    }

    private BackwardWalk walk(Segments to, boolean weights, WeightsDone done) {
      return new BackwardWalk(chunk, to, weights, layer -> {
        if (done != WeightsDone.UNASKED) {
          done.done(layer, to.flush());
        }
      });
    }

    /** How the parameters of a layer are gathered (−1: of the entry, layers: of the exit). */
    public Exchange gather(int layer) {
      return Exchange.of(buckets.gather(held.get(layer + 1)));
    }

    /** How the gradients of a layer are summed up. */
    public Exchange reduce(int layer) {
      return Exchange.of(buckets.reduce(held.get(layer + 1)));
    }

    /** How the parameters of the whole stage are gathered at once. */
    public Exchange gatherAll() {
      return Exchange.of(buckets.gather(whole));
    }

    /** How the gradients of the whole stage are summed up at once. */
    public Exchange reduceAll() {
      return Exchange.of(buckets.reduce(whole));
    }
  }
}

package org.kilocard.program;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.kilocard.collective.Call;
import org.kilocard.job.Job;
import org.kilocard.job.Parallelism;
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

  private static final int NO_WINDOW = Integer.MIN_VALUE;

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

  /** The calls that gather parameters for a pass of any stage; none where they are not gathered for each pass. */
  public static List<GroupCall> passGathers(Job job) {
    List<GroupCall> calls = new ArrayList<>();
    if (job.parallelism().gathersPerPass()) {
      Buckets buckets = new Buckets(job);
      List<Integer> all = IntStream.range(0, job.model().layers()).boxed().toList();
      for (boolean first : new boolean[] {true, false}) {
        buckets.of(all, first, true).forEach(bucket -> calls.addAll(buckets.gather(bucket)));
      }
    }
    return calls.stream().distinct().toList();
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
      computedWith += stage.whole.trained();
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
      LayerGathers.Ahead none = after -> { };
      new PairWalk(new ForwardWalk(chunk, f, gathers(true, f, sink, -1, none)),
          backward.walk(b, true, WeightsDone.UNASKED, backward.gathers(false, b, sink, -1, none)), nothing,
          nothing).all();
      return Math.max(b.flush(), f.flush());
    }

    private BackwardWalk walk(Segments to, boolean weights, WeightsDone done) {
      return walk(to, weights, done, layer -> -1);
    }

    private BackwardWalk walk(Segments to, boolean weights, WeightsDone done, IntUnaryOperator parametersOf) {
      return new BackwardWalk(chunk, to, weights, layer -> {
        if (done != WeightsDone.UNASKED) {
          done.done(layer, to.flush());
        }
      }, parametersOf);
    }

    /** How the parameters of a layer are gathered (−1: of the entry, layers: of the exit). */
    public List<GroupCall> gather(int layer) {
      return buckets.gather(held.get(layer + 1));
    }

    /**
     * How the gradients of a layer are summed up.
     *
     * @param lastPass whether no further pass adds to them
     */
    public List<GroupCall> reduce(int layer, boolean lastPass) {
      return buckets.reduce(held.get(layer + 1), lastPass);
    }

    /** How the parameters of the whole stage are gathered at once. */
    public List<GroupCall> gatherAll() {
      return buckets.gather(whole);
    }

    /** How the gradients of the whole stage are summed up at once. */
    public List<GroupCall> reduceAll(boolean lastPass) {
      return buckets.reduce(whole, lastPass);
    }

    /** The gathers that a pass begins with; none when it gathers nothing. */
    public List<GroupCall> firstGather(boolean forward) {
      int[] layers = gathered(forward);
      return layers.length > 0 ? gather(layers[0]) : List.of();
    }

    private int[] gathered(boolean forward) {
      Parallelism layout = job.parallelism();
      boolean gathers = forward ? layout.gathersPerPass() : layout.gathersAgain();
      return gathers ? LayerGathers.order(forward, layers(), l -> gather(l).size()) : new int[0];
    }

    private LayerGathers gathers(boolean forward, Segments to, OpSink sink, int coming, LayerGathers.Ahead ahead) {
      LayerGathers.Emitter emitter = (layer, after) -> {
        int op = -1;
        for (GroupCall c : gather(layer)) {
          op = sink.communicate(Stream.PARAMETER, c.role(), c.call(), sink.size(), after);
        }
        return op;
      };
      return new LayerGathers(to, gathered(forward), job.communication().overlap().parameter(), emitter, ahead, -1,
          coming);
    }

    /**
     * Emits a forward pass that gathers its parameters layer by layer (ZeRO-3).
     *
     * @param coming op that brings the first ones, or −1
     * @return the op after which the next pass may send for its first ones; −1: any time
     */
    public int gatheringForward(OpSink sink, int coming) {
      Segments to = new Segments(sink);
      int[] window = {NO_WINDOW};
      new ForwardWalk(chunk, to, gathers(true, to, sink, coming, after -> window[0] = after)).all();
      return window(window[0], to.flush());
    }

    /** As {@link #gatheringForward}, for a backward pass with or without the gradients of the weights. */
    public int gatheringBackward(OpSink sink, boolean weights, int coming) {
      Segments to = new Segments(sink);
      int[] window = {NO_WINDOW};
      walk(to, weights, WeightsDone.UNASKED, gathers(false, to, sink, coming, after -> window[0] = after)).all();
      return window(window[0], to.flush());
    }

    private int window(int sent, int end) {
      return sent == NO_WINDOW || !job.parallelism().gathersAgain() ? end : sent;
    }
  }
}

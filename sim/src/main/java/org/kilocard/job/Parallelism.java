package org.kilocard.job;

import java.util.List;
import java.util.Objects;
import org.kilocard.model.ContextKind;

/**
 * The parallel layout.
 *
 * @param tensor cards that split each layer
 * @param context cards that split each sequence
 * @param contextKind how attention sees the rest of it
 * @param pipeline pipeline ranks
 * @param virtualPipeline model chunks per pipeline rank (of the schedules that interleave)
 * @param expert cards that the routed experts of a layer are dealt to
 * @param expertTensor cards that split one expert
 * @param data copies of the model, that each see a part of the batch
 * @param sharding what of the model the data-parallel ranks share instead of each holding all of it
 * @param sequenceParallel whether activations outside of the tensor-parallel regions are split too
 * @param order rank order, innermost dimension first
 * @param expertOrder order of the experts' dimensions among the ranks of a pipeline rank, innermost first
 * @param layersPerStage layers of each pipeline stage; empty: split evenly
 */
public record Parallelism(
    int tensor,
    int context,
    ContextKind contextKind,
    int pipeline,
    int virtualPipeline,
    int expert,
    int expertTensor,
    int data,
    Sharding sharding,
    boolean sequenceParallel,
    List<Dimension> order,
    List<ExpertDimension> expertOrder,
    List<Integer> layersPerStage) {
  /** The order of the experts' dimensions that Megatron Core takes. */
  public static final List<ExpertDimension> EXPERT_ORDER = List.of(ExpertDimension.values());

  /** Checks and copies. */
  public Parallelism {
    Objects.requireNonNull(contextKind);
    order = List.copyOf(order);
    expertOrder = List.copyOf(expertOrder);
    layersPerStage = List.copyOf(layersPerStage);
    if (tensor < 1 || context < 1 || pipeline < 1 || virtualPipeline < 1 || expert < 1 || expertTensor < 1
        || data < 1) {
      throw new IllegalArgumentException("every dimension is at least 1");
    }
    if (order.size() != Dimension.values().length || order.stream().distinct().count() != order.size()) {
      throw new IllegalArgumentException("the rank order names every dimension once, got " + order);
    }
    if (expertOrder.size() != EXPERT_ORDER.size() || !expertOrder.containsAll(EXPERT_ORDER)) {
      throw new IllegalArgumentException("the expert order names every dimension once, got " + expertOrder);
    }
    if (tensor * context * data % (expert * expertTensor) != 0) {
      throw new IllegalArgumentException("tensor × context × data = " + tensor * context * data
          + " is not a multiple of expert × expert_tensor = " + expert * expertTensor);
    }
  }

  /** A layout with ring attention and the usual order of experts, sharded by ZeRO over all data-parallel ranks. */
  public Parallelism(
      int tensor,
      int context,
      int pipeline,
      int virtualPipeline,
      int expert,
      int expertTensor,
      int data,
      int zero,
      boolean sequenceParallel,
      List<Dimension> order,
      List<Integer> layersPerStage) {
    this(tensor, context, ContextKind.RING, pipeline, virtualPipeline, expert, expertTensor, data,
        Sharding.zero(zero), sequenceParallel, order, EXPERT_ORDER, layersPerStage);
  }

  /** The same sizes with another kind of context parallelism, stage of ZeRO and rank order. */
  public Parallelism with(ContextKind kind, int zero, List<Dimension> ranks) {
    return new Parallelism(tensor, context, kind, pipeline, virtualPipeline, expert, expertTensor, data,
        sharding.withStage(zero), sequenceParallel, ranks, expertOrder, layersPerStage);
  }

  /** Stage of ZeRO, 0 … 3. */
  public int zero() {
    return sharding.zero();
  }

  /**
   * Whether parameters are gathered for every forward pass; otherwise once per step, if at all. A pipeline that keeps
   * parameters from the forward to the backward pass always has a micro-batch under way that needs them.
   */
  public boolean gathersPerPass() {
    return sharding.parameters() && (sharding.reshardAfterForward() || pipeline == 1);
  }

  /** Whether parameters are given back after a forward pass and gathered again for the backward pass. */
  public boolean gathersAgain() {
    return gathersPerPass() && sharding.reshardAfterForward();
  }

  /** Cards of the job. */
  public int cards() {
    return tensor * context * data * pipeline;
  }

  /** Cards that hold the same part of the same experts, on one pipeline rank. */
  public int expertData() {
    return tensor * context * data / (expert * expertTensor);
  }

  /** Size of a dimension. */
  public int size(Dimension dimension) {
    return switch (dimension) {
      case TENSOR -> tensor;
      case CONTEXT -> context;
      case DATA -> data;
      case PIPELINE -> pipeline;
    };
  }

  /** Size of a dimension of the experts. */
  public int size(ExpertDimension dimension) {
    return switch (dimension) {
      case EXPERT_TENSOR -> expertTensor;
      case EXPERT -> expert;
      case EXPERT_DATA -> expertData();
    };
  }

  /** Distance between neighbours of a dimension of the experts, in ranks of a pipeline rank. */
  public int stride(ExpertDimension dimension) {
    int stride = 1;
    for (ExpertDimension d : expertOrder) {
      if (d == dimension) {
        return stride;
      }
      stride *= size(d);
    }
    throw new IllegalStateException("not in the order: " + dimension);
  }

  /** Distance in ranks between neighbours of a dimension. */
  public int stride(Dimension dimension) {
    int stride = 1;
    for (Dimension d : order) {
      if (d == dimension) {
        return stride;
      }
      stride *= size(d);
    }
    throw new IllegalStateException("not in the order: " + dimension);
  }

  /** Coordinate of a rank. */
  public int coordinate(Dimension dimension, int rank) {
    return rank / stride(dimension) % size(dimension);
  }
}

package org.kilocard.program;

import java.util.Optional;
import org.kilocard.collective.Call;
import org.kilocard.job.Role;

/**
 * Emits a block that may be tensor-parallel: its compute and the collectives around it.
 *
 * <p><b>Model.</b> Forward: all-gather, block, reduce-scatter (all-reduce without sequence parallelism). Backward:
 * all-gather of the gradient, gradient through the last products, core, gradient through the first products, and
 * beside it the input gathered again for the weights, then the reduce-scatter beside the gradients of the first
 * weights (Megatron-LM does these two always). With {@code pipelined}, the products next to a collective run in as
 * many parts as there are ranks: a part is computed while the next one travels. Behind a gather the parts are
 * products of their own; before a scatter one product signals its parts. Of frozen weights there are no gradients:
 * their input is not gathered again, and the scatter of the backward pass is like that of the forward pass. Around
 * products that are not there (below the lowest adapter) nobody calls.
 *
 * <p><b>Source.</b> Korthikanti et al., Reducing activation recomputation (2022); TransformerEngine user buffers
 * (ub_bulk_wgrad, ub_overlap_rs_dgrad).
 */
final class TensorBlock {
  private final Optional<LayerCalls.Tensor> calls;
  private final ContextCore core;
  private final AdapterWalk first;
  private final AdapterWalk last;
  private final boolean pipelined;

  TensorBlock(Optional<LayerCalls.Tensor> calls, Optional<LayerCalls.Context> context, boolean pipelined) {
    this.calls = calls;
    core = new ContextCore(context);
    Optional<LayerCalls.Adapters> adapters = calls.flatMap(LayerCalls.Tensor::adapters);
    first = new AdapterWalk(adapters.map(LayerCalls.Adapters::first));
    last = new AdapterWalk(adapters.map(LayerCalls.Adapters::last));
    this.pipelined = pipelined;
  }

  /** Whether there is no communication inside a block. */
  boolean silent() {
    return calls.isEmpty();
  }

  void forward(Segments to, String what, BlockCost block) {
    PassCost cost = block.forward();
    to.work(what, cost.before());
    gatherInto(to, what, cost);
    first.forward(to, what, block.first());
    core.forward(to, what, cost.core());
    scatterFrom(to, what, cost.out());
    last.forward(to, what, block.last());
    to.work(what, cost.after());
  }

  /** Backward pass; with {@code weights}, the gradients of the weights are computed on the way. */
  void backward(Segments to, String what, BlockCost block, boolean weights) {
    PassCost cost = block.backward();
    to.work(what, cost.before());
    last.backward(to, what, block.last());
    gatherInto(to, what, cost);
    if (weights) {
      to.work(what, block.weightOut());
    }
    core.forward(to, what, block.again());
    core.backward(to, what, cost.core());
    first.backward(to, what, block.first());
    int gathered = weights ? regather(to) : -1;
    int scattered = scatterGradients(to, what, cost);
    if (weights) {
      to.after(gathered);
      to.work(what, block.weightIn());
    }
    to.after(scattered);
    to.work(what, cost.after());
  }

  /** Returns the scatter if weights are to hide it, or −1. */
  private int scatterGradients(Segments to, String what, PassCost cost) {
    if (calls.isEmpty() || !cost.scatters()) {
      to.work(what, cost.out());
      return -1;
    }
    if (calls.get().adapters().isPresent()) {
      scatterFrom(to, what, cost.out());
      return -1;
    }
    to.work(what, cost.out());
    return to.call(Stream.TENSOR, Role.TENSOR, calls.get().scatter());
  }

  /** Gradients of the weights by themselves. */
  void weight(Segments to, String what, BlockCost block) {
    int gathered = regather(to);
    to.work(what, block.weightOut());
    to.after(gathered);
    to.work(what, block.weightIn());
  }

  private int regather(Segments to) {
    return calls.flatMap(LayerCalls.Tensor::regather)
        .map(c -> to.call(Stream.TENSOR, Role.TENSOR, c))
        .orElse(-1);
  }

  private void gatherInto(Segments to, String what, PassCost cost) {
    Optional<Call> gather = calls.flatMap(c -> pipelined ? c.gatherInParts() : c.gather());
    if (gather.isEmpty() || !cost.gathers()) {
      to.work(what, cost.in());
      return;
    }
    int ranks = calls.orElseThrow().ranks();
    int gathered = to.call(Stream.TENSOR, Role.TENSOR, gather.get());
    Span products = pipelined ? cost.inParts() : cost.in();
    Span first = pipelined ? products.part(ranks - 1, ranks) : Span.NONE;
    to.work(what, first);
    to.after(gathered);
    to.work(what, products.minus(first));
  }

  private void scatterFrom(Segments to, String what, Span products) {
    if (calls.isEmpty()) {
      to.work(what, products);
      return;
    }
    LayerCalls.Tensor c = calls.get();
    if (pipelined && c.gather().isPresent()) {
      Span first = products.part(1, c.ranks());
      to.work(what, first);
      to.call(Stream.TENSOR, Role.TENSOR, c.scatterHead());
      to.work(what, products.minus(first));
      to.after(to.call(Stream.TENSOR, Role.TENSOR, c.scatterTail()));
    } else {
      to.work(what, products);
      to.after(to.call(Stream.TENSOR, Role.TENSOR, c.scatter()));
    }
  }
}

package org.kilocard.program;

import java.util.List;
import java.util.Optional;
import org.kilocard.collective.Call;
import org.kilocard.job.Role;

/**
 * Emits the core of a block, which context parallelism may divide.
 *
 * <p><b>Model.</b> <em>Ring</em>: while a block of keys and values is attended to, the next one is on its way; two
 * steps may be under way at once, since a card may pass on what it has not finished with. Backward, the gradients of
 * the keys and values travel one step behind them, so that an exchange waits for the step before it. <em>Ulysses</em>:
 * an all-to-all before and one behind the attention, with nothing beside them. <em>All-gather</em>: the keys and values
 * are gathered ahead of either pass, their gradients scattered behind the backward pass.
 *
 * <p><b>Source.</b> TransformerEngine, context_parallel.py: the order of waits and sends of its p2p variant, which
 * alternates between two streams, forward, and goes round in the same direction, backward.
 */
final class ContextCore {
  private final Optional<LayerCalls.Context> calls;

  ContextCore(Optional<LayerCalls.Context> calls) {
    this.calls = calls;
  }

  /** The core of a forward pass, or what is computed of it again. */
  void forward(Segments to, String what, CoreCost core) {
    emit(to, what, core, false);
  }

  /** The core of a backward pass. */
  void backward(Segments to, String what, CoreCost core) {
    emit(to, what, core, true);
  }

  private void emit(Segments to, String what, CoreCost core, boolean backward) {
    if (calls.isEmpty() || core.steps().isEmpty()) {
      to.work(what, core.total());
      return;
    }
    to.work(what, core.before());
    LayerCalls.Context context = calls.get();
    if (context instanceof LayerCalls.Ring ring) {
      if (backward) {
        backwardRing(to, what, core.steps(), ring);
      } else {
        forwardRing(to, what, core.steps(), ring);
      }
    } else if (context instanceof LayerCalls.Around around) {
      call(to, backward ? around.backwardInputs() : around.inputs());
      core.steps().forEach(step -> to.work(what, step));
      call(to, backward ? around.gradients() : around.output());
    }
    to.work(what, core.after());
  }

  /** A call that is waited for, if there is one. */
  private static void call(Segments to, Optional<Call> call) {
    to.after(call.map(c -> call(to, c)).orElse(-1));
  }

  private static int call(Segments to, Call call) {
    return to.call(Stream.CONTEXT, Role.CONTEXT, call);
  }

  private static void forwardRing(Segments to, String what, List<Span> steps, LayerCalls.Ring ring) {
    int last = steps.size() - 1;
    int arriving = call(to, ring.keys());
    int done = -1;
    for (int i = 0; i <= last; i++) {
      int next = i + 1 < last ? to.callAfter(Stream.CONTEXT, Role.CONTEXT, ring.keys(), done) : -1;
      to.work(what, steps.get(i));
      if (i < last) {
        done = to.flush();
        to.after(arriving);
        arriving = next;
      }
    }
  }

  private static void backwardRing(Segments to, String what, List<Span> steps, LayerCalls.Ring ring) {
    int last = steps.size() - 1;
    int arriving = call(to, ring.keys());
    for (int i = 0; i <= last; i++) {
      to.work(what, steps.get(i));
      if (i < last) {
        int done = to.flush();
        int next = to.callAfter(
            Stream.CONTEXT, Role.CONTEXT, i + 1 < last ? ring.keysAndGradients() : ring.gradients(), done);
        to.after(arriving);
        arriving = next;
      }
    }
    to.after(arriving);
  }
}

package org.kilocard.program;

import org.kilocard.collective.Call;
import org.kilocard.job.Role;

/**
 * Emits what brings rows to the routed experts and back: an all-to-all, and where several cards split an expert, a
 * gather of what each of them received and a sum that scatters it again.
 *
 * <p><b>Source.</b> Megatron Core, token_dispatcher.py.
 */
record ExpertExchange(LayerCalls calls) {
  /** Sends rows off when all work so far is done; returns the op that brings them, or −1. */
  int send(Segments to, boolean gradients) {
    int sent = calls.expert().map(c -> gradients ? c.gradientDispatch() : c.dispatch())
        .map(c -> to.call(Stream.EXPERT, Role.EXPERT, c)).orElse(-1);
    return calls.expertTensor().map(LayerCalls.ExpertTensor::gather)
        .map(c -> next(to, Role.EXPERT_TENSOR, c, sent)).orElse(sent);
  }

  /** Sends results back when all work so far is done; returns the op that brings them, or −1. */
  int bringBack(Segments to, boolean gradients) {
    int scattered = calls.expertTensor().map(LayerCalls.ExpertTensor::scatter)
        .map(c -> to.call(Stream.EXPERT, Role.EXPERT_TENSOR, c)).orElse(-1);
    return calls.expert().map(c -> gradients ? c.gradientCombine() : c.combine())
        .map(c -> next(to, Role.EXPERT, c, scattered)).orElse(scattered);
  }

  private static int next(Segments to, Role role, Call call, int before) {
    return before < 0
        ? to.call(Stream.EXPERT, role, call)
        : to.callAfter(Stream.EXPERT, role, call, before);
  }
}

package org.kilocard.program;

import java.util.List;
import java.util.Optional;
import org.kilocard.collective.Call;
import org.kilocard.job.Role;

/**
 * Emits the adapters beside the first or the last products of a block.
 *
 * <p><b>Model.</b> One after the other, behind the frozen product forward and ahead of it backward; every call is
 * waited for, as the layers of Megatron-LM that adapters are made of do.
 */
final class AdapterWalk {
  private final Optional<AdapterCalls> calls;

  AdapterWalk(Optional<AdapterCalls> calls) {
    this.calls = calls;
  }

  void forward(Segments to, String what, List<AdapterCost> adapters) {
    for (AdapterCost adapter : adapters) {
      call(to, calls.flatMap(AdapterCalls::inputs));
      to.work(what, adapter.down().forward());
      call(to, calls.map(AdapterCalls::columns));
      to.work(what, adapter.up().forward());
      call(to, calls.flatMap(AdapterCalls::outputs));
      to.work(what, adapter.join().forward());
    }
  }

  void backward(Segments to, String what, List<AdapterCost> adapters) {
    for (AdapterCost adapter : adapters) {
      to.work(what, adapter.join().backward());
      call(to, calls.flatMap(AdapterCalls::outputGradients));
      to.work(what, adapter.up().backward());
      call(to, calls.map(AdapterCalls::columnGradients));
      to.work(what, adapter.down().backward());
      if (adapter.below()) {
        call(to, calls.flatMap(AdapterCalls::inputGradients));
      }
    }
  }

  private static void call(Segments to, Optional<Call> call) {
    call.ifPresent(c -> to.after(to.call(Stream.TENSOR, Role.TENSOR, c)));
  }
}

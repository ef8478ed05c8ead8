package org.kilocard.program;

import java.util.Optional;
import org.kilocard.collective.Call;
import org.kilocard.collective.Operation;
import org.kilocard.job.Job;

/**
 * The tensor-parallel calls of adapters, as NeMo makes them.
 *
 * <p><b>Model.</b> Rank columns: beside a column-parallel product each card has some of them and they are gathered,
 * beside a row-parallel one they are summed up; their gradients are summed up in either case. Beside a row-parallel
 * product the outputs are gathered, and with sequence parallelism each card keeps its tokens, so that the gradients are
 * gathered on the way back. Beside a column-parallel product the input is that which the frozen product has gathered,
 * and its gradient is summed up with that product's; but where calls are pipelined with products, the adapter gathers
 * the input and scatters its gradient by itself, and without sequence parallelism it sums up the gradient by itself.
 *
 * <p><b>Source.</b> NeMo, ParallelLinearAdapter: ColumnParallelLinear or RowParallelLinear to the rank, then
 * ColumnParallelLinear; the gathered input is returned by TransformerEngine's layer unless tp_comm_overlap is on.
 */
final class AdapterExchange {
  private AdapterExchange() {}

  /** The calls for {@code activations} bytes of all tokens of a micro-batch. */
  static LayerCalls.Adapters of(Job job, int rank, long activations) {
    long columns = activations / job.model().hidden() * rank;
    boolean sequence = job.parallelism().sequenceParallel();
    boolean again = sequence && job.communication().overlap().tensor();
    Call sum = Call.of("adapter column sum", Operation.ALL_REDUCE, columns);
    Call gather = Call.of("adapter gather", Operation.ALL_GATHER, activations);
    Optional<Call> inputGradients = sequence
        ? Optional.of(Call.of("adapter scatter", Operation.REDUCE_SCATTER, activations)).filter(c -> again)
        : Optional.of(Call.of("adapter gradient sum", Operation.ALL_REDUCE, activations));
    return new LayerCalls.Adapters(
        new AdapterCalls(Optional.of(gather).filter(c -> again),
            Call.of("adapter column gather", Operation.ALL_GATHER, columns), Optional.empty(),
            Optional.empty(), sum, inputGradients),
        new AdapterCalls(Optional.empty(), sum, Optional.of(gather),
            Optional.of(gather).filter(c -> sequence), sum, Optional.empty()));
  }
}

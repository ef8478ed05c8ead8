package org.kilocard.program;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.kilocard.collective.Call;

/**
 * Tensor-parallel calls of an adapter, beside those of its block.
 *
 * @param inputs ahead of it, forward
 * @param columns between its products, forward
 * @param outputs behind them, forward
 * @param outputGradients ahead of it, backward
 * @param columnGradients between its products, backward
 * @param inputGradients behind them, backward
 */
public record AdapterCalls(
    Optional<Call> inputs,
    Call columns,
    Optional<Call> outputs,
    Optional<Call> outputGradients,
    Call columnGradients,
    Optional<Call> inputGradients) {
  List<Call> all() {
    return Stream.of(inputs, Optional.of(columns), outputs, outputGradients, Optional.of(columnGradients),
        inputGradients).flatMap(Optional::stream).toList();
  }
}

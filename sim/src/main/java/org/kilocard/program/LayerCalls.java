package org.kilocard.program;

import java.util.Optional;
import org.kilocard.collective.Call;

/**
 * The collective calls within one layer, for one micro-batch; the same in every layer.
 *
 * @param tensor calls of the tensor-parallel group; empty without tensor parallelism
 * @param expert calls of the expert group; empty without expert parallelism
 */
public record LayerCalls(Optional<Tensor> tensor, Optional<Expert> expert) {
  /**
   * Calls around a tensor-parallel block.
   *
   * @param ranks members of the group
   * @param gather of the sequence before the block; empty without sequence parallelism
   * @param scatter sum and scatter after the block (an all-reduce without sequence parallelism)
   * @param scatterHead all but the last of {@code ranks} parts of the scatter, when it is pipelined
   * @param scatterTail the last part
   */
  public record Tensor(
      int ranks, Optional<Call> gather, Call scatter, Call scatterHead, Call scatterTail) {}

  /**
   * All-to-alls around the routed experts.
   *
   * @param dispatch tokens to their experts
   * @param combine results back
   * @param gradientDispatch gradients of the results to the experts
   * @param gradientCombine gradients of the tokens back
   */
  public record Expert(Call dispatch, Call combine, Call gradientDispatch, Call gradientCombine) {}
}

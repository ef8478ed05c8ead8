package org.kilocard.program;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.kilocard.collective.Call;
import org.kilocard.job.Role;

/**
 * The collective calls within one layer, for one micro-batch; the same in every layer with experts or without.
 *
 * @param tensor calls of the tensor-parallel group; empty without tensor parallelism
 * @param context calls of the context group; empty without context parallelism
 * @param expert calls of the expert group; empty without expert parallelism
 * @param expertTensor calls of the expert-tensor group; empty where no expert is split
 */
public record LayerCalls(
    Optional<Tensor> tensor,
    Optional<Context> context,
    Optional<Expert> expert,
    Optional<ExpertTensor> expertTensor) {
  /** None at all. */
  public static final LayerCalls NONE =
      new LayerCalls(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  /** All calls, by role of the group that makes them, in a fixed order. */
  public Map<Role, List<Call>> byRole() {
    Map<Role, List<Call>> calls = new EnumMap<>(Role.class);
    tensor.ifPresent(t -> calls.put(Role.TENSOR, t.all()));
    context.ifPresent(c -> calls.put(Role.CONTEXT, c.all()));
    expert.ifPresent(e -> calls.put(Role.EXPERT, e.all()));
    expertTensor.ifPresent(e -> calls.put(Role.EXPERT_TENSOR, List.of(e.gather(), e.scatter())));
    return calls;
  }

  /** Calls of the core of an attention block that is split over the context group. */
  public sealed interface Context {
    /** All of them. */
    List<Call> all();
  }

  /**
   * Ring attention.
   *
   * @param keys keys and values to the next card
   * @param keysAndGradients keys and values, and the gradients of those before
   * @param gradients gradients of keys and values, on their last way
   */
  public record Ring(Call keys, Call keysAndGradients, Call gradients) implements Context {
    @Override
    public List<Call> all() {
      return List.of(keys, keysAndGradients, gradients);
    }
  }

  /**
   * Calls before and behind the attention.
   *
   * @param inputs before it, forward
   * @param output behind it, forward
   * @param backwardInputs before it, backward
   * @param gradients behind it, backward
   */
  public record Around(
      Optional<Call> inputs, Optional<Call> output, Optional<Call> backwardInputs, Optional<Call> gradients)
      implements Context {
    @Override
    public List<Call> all() {
      return Stream.of(inputs, output, backwardInputs, gradients).flatMap(Optional::stream).distinct().toList();
    }
  }

  /**
   * Calls around a tensor-parallel block.
   *
   * @param ranks members of the group
   * @param gather of the sequence before the block; empty without sequence parallelism
   * @param gatherInParts the same, when it is pipelined
   * @param scatter sum and scatter after the block (an all-reduce without sequence parallelism)
   * @param scatterHead all but the last of {@code ranks} parts of the scatter, when it is pipelined
   * @param scatterTail the last part
   * @param adapters calls of adapters beside frozen products; empty: the weights are trained
   */
  public record Tensor(
      int ranks, Optional<Call> gather, Optional<Call> gatherInParts, Call scatter, Call scatterHead,
      Call scatterTail, Optional<Adapters> adapters) {
    /** The gather of the input once more, for the gradients of the weights; frozen weights have none. */
    Optional<Call> regather() {
      return adapters.isEmpty() ? gather : Optional.empty();
    }

    List<Call> all() {
      List<Call> calls = new ArrayList<>(Stream.of(gather, gatherInParts).flatMap(Optional::stream).toList());
      calls.addAll(List.of(scatter, scatterHead, scatterTail));
      adapters.ifPresent(a -> {
        calls.addAll(a.first().all());
        calls.addAll(a.last().all());
      });
      return calls.stream().distinct().toList();
    }
  }

  /**
   * Calls of the adapters of a block.
   *
   * @param first beside the first products
   * @param last beside the last products
   */
  public record Adapters(AdapterCalls first, AdapterCalls last) {}

  /**
   * Calls around routed experts that are split over several cards, each of which takes part in a dispatch of its own.
   *
   * @param gather rows that the members have received, to all of them
   * @param scatter results added up, to the members that the rows came from
   */
  public record ExpertTensor(Call gather, Call scatter) {}

  /**
   * All-to-alls around the routed experts.
   *
   * @param dispatch tokens to their experts
   * @param combine results back
   * @param gradientDispatch gradients of the results to the experts
   * @param gradientCombine gradients of the tokens back
   */
  public record Expert(Call dispatch, Call combine, Call gradientDispatch, Call gradientCombine) {
    List<Call> all() {
      return List.of(dispatch, combine, gradientDispatch, gradientCombine);
    }
  }
}

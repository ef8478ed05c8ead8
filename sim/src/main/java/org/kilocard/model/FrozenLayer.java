package org.kilocard.model;

import java.util.List;
import java.util.stream.Stream;
import org.kilocard.input.Spelled;

/**
 * Makes of a layer one whose weights stay as they are, with adapters beside its products.
 *
 * <p><b>Model.</b> No gradients of the weights; those of the adapters take their place. The first layer of the model
 * needs no gradient of what lies below its first adapter.
 *
 * <p><b>Assumes.</b> In a parallel block whose first products are not adapted no gradient goes through attention and
 * activation of the first layer, else through both.
 */
final class FrozenLayer {
  private static final Core NO_CORE = Core.of(List.of());

  private final Lora lora;
  private final AdapterKernels kernels;

  private FrozenLayer(Lora lora, Shard shard) {
    this.lora = lora;
    kernels = new AdapterKernels(lora.rank(), shard);
  }

  /** {@code layer} with its weights frozen; {@code lowest}: it is the first of the model. */
  static Layer of(Layer layer, Lora lora, Shard shard, boolean lowest) {
    FrozenLayer frozen = new FrozenLayer(lora, shard);
    Block attention = frozen.block(layer.attention());
    FeedForward feedForward = frozen.feedForward(layer.feedForward());
    if (!lowest) {
      return new Layer(attention, feedForward);
    }
    boolean below = attention.adapted() || !(feedForward instanceof Block);
    return new Layer(lowest(attention), below ? feedForward : lowest((Block) feedForward));
  }

  private FeedForward feedForward(FeedForward trained) {
    if (trained instanceof Block mlp) {
      return block(mlp);
    }
    return trained instanceof MoeBlock moe
        ? new MoeBlock(moe.router().frozen(), moe.routed().frozen(), moe.shared().map(this::block),
            moe.after().frozen(), moe.selective())
        : trained;
  }

  private Block block(Block trained) {
    List<Adapter> first = adapted(trained.forward().in()).map(kernels::besideColumns).toList();
    List<Adapter> last = adapted(trained.forward().out()).map(kernels::besideRows).toList();
    return new Block(trained.forward(), trained.backwardInput(), weights(last), weights(first), trained.selective(),
        first, last);
  }

  private Stream<Gemm> adapted(List<Kernel> products) {
    return products.stream()
        .filter(Gemm.class::isInstance).map(Gemm.class::cast)
        .filter(product -> lora.targets().stream()
            .anyMatch(target -> Spelled.of(target).equals(product.name())));
  }

  private static List<Kernel> weights(List<Adapter> adapters) {
    return adapters.stream().flatMap(adapter -> adapter.weight().stream()).toList();
  }

  /** The block without what only gradients below its lowest adapters need. */
  private static Block lowest(Block block) {
    boolean first = !block.first().isEmpty();
    Slots backward = block.backwardInput();
    Slots kept = new Slots(
        block.adapted() ? backward.before() : List.of(),
        first ? backward.in() : List.of(),
        first ? backward.core() : NO_CORE,
        List.of(),
        List.of());
    return new Block(block.forward(), kept, block.weightOut(), block.weightIn(), first ? block.selective() : NO_CORE,
        block.first().stream().map(Adapter::lowest).toList(),
        first ? block.last() : block.last().stream().map(Adapter::lowest).toList());
  }
}

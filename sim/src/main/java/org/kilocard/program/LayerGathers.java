package org.kilocard.program;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/**
 * Gathers the parameters of each layer for one pass of one chunk (ZeRO-3).
 *
 * <p><b>Model.</b> The parameters of two layers are there at once: while one layer computes, those of the next one
 * come; those of the one after it may come when the layer has ended. The first ones of a pass come while the pass
 * before computes its last layer. Not overlapped, each layer waits for its parameters, which are sent for when the
 * layer before has ended.
 *
 * <p><b>Source.</b> Zhao et al., PyTorch FSDP (VLDB 2023), section 3.3: prefetching, and a limit of two gathers.
 */
final class LayerGathers implements IntUnaryOperator {
  /** Emits the calls that bring the parameters of a layer, after an op; returns the last. */
  @FunctionalInterface
  interface Emitter {
    int emit(int layer, int after);
  }

  /** Is told that the last layer of a pass begins, and the op after which the next pass may send for its first. */
  @FunctionalInterface
  interface Ahead {
    void begin(int after);
  }

  private final Segments to;
  private final int[] layers;
  private final boolean overlapped;
  private final Emitter emitter;
  private final Ahead ahead;
  private final int start;
  private int position;
  private int coming;

  /**
   * The gathers of a pass.
   *
   * @param layers those that have parameters to gather, in the order of the pass
   * @param start last op before the pass, or −1
   * @param coming op that brings the first, or −1: it has not been sent for
   */
  LayerGathers(
      Segments to, int[] layers, boolean overlapped, Emitter emitter, Ahead ahead, int start, int coming) {
    this.to = to;
    this.layers = layers;
    this.overlapped = overlapped;
    this.emitter = emitter;
    this.ahead = ahead;
    this.start = start;
    this.coming = coming;
  }

  /**
   * Layers with parameters to gather for a pass: −1 is what comes before the layers, their number what comes behind.
   */
  static int[] order(boolean forward, int layers, IntUnaryOperator calls) {
    int[] order = new int[layers + 2];
    int n = 0;
    if (forward) {
      for (int layer = -1; layer <= layers; layer++) {
        n = append(order, n, layer, calls);
      }
    } else {
      // What comes behind the layers is kept from the forward pass; what comes before them is not needed.
      for (int layer = layers - 1; layer >= 0; layer--) {
        n = append(order, n, layer, calls);
      }
    }
    return Arrays.copyOf(order, n);
  }

  private static int append(int[] order, int n, int layer, IntUnaryOperator calls) {
    if (calls.applyAsInt(layer) > 0) {
      order[n] = layer;
      return n + 1;
    }
    return n;
  }

  /** The op that brings the parameters of a layer, which begins now; −1 when there are none. */
  @Override
  public int applyAsInt(int layer) {
    if (position == layers.length || layers[position] != layer) {
      return -1;
    }
    int before = position == 0 ? start : Math.max(start, to.flush());
    position++;
    int brought = coming >= 0 ? coming : emitter.emit(layer, before);
    coming = -1;
    if (!overlapped) {
      return brought;
    }
    if (position < layers.length) {
      coming = emitter.emit(layers[position], before);
    } else {
      ahead.begin(before);
    }
    return brought;
  }
}

package org.kilocard.program;

/**
 * Weaves a forward and a backward pass, so that the all-to-alls of one run beside the compute of the other: experts
 * backward, experts forward, attention backward, attention forward of the next layer. Both results are handed on
 * when the whole pair is done, as in DeepSeek's published schedule and its bubble formula.
 *
 * <p><b>Source.</b> DeepSeek-V3 technical report, figure 4.
 *
 * @param inForward is run before ops of the forward pass are emitted
 * @param inBackward is run before ops of the backward pass are emitted
 */
record PairWalk(ForwardWalk forward, BackwardWalk backward, Runnable inForward, Runnable inBackward) {
  /** The whole pair. */
  void all() {
    inBackward.run();
    backward.enter();
    inForward.run();
    forward.enter();
    if (forward.layers() > 0) {
      forward.attention(0);
    }
    for (int j = 0; j < Math.max(forward.layers(), backward.layers()); j++) {
      layer(j, backward.layers() - 1 - j);
    }
    inBackward.run();
    backward.leave();
    backward.end();
    inForward.run();
    forward.leave();
  }

  private void layer(int up, int down) {
    if (down >= 0) {
      inBackward.run();
      backward.feedForward(down);
      backward.feedForwardWeight(down);
      backward.giveWay();
    }
    if (up < forward.layers()) {
      inForward.run();
      forward.feedForward(up);
      forward.giveWay();
    }
    if (down >= 0) {
      inBackward.run();
      backward.attention(down);
      backward.attentionWeight(down);
      backward.giveWay();
    }
    if (up + 1 < forward.layers()) {
      inForward.run();
      forward.attention(up + 1);
      forward.giveWay();
    }
  }
}

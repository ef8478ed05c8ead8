package org.kilocard.hardware;

/** How the operands of a narrow matrix product are scaled. */
public enum Scaling {
  /** One factor per tensor, applied once to the result; also formats that need none, such as BF16. */
  TENSOR,
  /** One factor per 1x128 slice or 128x128 block (MX: per 1x32), applied inside the main loop. */
  BLOCK
}

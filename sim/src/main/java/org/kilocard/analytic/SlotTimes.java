package org.kilocard.analytic;

import org.kilocard.program.Pace;

/**
 * How long one slot takes, in picoseconds, and where the time goes: {@code endPs} is compute, exposed calls, and
 * nothing else.
 *
 * @param endPs when the slot ends, counted from its start
 * @param forwardStartPs when its forward pass needs its input, 0 in slots of one pass
 * @param backwardStartPs when its backward pass needs its input, 0 in slots of one pass
 * @param forwardEndPs when its forward pass can be handed on
 * @param backwardEndPs when its backward pass can be handed on
 * @param computePs time that kernels run
 * @param alonePs time that they would run without communication beside them
 * @param besidePs time that they would run if communication always held the shared units
 * @param barePs part of {@code computePs} without a call beside it
 * @param tensorPs time that only tensor-parallel calls run
 * @param contextPs time that only context-parallel calls run
 * @param expertPs time that only all-to-alls of experts run
 * @param dataPs time that only gathers of parameters run
 * @param leadPs how long before its start the slot must have sent for its first parameters
 * @param sendAheadPs when the next slot may send for its first parameters; −1: this slot has no say in it
 * @param counts how often each call of the layers is made
 */
record SlotTimes(
    long endPs,
    long forwardStartPs,
    long backwardStartPs,
    long forwardEndPs,
    long backwardEndPs,
    long computePs,
    long alonePs,
    long besidePs,
    long barePs,
    long tensorPs,
    long contextPs,
    long expertPs,
    long dataPs,
    long leadPs,
    long sendAheadPs,
    int[] counts) {

  /**
   * Share of the rate of the whole slot that is lost while another call runs beside it, 0 … 1.
   *
   * @param units units that the call takes
   * @param lost share of the kernels' rate that its memory traffic takes
   */
  double lossBeside(int units, int sharedUnits, double lost) {
    if (endPs == 0) {
      return 0;
    }
    double bare = 1 - Pace.rate(alonePs, besidePs, units, sharedUnits, lost);
    return (barePs * bare + (computePs - barePs) * Math.min(1, lost)) / endPs;
  }
}

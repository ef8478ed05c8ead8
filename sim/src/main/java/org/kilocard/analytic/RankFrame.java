package org.kilocard.analytic;

/**
 * The times of one pipeline rank, by kind of slot (see {@link Tape}) or by chunk; picoseconds. Arrays are not copied.
 *
 * @param times of the slots
 * @param sendLoss share of the rate that slots lose while a send or receive runs beside them
 * @param gatherLoss the same for gathering parameters
 * @param reduceLoss the same for reducing gradients
 * @param upPs time of a send to the next rank, from the last to the first
 * @param downPs time of a send to the rank before, from the first to the last
 * @param gatheredPs when all parameters are there, 0 when they are gathered after the optimizer
 * @param firstForwardPs by chunk: the earliest end of its first forward pass, for the parameters to come in
 * @param reductions by chunk: the reductions that its backward passes let go; none when they wait for the end
 * @param passReducePs by chunk: time that a rank spends on reductions after each pass that adds to the gradients
 */
record RankFrame(
    SlotTimes[] times,
    double[] sendLoss,
    double[] gatherLoss,
    double[] reduceLoss,
    long upPs,
    long downPs,
    long gatheredPs,
    long[] firstForwardPs,
    Reductions[] reductions,
    long[] passReducePs) {

  /**
   * The reductions of the gradients of one chunk, in the order in which the backward pass lets them go.
   *
   * @param readyPs when, counted from the start of a whole backward pass
   * @param readyApartPs when, counted from the start of a weight pass, should that be what adds to the gradients
   * @param ps how long each takes after the last pass
   * @param passPs how long each takes after another pass; none when nothing is reduced then
   */
  record Reductions(long[] readyPs, long[] readyApartPs, long[] ps, long[] passPs) {}

  /** Time of a send from rank {@code own} to its neighbour {@code to}. */
  long sendPs(int own, int to) {
    return to == own + 1 || to < own - 1 ? upPs : downPs;
  }
}

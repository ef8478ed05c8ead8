package org.kilocard.study;

import java.util.List;
import java.util.Optional;
import org.kilocard.collective.Call;
import org.kilocard.collective.Operation;
import org.kilocard.collective.Routed;
import org.kilocard.hardware.Stack;
import org.kilocard.job.Communication;
import org.kilocard.job.Faults;
import org.kilocard.topology.Cluster;

/**
 * How long does a collective take, over sizes?
 *
 * @param cluster on which
 * @param stack software that carries it out
 * @param operation which; a send goes from each member of the first half to its counterpart in the second
 * @param sizes in bytes, as {@link Call#bytes} counts them
 * @param members cards that take part
 * @param communication what drives it, and with which algorithm
 * @param routing of the tokens, for dispatch and combine
 * @param beside what starts at the same time among the same members
 * @param faults of links
 * @param fold whether symmetry is folded
 * @param load of an all-to-all, see {@link Call#load}
 */
public record CollectiveQuestion(
    Cluster cluster,
    Stack stack,
    Operation operation,
    List<Long> sizes,
    Members members,
    Communication communication,
    Optional<Routed> routing,
    List<Beside> beside,
    Faults faults,
    boolean fold,
    double load) {
  /** A question about members that receive evenly. */
  public CollectiveQuestion(
      Cluster cluster,
      Stack stack,
      Operation operation,
      List<Long> sizes,
      Members members,
      Communication communication,
      Optional<Routed> routing,
      List<Beside> beside,
      Faults faults,
      boolean fold) {
    this(cluster, stack, operation, sizes, members, communication, routing, beside, faults, fold, 1);
  }

  /** The largest size that is asked about. */
  public static final long LARGEST_BYTES = 1L << 40;
  /** The most that can run beside it. */
  public static final int MOST_BESIDE = 11;

  /**
   * Another collective.
   *
   * @param operation which
   * @param bytes its size
   */
  public record Beside(Operation operation, long bytes) {}

  /** Copies the lists. */
  public CollectiveQuestion {
    sizes = List.copyOf(sizes);
    beside = List.copyOf(beside);
    if (beside.size() > MOST_BESIDE) {
      throw new IllegalArgumentException("at most " + MOST_BESIDE + " beside, got " + beside.size());
    }
  }

  /** The same question of another stack. */
  public CollectiveQuestion with(Stack other) {
    return new CollectiveQuestion(cluster, other, operation, sizes, members, communication, routing, beside, faults,
        fold, load);
  }

  /** The call of one size. */
  Call call(String name, Operation of, long bytes) {
    boolean tokens = of == Operation.DISPATCH || of == Operation.COMBINE;
    return new Call(name, of, bytes, tokens ? routing : Optional.empty(), of == Operation.ALL_TO_ALL ? load : 1);
  }
}

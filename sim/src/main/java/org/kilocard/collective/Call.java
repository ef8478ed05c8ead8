package org.kilocard.collective;

import java.util.Objects;
import java.util.Optional;

/**
 * One kind of call on a group; the same call is made many times in a step.
 *
 * @param name what it is for, e.g. {@code gradient reduce-scatter}
 * @param operation what it does
 * @param bytes size as nccl-tests counts it: the whole buffer for all-reduce, all-gather (gathered), reduce-scatter
 *     (input), broadcast and reduce, the send buffer of one member for all-to-all, the message for a send, and for
 *     dispatch and combine {@code tokens × bytes per token} of one member
 * @param routed the routing of a dispatch or combine
 * @param load of an all-to-all whose members receive unevenly (all-to-all-v): what the busiest one receives over the
 *     mean, ≥ 1; {@code bytes} is then the mean send buffer
 * @param pipelined whether a product begins with the first part while the next ones travel
 */
public record Call(
    String name, Operation operation, long bytes, Optional<Routed> routed, double load, boolean pipelined) {
  /** A call of its own. */
  public Call(String name, Operation operation, long bytes, Optional<Routed> routed, double load) {
    this(name, operation, bytes, routed, load, false);
  }

  /** A call whose members receive evenly. */
  public Call(String name, Operation operation, long bytes, Optional<Routed> routed) {
    this(name, operation, bytes, routed, 1);
  }

  /** Checks that a routed operation has a routing and that bytes are not negative. */
  public Call {
    Objects.requireNonNull(name);
    boolean moe = operation == Operation.DISPATCH || operation == Operation.COMBINE;
    if (moe != routed.isPresent()) {
      throw new IllegalArgumentException(operation.label() + (moe ? " needs a routing" : " has no routing"));
    }
    if (!(load >= 1) || load > 1 && operation != Operation.ALL_TO_ALL) {
      throw new IllegalArgumentException(operation.label() + " with a load of " + load);
    }
    if (bytes < 0) {
      throw new IllegalArgumentException("negative bytes: " + bytes);
    }
  }

  /** A call without routing. */
  public static Call of(String name, Operation operation, long bytes) {
    return new Call(name, operation, bytes, Optional.empty());
  }

  /** The same bytes in parts, with which a product begins as they come. */
  public Call inParts() {
    return new Call(name + " in parts", operation, bytes, routed, load, true);
  }
}

package org.kilocard.collective;

import java.util.Set;
import org.kilocard.topology.Placement;

/** One way to carry out a collective. One algorithm per file. */
public interface Algorithm {
  /** Name as written in a scenario, e.g. {@code ring}. */
  String name();

  /** What it can do on some group or other. */
  Set<Operation> operations();

  /** Whether it can carry out {@code operation} on a group placed at {@code placement} with these wires. */
  boolean handles(Operation operation, Placement placement, Wires wires);

  /** Whether {@code auto} weighs it; one that no library takes by itself serves only a job that names it. */
  default boolean isAutomatic() {
    return true;
  }

  /** The plan of a call that it {@link #handles}. */
  Plan plan(Call call, Placement placement, Wires wires);
}

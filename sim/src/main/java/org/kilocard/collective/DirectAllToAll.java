package org.kilocard.collective;

import java.util.Set;
import org.kilocard.hardware.ProtocolUse;
import org.kilocard.topology.Pattern;
import org.kilocard.topology.Placement;

/**
 * All-to-all in which every member sends to every other at once.
 *
 * <p><b>Model.</b> One step; on each tier a member sends the part of its buffer that is for the members it
 * reaches over that tier. MoE tokens travel once per expert, however many of them share a card or a node.
 *
 * <p><b>Assumes.</b> Where members receive unevenly, all are taken to be as busy as the busiest, which sets the pace.
 *
 * <p><b>Source.</b> NCCL's grouped sends and receives.
 */
public record DirectAllToAll() implements Algorithm {
  @Override
  public String name() {
    return "direct";
  }

  @Override
  public Set<Operation> operations() {
    return Set.of(Operation.ALL_TO_ALL, Operation.DISPATCH, Operation.COMBINE);
  }

  @Override
  public boolean handles(Operation operation, Placement placement, Wires wires) {
    return switch (operation) {
      case ALL_TO_ALL -> true;
      case DISPATCH, COMBINE -> !wires.stack().tokens().deduplicated();
      default -> false;
    };
  }

  @Override
  public Plan plan(Call call, Placement placement, Wires wires) {
    double copies = call.routed().map(r -> r.topK() * r.loadFactor()).orElse(call.load());
    PlanWriter plan = new PlanWriter(name(), placement, wires);
    for (int t = 0; t <= placement.top(); t++) {
      plan.tier(t, Pattern.PAIRS, use(call.operation()), copies * call.bytes(), 1, 0);
    }
    return plan.write(call);
  }

  private static ProtocolUse use(Operation operation) {
    return switch (operation) {
      case DISPATCH -> ProtocolUse.DISPATCH;
      case COMBINE -> ProtocolUse.COMBINE;
      default -> ProtocolUse.EXCHANGE;
    };
  }
}

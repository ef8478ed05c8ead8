package org.kilocard.collective;

import java.util.Set;
import org.kilocard.hardware.ProtocolUse;
import org.kilocard.topology.Pattern;
import org.kilocard.topology.Placement;
import org.kilocard.topology.Tier;
import org.kilocard.topology.Transport;

/**
 * A message from one member of a pair to the other.
 *
 * <p><b>Model.</b> A rendezvous, one step, the bytes once over the lowest tier that joins the two.
 */
public record PointToPoint() implements Algorithm {
  @Override
  public String name() {
    return "p2p";
  }

  @Override
  public Set<Operation> operations() {
    return Set.of(Operation.SEND, Operation.SEND_BACK);
  }

  @Override
  public boolean handles(Operation operation, Placement placement, Wires wires) {
    return operation == Operation.SEND || operation == Operation.SEND_BACK;
  }

  @Override
  public Plan plan(Call call, Placement placement, Wires wires) {
    Pattern pattern = call.operation() == Operation.SEND ? Pattern.SEND : Pattern.SEND_BACK;
    PlanWriter plan = new PlanWriter(name(), placement, wires);
    plan.tier(placement.top(), pattern, ProtocolUse.EXCHANGE, call.bytes(), 1, 0);
    Tier tier = placement.tiers().get(placement.top());
    if (tier.transport() == Transport.MESSAGE) {
      plan.waitFirst(wires.transport(tier).rendezvousPs().value());
    }
    return plan.write(call);
  }
}

package org.kilocard.collective;

import java.util.Set;
import org.kilocard.hardware.ProtocolUse;
import org.kilocard.topology.Placement;

/**
 * All-to-all that first goes to the card on the receiver's rail inside the node, then across, as NCCL's PXN.
 *
 * <p><b>Model.</b> A member hands all that is for other rails to its neighbours in the node, (q−1)/q·S with q
 * members in a node, and sends what is for other nodes, S·(n−q)/n, in one message per node instead of one per
 * member: on each tier it has as many peers as there are other domains. One step on each tier and the
 * base of each; the second follows chunk by chunk.
 *
 * <p><b>Assumes.</b> What a node sends is spread evenly over its members. Where nodes hold unequally many, the
 * largest sets the pace inside, and smaller ones are counted by their share of it. Across, members exchange with
 * those of their own place in other nodes, so that a leaf that serves one rail passes on only what is for nodes of
 * other leaves.
 *
 * <p><b>Source.</b> NVIDIA, Doubling all2all performance with NCCL 2.12 (PXN, 2022).
 */
public record RailAllToAll() implements Algorithm {
  @Override
  public String name() {
    return "rail";
  }

  @Override
  public Set<Operation> operations() {
    return Set.of(Operation.ALL_TO_ALL);
  }

  @Override
  public boolean handles(Operation operation, Placement placement, Wires wires) {
    return operation == Operation.ALL_TO_ALL && placement.top() > 0;
  }

  @Override
  public Plan plan(Call call, Placement placement, Wires wires) {
    int n = placement.size();
    int node = placement.joined(0);
    PlanWriter plan = new PlanWriter(name(), placement, wires);
    for (int t = 0; t <= placement.top(); t++) {
      double copies = t == 0 ? (double) n / node : 1;
      int peers = placement.joined(t) - 1;
      plan.stage(t, ProtocolUse.EXCHANGE, copies * call.load() * call.bytes(), peers);
    }
    return plan.write(call);
  }
}

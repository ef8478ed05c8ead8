package org.kilocard.analytic;

import java.util.List;
import org.kilocard.collective.AutoPlanner;
import org.kilocard.collective.Call;
import org.kilocard.collective.Wires;
import org.kilocard.job.Role;
import org.kilocard.topology.Tier;

/** The times of calls under one way of communicating, each found when first asked for. Safe for threads. */
final class CallBook {
  private static final int MOST = 1 << 14;

  private record Key(Role role, Call call, Place place) {}

  private final AutoPlanner planner;
  private final int sharedUnits;
  private final Memo<Key, TimedCall> calls = new Memo<>(MOST);

  CallBook(Wires wires, List<Tier> tiers) {
    planner = new AutoPlanner(wires);
    sharedUnits = wires.unitsTaken(tiers);
  }

  /** Units that calls hold while kernels take their {@code beside} durations. */
  int sharedUnits() {
    return sharedUnits;
  }

  TimedCall of(Role role, Call call, Place place) {
    return calls.of(new Key(role, call, place),
        k -> TimedCall.of(role, call, place, planner.plan(call, place.placement())));
  }
}

package org.kilocard.world;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.kilocard.fold.DomainClass;
import org.kilocard.fold.LinkClass;
import org.kilocard.network.LiveFlows;
import org.kilocard.timeline.LinkTrack;
import org.kilocard.topology.Tier;
import org.kilocard.unit.Time;

/**
 * The flows under way in a domain, how much of each is left, and what its links have carried. What is left of a flow
 * is brought up to date when its rate changes, and only then.
 */
final class FlowTable {
  /** A flow that ends so soon is left alone. */
  private static final long SOON_PS = 1000;

  private final Tier tier;
  private final DomainClass domains;
  private final LiveFlows live;
  private final DueFlows due = new DueFlows();
  private final double[] payload;
  private final double[] wire;
  private DomainActor.StartFlow[] flows = new DomainActor.StartFlow[8];
  private double[] left = new double[8];
  private double[] rates = new double[8];
  private long[] sincePs = new long[8];

  FlowTable(Tier tier, DomainClass domains) {
    this.tier = tier;
    this.domains = domains;
    live = new LiveFlows(domains.links().stream().mapToDouble(LinkClass::bytesPerSecond).toArray());
    payload = new double[domains.links().size()];
    wire = new double[payload.length];
  }

  boolean isEmpty() {
    return live.isEmpty();
  }

  void start(DomainActor.StartFlow flow) {
    int i = live.add(flow.load());
    if (i >= flows.length) {
      int n = 2 * (i + 1);
      flows = Arrays.copyOf(flows, n);
      left = Arrays.copyOf(left, n);
      rates = Arrays.copyOf(rates, n);
      sincePs = Arrays.copyOf(sincePs, n);
    }
    flows[i] = flow;
    left[i] = 1;
    rates[i] = 0;
    sincePs[i] = flow.atPs();
    flow.load().forEach((link, bytes) -> {
      wire[link] += bytes;
      payload[link] += bytes * flow.efficiency();
    });
  }

  /** Shares the links anew and returns when the first flow will end. */
  long share(long atPs) {
    int settled = live.settle();
    for (int k = 0; k < settled; k++) {
      int i = live.settled(k);
      left[i] = Math.max(0, left[i] - rates[i] * Time.seconds(atPs - sincePs[i]));
      sincePs[i] = atPs;
      rates[i] = live.rate(i);
      due.set(i, atPs + Time.ceil(left[i] / rates[i] * Time.PS_PER_SECOND, "a transfer"));
    }
    return due.firstPs();
  }

  /** Ends the flows that are due and tells their owners; returns whether there were any. */
  boolean end(long atPs) {
    boolean ended = false;
    while (!due.isEmpty() && due.firstPs() <= atPs) {
      int i = due.poll();
      flows[i].owner().tell(new GroupActor.FlowEnded(atPs, flows[i].tag(), flows[i].leg(), rates[i]));
      flows[i] = null;
      live.remove(i);
      ended = true;
    }
    return ended;
  }

  /** Takes a flow back and tells its owner what is left of it; returns whether it had some time to go. */
  boolean recall(DomainActor.Recall recall) {
    for (int i = 0; i < flows.length; i++) {
      DomainActor.StartFlow flow = flows[i];
      boolean meant = flow != null && flow.tag() == recall.tag() && flow.owner().equals(recall.owner());
      if (meant && due.atPs(i) - recall.atPs() > SOON_PS) {
        double rest = Math.max(0, left[i] - rates[i] * Time.seconds(recall.atPs() - sincePs[i]));
        flow.load().forEach((link, bytes) -> {
          wire[link] -= rest * bytes;
          payload[link] -= rest * bytes * flow.efficiency();
        });
        flow.owner().tell(new GroupActor.Recalled(recall.atPs(), flow.tag(), flow.leg(), rest, rates[i]));
        flows[i] = null;
        due.remove(i);
        live.remove(i);
        return true;
      }
    }
    return false;
  }

  List<LinkTrack> tracks() {
    List<LinkTrack> tracks = new ArrayList<>();
    for (int l = 0; l < payload.length; l++) {
      LinkClass link = domains.links().get(l);
      tracks.add(new LinkTrack(tier.name(), link.kind(), link.size(), link.bytesPerSecond(), payload[l],
          Time.ofSeconds(wire[l] / link.bytesPerSecond()), live.peak(l)));
    }
    return tracks;
  }
}

package org.kilocard.world;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.kilocard.fold.DomainClass;
import org.kilocard.fold.LinkClass;
import org.kilocard.network.FairShare;
import org.kilocard.network.Load;
import org.kilocard.timeline.LinkTrack;
import org.kilocard.topology.Tier;
import org.kilocard.unit.Time;

/** The flows under way in a domain, how much of each is left, and what its links have carried. */
final class FlowTable {
  private final Tier tier;
  private final DomainClass domains;
  private final FairShare fairShare;
  private final double[] payload;
  private final double[] wire;
  private final double[] peak;
  private DomainActor.StartFlow[] flows = new DomainActor.StartFlow[8];
  private Load[] loads = new Load[8];
  private double[] left = new double[8];
  private double[] rates = new double[8];
  private long[] duePs = new long[8];
  private int count;
  private long nowPs;

  FlowTable(Tier tier, DomainClass domains) {
    this.tier = tier;
    this.domains = domains;
    fairShare = new FairShare(domains.links().stream().mapToDouble(LinkClass::bytesPerSecond).toArray());
    payload = new double[domains.links().size()];
    wire = new double[payload.length];
    peak = new double[payload.length];
  }

  boolean isEmpty() {
    return count == 0;
  }

  void start(DomainActor.StartFlow flow) {
    advance(flow.atPs());
    if (count == flows.length) {
      int n = 2 * count;
      flows = Arrays.copyOf(flows, n);
      loads = Arrays.copyOf(loads, n);
      left = Arrays.copyOf(left, n);
      rates = Arrays.copyOf(rates, n);
      duePs = Arrays.copyOf(duePs, n);
    }
    flows[count] = flow;
    loads[count] = flow.load();
    left[count] = 1;
    rates[count] = 0;
    duePs[count] = Long.MAX_VALUE;
    count++;
    flow.load().forEach((link, bytes) -> {
      wire[link] += bytes;
      payload[link] += bytes * flow.efficiency();
    });
  }

  private void advance(long toPs) {
    double seconds = Time.seconds(toPs - nowPs);
    for (int i = 0; i < count; i++) {
      left[i] = Math.max(0, left[i] - rates[i] * seconds);
    }
    nowPs = toPs;
  }

  /** Shares the links anew and returns when the first flow will end. */
  long share(long atPs) {
    advance(atPs);
    fairShare.solve(loads, count, rates);
    for (int l = 0; l < peak.length; l++) {
      peak[l] = Math.max(peak[l], fairShare.used(l));
    }
    long first = Long.MAX_VALUE;
    for (int i = 0; i < count; i++) {
      duePs[i] = atPs + Time.ceil(left[i] / rates[i] * Time.PS_PER_SECOND, "a transfer");
      first = Math.min(first, duePs[i]);
    }
    return first;
  }

  /** Ends the flows that are due and tells their owners; returns whether there were any. */
  boolean end(long atPs) {
    advance(atPs);
    int kept = 0;
    for (int i = 0; i < count; i++) {
      if (duePs[i] <= atPs) {
        flows[i].owner().tell(new GroupActor.FlowEnded(atPs, flows[i].tag()));
      } else {
        flows[kept] = flows[i];
        loads[kept] = loads[i];
        left[kept] = left[i];
        rates[kept] = rates[i];
        duePs[kept] = duePs[i];
        kept++;
      }
    }
    boolean ended = kept < count;
    Arrays.fill(flows, kept, count, null);
    Arrays.fill(loads, kept, count, null);
    count = kept;
    return ended;
  }

  List<LinkTrack> tracks() {
    List<LinkTrack> tracks = new ArrayList<>();
    for (int l = 0; l < payload.length; l++) {
      LinkClass link = domains.links().get(l);
      tracks.add(new LinkTrack(tier.name(), link.kind(), link.size(),
          link.bytesPerSecond(), payload[l], Time.ofSeconds(wire[l] / link.bytesPerSecond()), peak[l]));
    }
    return tracks;
  }
}

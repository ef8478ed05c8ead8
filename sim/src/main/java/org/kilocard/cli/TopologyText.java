package org.kilocard.cli;

import java.util.List;
import org.kilocard.input.Spelled;
import org.kilocard.report.TextTable;
import org.kilocard.topology.Cluster;
import org.kilocard.topology.DomainKind;
import org.kilocard.topology.Tier;
import org.kilocard.unit.Rates;
import org.kilocard.unit.Time;

/** What is known of a topology. */
final class TopologyText {
  private TopologyText() {}

  static List<String> of(Cluster cluster) {
    TextTable tiers = new TextTable("<<>>><<");
    tiers.row("tier", "kind", "cards/domain", "rate/card/direction", "latency", "transport", "");
    for (Tier tier : cluster.tiers()) {
      tiers.row(tier.name(), Spelled.of(tier.kind()), tier.cards().isPresent()
              ? Sheet.whole(tier.cards().getAsInt()) : "the job's", Rates.format(tier.bytesPerSecond()),
          Time.format(tier.latencyPs()), Spelled.of(tier.transport()), clos(tier));
    }
    return new Sheet(cluster.name())
        .fact("accelerator", cluster.accelerator().id() + " (" + cluster.accelerator().name() + ")")
        .fact("stack", cluster.stack())
        .fact("cards", cluster.cards().isPresent()
            ? Sheet.whole(cluster.cards().getAsInt()) : "as many as the job has")
        .table("Tiers, innermost first", tiers)
        .lines();
  }

  private static String clos(Tier tier) {
    return tier.kind() != DomainKind.CLOS ? "" : tier.rails() + " rails, " + tier.levels()
        + " levels of radix " + tier.radix() + ", 1:"
        + Sheet.decimal(tier.oversubscription()) + ", " + Spelled.of(tier.routing());
  }
}

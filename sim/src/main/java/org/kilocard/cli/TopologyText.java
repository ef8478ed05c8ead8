package org.kilocard.cli;

import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.kilocard.chart.TopologyPicture;
import org.kilocard.input.Spelled;
import org.kilocard.report.TextTable;
import org.kilocard.topology.Cluster;
import org.kilocard.topology.DomainKind;
import org.kilocard.topology.Tier;
import org.kilocard.topology.TierCount;
import org.kilocard.unit.Rates;
import org.kilocard.unit.Time;

/** What is known of a topology. */
final class TopologyText {
  private static final int MANY = 1024;

  private TopologyText() {}

  static List<String> of(Cluster cluster) {
    TextTable tiers = new TextTable("<<>>><");
    TextTable shapes = new TextTable("<<");
    tiers.row("tier", "kind", "cards/domain", "rate/card/direction", "latency", "transport");
    for (Tier tier : cluster.tiers()) {
      tiers.row(tier.name(), Spelled.of(tier.kind()), tier.cards().isPresent()
              ? Sheet.whole(tier.cards().getAsInt()) : "the job's", Rates.format(tier.bytesPerSecond()),
          latency(tier), Spelled.of(tier.transport()));
      if (!shape(tier).isEmpty()) {
        shapes.row(tier.name(), shape(tier));
      }
    }
    int cards = counted(cluster);
    TextTable parts = new TextTable("<>>>>>>");
    parts.row("tier", "domains", "switches", "cables", "links", "bisection of a domain", "per card");
    for (Tier tier : cluster.tiers()) {
      TierCount count = TierCount.of(tier, cards);
      int size = Math.min(cards, tier.cards().orElse(cards));
      parts.row(tier.name(), Sheet.whole(count.domains()), Sheet.whole(count.switches()),
          Sheet.whole(count.cables()), Sheet.whole(2 * count.cables()),
          Rates.format(count.bisectionBytesPerSecond()),
          Rates.format(count.bisectionBytesPerSecond() / (size / 2)));
    }
    Sheet sheet = new Sheet(cluster.name())
        .fact("accelerator", cluster.accelerator().id() + " (" + cluster.accelerator().name() + ")")
        .fact("stack", cluster.stack())
        .fact("cards", cluster.cards().isPresent()
            ? Sheet.whole(cluster.cards().getAsInt()) : "as many as the job has")
        .table("Tiers, innermost first", tiers);
    cluster.segment().ifPresent(taken -> sheet.note("A job that does not fit into one domain of "
        + cluster.tiers().get(0).name() + " takes " + taken + " cards of each."));
    if (cluster.tiers().stream().anyMatch(tier -> !shape(tier).isEmpty())) {
      sheet.table("Shape", shapes);
    }
    return sheet.table("Built for " + Sheet.whole(cards) + " cards", parts)
        .note("A cable has a link either way; the lanes of a card to its switch are one cable, the switch chips"
            + " of a switch domain one switch. Bisection: raw rate, one direction, through the narrowest cut that"
            + " halves the cards of a domain, along a dimension of a torus or mesh.")
        .lines();
  }

  private static String latency(Tier tier) {
    return tier.near().map(near -> Time.format(near.latencyPs()) + " among " + near.cards() + ", ").orElse("")
        + Time.format(tier.latencyPs());
  }

  /** Draws it, with what is counted of each tier beside the tier. */
  static void writePng(Cluster cluster, OutputStream out) {
    int cards = counted(cluster);
    List<List<String>> facts = new ArrayList<>();
    for (Tier tier : cluster.tiers()) {
      TierCount count = TierCount.of(tier, cards);
      int size = Math.min(cards, tier.cards().orElse(cards));
      List<String> lines = new ArrayList<>();
      lines.add(Spelled.of(tier.kind()) + (shape(tier).isEmpty() ? "" : ": " + shape(tier)));
      lines.add(Sheet.whole(count.domains()) + (count.domains() == 1 ? " domain of " : " domains of ")
          + Sheet.whole(size) + " cards");
      lines.add(Rates.format(tier.bytesPerSecond()) + " per card and direction");
      lines.add(Time.format(tier.latencyPs()) + " one way" + tier.near().map(near -> ", "
          + Time.format(near.latencyPs()) + " among " + near.cards() + " near cards").orElse(""));
      lines.add(Spelled.of(tier.transport()) + " semantics");
      lines.add(Sheet.whole(count.switches()) + " switches, " + Sheet.whole(count.cables()) + " cables, "
          + Sheet.whole(2 * count.cables()) + " links");
      lines.add("bisection of a domain " + Rates.format(count.bisectionBytesPerSecond()) + ",");
      lines.add(Rates.format(count.bisectionBytesPerSecond() / (size / 2)) + " per card of a half");
      facts.add(lines);
    }
    TopologyPicture.writePng(cluster, cards, facts, out);
  }

  /** The cards of the cluster; where it grows, whole domains of the tiers inside for about a thousand. */
  private static int counted(Cluster cluster) {
    List<Tier> tiers = cluster.tiers();
    Tier last = tiers.get(tiers.size() - 1);
    if (cluster.cards().isPresent() || last.cards().isPresent()) {
      return cluster.mostCards();
    }
    int inner = tiers.size() > 1 ? tiers.get(tiers.size() - 2).cards().orElse(1) : 1;
    return Math.max(2, (MANY + inner - 1) / inner) * inner;
  }

  private static String shape(Tier tier) {
    if (tier.grid().isPresent()) {
      boolean mesh = tier.kind() == DomainKind.MESH_ND;
      return tier.grid().get().described() + (mesh ? ", " + Spelled.of(tier.routing()) : "")
          + (tier.cardsPerVertex() > 1 ? ", joins domains of " + Sheet.whole(tier.cardsPerVertex()) + " cards" : "");
    }
    return tier.kind() != DomainKind.CLOS ? "" : tier.rails() + (tier.rails() == 1 ? " rail, " : " rails, ")
        + tier.levels() + " levels of radix " + tier.radix() + ", 1:"
        + Sheet.decimal(tier.oversubscription()) + ", " + Spelled.of(tier.routing());
  }
}

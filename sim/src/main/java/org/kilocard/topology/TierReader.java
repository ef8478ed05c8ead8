package org.kilocard.topology;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.kilocard.input.InputException;
import org.kilocard.input.Listing;
import org.kilocard.input.Mapping;
import org.kilocard.input.Spelled;

/** Reads the tiers of a topology, innermost first. */
final class TierReader {
  private static final List<String> CLOS_ONLY =
      List.of("rails", "radix", "levels", "oversubscription", "routing");
  private static final List<Routing> CLOS_ROUTING = List.of(Routing.IDEAL, Routing.ECMP, Routing.ADAPTIVE);
  private static final List<Routing> MESH_ROUTING = List.of(Routing.SHORTEST, Routing.DETOUR, Routing.BORROW);
  private static final int DEFAULT_RADIX = 64;
  private static final int LARGEST_RADIX = 4096;
  private static final int DEFAULT_LEVELS = 3;
  private static final int MOST_LEVELS = 4;
  private static final double WORST_OVERSUBSCRIPTION = 1000;

  private TierReader() {}

  static List<Tier> read(Listing listed) {
    List<Mapping> written = listed.mappings();
    if (written.isEmpty()) {
      throw listed.fail("is empty").withHint("A cluster has at least one tier.");
    }
    List<Tier> tiers = new ArrayList<>();
    int below = 1;
    for (int i = 0; i < written.size(); i++) {
      boolean last = i == written.size() - 1;
      Tier tier = tier(written.get(i), below, last);
      if (tiers.stream().anyMatch(other -> other.name().equals(tier.name()))) {
        throw written.get(i).fail("name", "there are two tiers '" + tier.name() + "'");
      }
      tiers.add(tier);
      below = tier.cards().orElse(below);
    }
    for (int i = 0; i < tiers.size(); i++) {
      if (tiers.get(i).routing() == Routing.BORROW) {
        checkLender(written.get(i), tiers.subList(i + 1, tiers.size()));
      }
    }
    return tiers;
  }

  /** A mesh that borrows needs someone who lends. */
  private static void checkLender(Mapping mesh, List<Tier> outside) {
    String rule = "It borrows from the switches of the next outer tier: a switch, a clos, or a grid of such meshes. "
        + "Without one write routing: detour.";
    if (outside.isEmpty()) {
      throw mesh.fail("routing", "there is no tier outside to borrow from", rule);
    }
    if (!outside.get(0).lends()) {
      throw mesh.fail("routing", "the tier outside, '" + outside.get(0).name() + "', is a "
          + Spelled.of(outside.get(0).kind()) + ", without switches to borrow from", rule);
    }
  }

  /**
   * One tier.
   *
   * @param below cards of a domain of the next inner tier; 1 for the innermost
   */
  private static Tier tier(Mapping written, int below, boolean last) {
    DomainKind kind = written.choice("kind", DomainKind.class);
    if (kind == DomainKind.TORUS || kind == DomainKind.MESH_ND) {
      return grid(written, kind, below);
    }
    refuse(written, GridReader.KEYS, kind, "Only kind: torus and kind: mesh-nd have it.");
    boolean clos = kind == DomainKind.CLOS;
    if (!clos) {
      refuse(written, CLOS_ONLY, kind, "Only kind: clos has it.");
    }
    OptionalInt cards = cards(written, below, last, kind);
    int rails = (int) written.optionalCount("rails", 1, Cluster.MOST_CARDS).orElse(1);
    if (below % rails != 0) {
      InputException wrong =
          written.fail("rails", rails + " rails do not divide the " + below + " cards of the tier inside");
      throw below > 1 ? wrong : wrong.withHint("Without a tier inside there is nothing to spread.");
    }
    Tier tier = new Tier(
        written.text("name"),
        kind,
        cards,
        written.rate("rate"),
        written.time("latency"),
        rails,
        radix(written, clos),
        clos ? (int) written.optionalCount("levels", 1, MOST_LEVELS).orElse(DEFAULT_LEVELS) : 1,
        written.optionalNumber("oversubscription", 1, WORST_OVERSUBSCRIPTION).orElse(1),
        clos ? routing(written, kind, Routing.ADAPTIVE, CLOS_ROUTING) : Routing.IDEAL,
        written.choice("transport", Transport.MESSAGE),
        Optional.empty(),
        near(written, kind, below, cards),
        reduces(written, kind));
    written.done();
    return tier;
  }

  /** Cards that reach each other sooner. */
  private static Optional<Near> near(Mapping written, DomainKind kind, int below, OptionalInt cards) {
    Optional<Mapping> section = written.optionalMapping("near");
    if (section.isPresent() && kind == DomainKind.FULL_MESH) {
      throw written.fail("near", "is not a property of a full-mesh", "Its cards are all equally far.");
    }
    return section.map(near -> {
      int joined = (int) near.count("cards", 2, Cluster.MOST_CARDS);
      if (joined % below != 0 || joined == below || cards.isPresent() && cards.getAsInt() % joined != 0) {
        throw near.fail("cards", joined + " is not a multiple of the " + below + " cards of the tier inside that "
            + "divides the cards of a domain");
      }
      Near read = new Near(joined, near.time("latency"));
      near.done();
      return read;
    });
  }

  private static boolean reduces(Mapping written, DomainKind kind) {
    if (written.has("reduces") && kind == DomainKind.FULL_MESH) {
      throw written.fail("reduces", "is not a property of a full-mesh", "Only switches reduce what passes through.");
    }
    return written.flag("reduces", kind == DomainKind.SWITCH);
  }

  private static OptionalInt cards(Mapping written, int below, boolean last, DomainKind kind) {
    OptionalLong cards = written.optionalCount("cards", 2, Cluster.MOST_CARDS);
    if (cards.isEmpty()) {
      if (!last) {
        throw written.fail("cards", "is missing",
            "Only the outermost tier may leave it out, to grow with the job.");
      }
      if (kind == DomainKind.FULL_MESH) {
        throw written.fail("cards", "is missing", "A full mesh has a fixed number of links per card.");
      }
      return OptionalInt.empty();
    }
    int count = (int) cards.getAsLong();
    long meshed = (long) count * (count - 1);
    if (kind == DomainKind.FULL_MESH && meshed > Grid.MOST_LINKS) {
      throw written.fail("cards", count + " cards in a full mesh have " + meshed + " links",
          "A mesh has " + Grid.MOST_LINKS + " at most.");
    }
    if (count % below != 0 || count == below) {
      throw written.fail("cards", count + " is not a multiple of the " + below + " cards of the tier inside",
          "A domain holds two or more whole domains of the tier inside, e.g. " + 2L * below + ".");
    }
    return OptionalInt.of(count);
  }

  private static int radix(Mapping written, boolean clos) {
    int radix = (int) written.optionalCount("radix", 2, LARGEST_RADIX).orElse(clos ? DEFAULT_RADIX : 2);
    if (radix % 2 != 0) {
      throw written.fail("radix", "must be even, not " + radix, "Half of a leaf's ports go up.");
    }
    return radix;
  }

  private static Tier grid(Mapping written, DomainKind kind, int below) {
    refuse(written, CLOS_ONLY.subList(0, CLOS_ONLY.size() - 1), kind, "Only kind: clos has it.");
    refuse(written, List.of("near", "reduces"), kind, "Only kind: switch and kind: clos have it.");
    if (kind == DomainKind.TORUS) {
      refuse(written, List.of("routing"), kind, "It goes the shortest way.");
    }
    GridReader reader = new GridReader(written, kind, below);
    Grid grid = reader.read();
    Tier tier = Tier.grid(
        written.text("name"),
        kind,
        grid,
        below,
        reader.cardBytesPerSecond(grid),
        written.time("latency"),
        kind == DomainKind.TORUS ? Routing.SHORTEST : routing(written, kind, Routing.SHORTEST, MESH_ROUTING),
        written.choice("transport", Transport.MESSAGE));
    written.done();
    return tier;
  }

  private static Routing routing(Mapping written, DomainKind kind, Routing fallback, List<Routing> known) {
    Routing routing = written.choice("routing", fallback);
    if (!known.contains(routing)) {
      throw written.fail("routing", "'" + Spelled.of(routing) + "' is not for a " + Spelled.of(kind),
          "It has " + String.join(", ", known.stream().map(Spelled::of).toList()) + ".");
    }
    return routing;
  }

  private static void refuse(Mapping written, List<String> keys, DomainKind kind, String hint) {
    for (String key : keys) {
      if (written.keys().contains(key)) {
        throw written.fail(key, "is not a property of a " + Spelled.of(kind), hint);
      }
    }
  }
}

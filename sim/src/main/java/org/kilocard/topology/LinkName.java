package org.kilocard.topology;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a user names links: {@code nvlink[3].card[2]} (the ports of a card, both ways), {@code
 * hccs[3].card[2].card[5]} (the direct link between two cards, both ways) or {@code ib.leaf[4]} (the trunk of a
 * leaf, both ways). Domains, cards of a domain and leaves of a domain are numbered from 0; the domain may be left
 * out where there is one.
 *
 * @param tier name of the tier
 * @param domain domain of that tier
 * @param card card within the domain
 * @param peer other card within the domain
 * @param leaf leaf switch within the domain
 */
public record LinkName(
    String tier, OptionalInt domain, OptionalInt card, OptionalInt peer, OptionalInt leaf) {
  /** The form that {@link #parse} reads, for messages. */
  public static final String FORM = "tier[domain].card[i], tier[domain].card[i].card[j] or tier[domain].leaf[k]";

  private static final Pattern SYNTAX = Pattern.compile(
      "([\\w-]+)(?:\\[(\\d{1,8})])?\\.(?:card\\[(\\d{1,8})](?:\\.card\\[(\\d{1,8})])?|leaf\\[(\\d{1,8})])");

  /** Reads a name; empty when it has not the {@link #FORM}. */
  public static Optional<LinkName> parse(String text) {
    Matcher m = SYNTAX.matcher(text);
    return m.matches()
        ? Optional.of(new LinkName(m.group(1), number(m, 2), number(m, 3), number(m, 4), number(m, 5)))
        : Optional.empty();
  }

  private static OptionalInt number(Matcher m, int group) {
    return m.group(group) == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(m.group(group)));
  }

  /** The domain, where the user left it out the only one. */
  public int domainOr0() {
    return domain.orElse(0);
  }

  @Override
  public String toString() {
    String in = tier + (domain.isPresent() ? "[" + domain.getAsInt() + "]" : "");
    if (leaf.isPresent()) {
      return in + ".leaf[" + leaf.getAsInt() + "]";
    }
    return in + ".card[" + card.getAsInt() + "]" + (peer.isPresent() ? ".card[" + peer.getAsInt() + "]" : "");
  }
}

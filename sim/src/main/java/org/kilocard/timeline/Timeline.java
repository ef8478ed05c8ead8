package org.kilocard.timeline;

import java.util.List;

/**
 * The outcome of a simulated step.
 *
 * @param endPs when the last op of the last card ended
 * @param cards one track per class of identical cards, by representative
 * @param links one track per class of identical links, tiers innermost first
 * @param calls one track per call and class of groups
 * @param events calendar entries that were handled
 * @param actors actors that took part
 */
public record Timeline(
    long endPs, List<CardTrack> cards, List<LinkTrack> links, List<CallTrack> calls, long events, int actors) {
  /** Copies the lists. */
  public Timeline {
    cards = List.copyOf(cards);
    links = List.copyOf(links);
    calls = List.copyOf(calls);
  }

  /** Number of classes of identical cards. */
  public int classes() {
    return cards.size();
  }
}

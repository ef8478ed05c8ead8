package org.kilocard.hardware;

import java.util.Objects;

/**
 * What a technology that loads and stores costs more when it is made to pass messages.
 *
 * <p><b>Model.</b> Before the first byte the receiver tells where to write; every step then takes a work request, a
 * doorbell and a completion on top of the access itself.
 *
 * <p><b>Assumes.</b> The protocols of the technology are fitted with memory semantics.
 *
 * @param startPs once per call
 * @param stepPs for every step
 */
public record MessageCosts(Constant startPs, Constant stepPs) {
  /** Checks that both are there. */
  public MessageCosts {
    Objects.requireNonNull(startPs);
    Objects.requireNonNull(stepPs);
  }
}

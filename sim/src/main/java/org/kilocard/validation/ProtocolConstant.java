package org.kilocard.validation;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.kilocard.hardware.Constant;
import org.kilocard.hardware.Protocol;
import org.kilocard.hardware.Stack;
import org.kilocard.hardware.TransportConstants;
import org.kilocard.input.DidYouMean;
import org.kilocard.input.Scalar;

/**
 * A constant of a protocol that curves of collectives can fit.
 *
 * @param technology of the links, e.g. {@code nvlink}
 * @param protocol its name
 * @param field which of its constants
 */
public record ProtocolConstant(String technology, String protocol, Field field) {
  /** The constants of a protocol. */
  public enum Field {
    BASE, HOP, PEER, EFFICIENCY, UNIT_RATE;

    String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final String FORM = "transports.TECHNOLOGY.protocols.PROTOCOL.FIELD";
  private static final double PS_PER_US = 1e6;
  private static final double GIGA = 1e9;

  /** Reads a path such as {@code transports.nvlink.protocols.simple.base}. */
  static ProtocolConstant read(Scalar written) {
    String[] keys = written.text().split("\\.", -1);
    List<String> fields = List.of(Field.values()).stream().map(Field::key).toList();
    if (keys.length != 5 || !keys[0].equals("transports") || !keys[2].equals("protocols")) {
      throw written.fail("'" + written.text() + "' is no constant of a protocol").withHint("Write " + FORM + ".");
    }
    if (!fields.contains(keys[4])) {
      throw written.fail("a protocol has no '" + keys[4] + "' to fit").withHint(DidYouMean.closest(keys[4], fields)
          .map(near -> "Did you mean '" + near + "'?").orElse("It has " + String.join(", ", fields) + "."));
    }
    return new ProtocolConstant(keys[1], keys[3], Field.values()[fields.indexOf(keys[4])]);
  }

  /** As in a family. */
  public String path() {
    return "transports." + technology + ".protocols." + protocol + "." + field.key();
  }

  private Optional<Protocol> in(Stack stack) {
    return Optional.ofNullable(stack.transports().get(technology)).flatMap(transport ->
        transport.protocols().stream().filter(one -> one.name().equals(protocol)).findFirst());
  }

  /** Whether a stack has that protocol, and the constant where it is one that may be missing. */
  public boolean isIn(Stack stack) {
    return in(stack).filter(one -> field != Field.UNIT_RATE || one.unitBytesPerSecond().isPresent()).isPresent();
  }

  /** Its value, picoseconds, bytes per second or a fraction. */
  public double value(Stack stack) {
    Protocol found = in(stack).orElseThrow();
    return switch (field) {
      case BASE -> found.basePs().value();
      case HOP -> found.hopPs().value();
      case PEER -> found.peerPs().map(Constant::value).orElse(0.0);
      case EFFICIENCY -> found.efficiency().value();
      case UNIT_RATE -> found.unitBytesPerSecond().orElseThrow().value();
    };
  }

  /** The stack with another value of it. */
  public Stack with(Stack stack, double value) {
    TransportConstants transport = stack.transport(technology);
    Protocol old = in(stack).orElseThrow();
    Constant constant = new Constant(value, old.efficiency().source());
    Protocol changed = switch (field) {
      case BASE -> copy(old, constant, old.hopPs(), old.efficiency(), old.unitBytesPerSecond(), old.peerPs());
      case HOP -> copy(old, old.basePs(), constant, old.efficiency(), old.unitBytesPerSecond(), old.peerPs());
      case PEER -> copy(old, old.basePs(), old.hopPs(), old.efficiency(), old.unitBytesPerSecond(),
          Optional.of(constant));
      case EFFICIENCY -> copy(old, old.basePs(), old.hopPs(), constant, old.unitBytesPerSecond(), old.peerPs());
      case UNIT_RATE -> copy(old, old.basePs(), old.hopPs(), old.efficiency(), Optional.of(constant), old.peerPs());
    };
    return stack.with(transport.with(changed));
  }

  private static Protocol copy(Protocol old, Constant base, Constant hop, Constant efficiency,
      Optional<Constant> unitRate, Optional<Constant> peer) {
    return new Protocol(old.name(), old.use(), base, hop, efficiency, unitRate, peer);
  }

  /** A value as a stack file has it, to three digits. */
  public String written(double value) {
    return switch (field) {
      case BASE, HOP, PEER -> digits(value / PS_PER_US) + " us";
      case EFFICIENCY -> digits(value);
      case UNIT_RATE -> digits(value / GIGA) + " GB/s";
    };
  }

  private static String digits(double value) {
    int decimals = value >= 100 ? 0 : value >= 10 ? 1 : value >= 1 ? 2 : 3;
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }
}

package org.kilocard.sweep;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * Digests (SHA-256) of all that the numbers of a simulation depend on: the simulator itself, what is set, and
 * the content of every file that is named. Neither the place of the files nor the name of the scenario
 * counts.
 */
final class ContentKey {
  private static final int DIGITS = 32;

  private final String simulator;

  /** Keys for the simulator that runs. */
  ContentKey() {
    simulator = simulatorDigest();
  }

  /**
   * The key of one simulation.
   *
   * @param settings all that is set, as text
   * @param files what it names, in the order in which they were found
   */
  String of(String settings, Collection<Path> files) {
    MessageDigest digest = sha256();
    add(digest, simulator.getBytes(StandardCharsets.UTF_8));
    add(digest, settings.getBytes(StandardCharsets.UTF_8));
    for (Path file : files) {
      add(digest, content(file));
    }
    return HexFormat.of().formatHex(digest.digest()).substring(0, DIGITS);
  }

  /** Its length goes first, so that no two lists of texts are the same bytes. */
  private static void add(MessageDigest digest, byte[] bytes) {
    digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
    digest.update(bytes);
  }

  private static byte[] content(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Of the jar, or of the classes while Kilocard itself is being developed. */
  private static String simulatorDigest() {
    MessageDigest digest = sha256();
    CodeSource source = ContentKey.class.getProtectionDomain().getCodeSource();
    try (Stream<Path> files = Files.walk(Path.of(source.getLocation().toURI()))) {
      List<Path> classes = files.filter(Files::isRegularFile).sorted().toList();
      classes.forEach(file -> add(digest, content(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException("the simulator cannot find itself", e);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}

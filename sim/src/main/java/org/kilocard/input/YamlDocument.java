package org.kilocard.input;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Reads a YAML 1.2 document whose root is a mapping. JSON is YAML too, so JSON files are read by the same
 * rules.
 *
 * <p>Stricter than YAML: no duplicate keys, anchors, aliases, tags or further documents; UTF-8, at most 8
 * MiB, 64 levels and 200,000 values. Every complaint is an {@link InputException} with its line and column.
 */
public final class YamlDocument {

  /** The largest file in bytes. */
  public static final int LARGEST_BYTES = 8 << 20;

  private static final char BYTE_ORDER_MARK = '\ufeff';

  private YamlDocument() {}

  /** Reads {@code file}; the messages name it as {@code file} does. */
  public static Mapping parse(Path file) {
    String name = file.toString();
    return parse(name, decoded(name, content(file)));
  }

  /** Reads {@code text}; the messages call it {@code name}. A name that ends in {@code .json} allows tabs. */
  public static Mapping parse(String name, String text) {
    String body = !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
    // JSON may indent with tabs, YAML must not. A tab within a JSON text is written \t, so none is lost.
    String spaced = name.endsWith(".json") ? body.replace('\t', ' ') : body;
    return new EventReader(spaced, (line, column) -> new Location(name, line, column)).document();
  }

  /** Reads {@code text} as a value of any shape that was written at {@code location}. */
  public static Node value(String text, Location location, KeyPath path) {
    return new EventReader(text, (line, column) -> location).value(path);
  }

  private static byte[] content(Path file) {
    Location location = Location.of(file.toString());
    if (Files.isDirectory(file)) {
      throw InputException.at(location, "is a directory, not a file");
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] content = in.readNBytes(LARGEST_BYTES + 1);
      if (content.length > LARGEST_BYTES) {
        throw InputException.at(location, "is larger than 8 MiB");
      }
      return content;
    } catch (NoSuchFileException e) {
      throw InputException.at(location, "no such file");
    } catch (AccessDeniedException e) {
      throw InputException.at(location, "cannot be read: permission denied");
    } catch (IOException e) {
      throw InputException.at(location, "cannot be read: " + e.getMessage());
    }
  }

  private static String decoded(String name, byte[] content) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder(); // which stops at what is not UTF-8
    CharBuffer text = CharBuffer.allocate(content.length);
    boolean malformed = decoder.decode(ByteBuffer.wrap(content), text, true).isError();
    String decoded = text.flip().toString();
    if (malformed) {
      String[] lines = decoded.split("\r\n|\r|\n", -1);
      String last = lines[lines.length - 1];
      Location location = new Location(name, lines.length, last.codePointCount(0, last.length()) + 1);
      throw InputException.at(location, "is not UTF-8 text");
    }
    return decoded;
  }
}

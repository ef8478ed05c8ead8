package org.kilocard.sweep;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.kilocard.input.InputException;
import org.kilocard.input.Location;
import org.kilocard.report.FigureLine;

/**
 * Results on disk, as lines of JSON by key, each written in one piece as soon as it is known.
 *
 * <p>The process may be killed at any moment: a line that was begun only is not whole, is passed over on
 * reading, and its result is computed again; all others stay. Only one process at a time may hold a store.
 * Thread-safe.
 */
public final class FigureStore implements AutoCloseable {
  private final Path file;
  private final FileChannel channel;
  private final Map<String, FigureLine> lines = new HashMap<>();

  /**
   * Opens the store in {@code file}, which is made if it is not there.
   *
   * @throws InputException if it cannot be written, or another process holds it
   */
  public FigureStore(Path file) {
    this.file = file;
    try {
      channel = FileChannel.open(
          file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      FileLock lock = tryLock();
      if (lock == null) {
        channel.close();
        throw fail("another sweep is writing it");
      }
      read();
    } catch (AccessDeniedException e) {
      throw fail("cannot be written: permission denied");
    } catch (IOException e) {
      throw fail("cannot be used: " + e.getMessage());
    }
  }

  private FileLock tryLock() throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // held by this very process
    }
  }

  private void read() throws IOException {
    // Not by another channel: to close that one would give up the lock.
    ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(channel.size()));
    while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
      continue;
    }
    String text = new String(bytes.array(), StandardCharsets.UTF_8);
    text.lines().map(FigureLine::parse).flatMap(Optional::stream)
        .forEach(line -> lines.put(line.key(), line));
    channel.position(channel.size());
    if (!text.isEmpty() && !text.endsWith("\n")) {
      append("\n"); // ends the line at which the last writer was stopped
    }
  }

  private InputException fail(String problem) {
    return InputException.at(Location.of(file.toString()), problem);
  }

  /** The result of that key, if it is known. */
  public synchronized Optional<FigureLine> find(String key) {
    return Optional.ofNullable(lines.get(key));
  }

  /** Keeps a result. */
  public synchronized void add(FigureLine line) {
    lines.put(line.key(), line);
    try {
      append(line.written() + "\n");
    } catch (IOException e) {
      throw fail("cannot be written: " + e.getMessage());
    }
  }

  private void append(String text) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  @Override
  public synchronized void close() {
    try {
      channel.close(); // releases the lock
    } catch (IOException e) {
      throw fail("cannot be closed: " + e.getMessage());
    }
  }
}

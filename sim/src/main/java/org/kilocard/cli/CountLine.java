package org.kilocard.cli;

import java.util.Locale;

/** One line on a terminal that tells how many simulations are done, and how long the others will take. */
final class CountLine implements AutoCloseable {
  private static final String CLEARED = "\r\u001b[K";
  private static final int BAR = 30;

  private final Shell shell;
  private final String what;
  private final long beganNs = System.nanoTime();
  private boolean shown;

  /** A line of {@code shell} that counts {@code what}, a plural; nothing is printed if nobody watches. */
  CountLine(Shell shell, String what) {
    this.shell = shell;
    this.what = what;
  }

  /** So many of all are done; the time that the others will take is judged by these. */
  synchronized void done(int count, int all) {
    done(count, all, 0);
  }

  /** As {@link #done(int, int)}, where {@code known} were done before this run began. */
  synchronized void done(int count, int all, int known) {
    if (!shell.interactive()) {
      return;
    }
    shown = true;
    double seconds = (System.nanoTime() - beganNs) * 1e-9;
    int fresh = count - known;
    String left = count == all || fresh < 1 ? "" : ", " + clock(seconds / fresh * (all - count)) + " left";
    int full = all == 0 ? BAR : (int) ((long) BAR * count / all);
    shell.err().print(CLEARED + "simulating [" + "█".repeat(full) + " ".repeat(BAR - full) + "] " + count
        + " of "
        + all + " " + what + left);
    shell.err().flush();
  }

  private static String clock(double seconds) {
    long whole = Math.round(seconds);
    return String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60);
  }

  /** Clears the line. */
  @Override
  public synchronized void close() {
    if (shown) {
      shell.err().print(CLEARED);
      shell.err().flush();
    }
  }
}

package org.kilocard.cli;

import java.io.PrintStream;
import java.util.Locale;
import org.kilocard.unit.Time;
import org.kilocard.world.Progress;

/** One line on a terminal that tells how far a simulation has come, shown from half a second on. */
final class ProgressLine implements Progress, AutoCloseable {
  private static final long PATIENCE_NS = 500_000_000;
  private static final long REFRESH_NS = 100_000_000;
  private static final String CLEARED = "\r\u001b[K";

  private final PrintStream err;
  private final long beganNs = System.nanoTime();
  private long shownNs;

  ProgressLine(PrintStream err) {
    this.err = err;
  }

  @Override
  public void at(long nowPs, long events) {
    long now = System.nanoTime();
    if (now - beganNs < PATIENCE_NS || shownNs != 0 && now - shownNs < REFRESH_NS) {
      return;
    }
    shownNs = now;
    err.print(CLEARED + String.format(Locale.ROOT, "simulating: %s of the step, %.1f M events, %.0f s",
        Time.format(nowPs), events * 1e-6, (now - beganNs) * 1e-9));
    err.flush();
  }

  /** Clears the line. */
  @Override
  public void close() {
    if (shownNs != 0) {
      err.print(CLEARED);
      err.flush();
    }
  }
}

package org.kilocard.program;

import java.util.Arrays;
import org.kilocard.collective.Call;
import org.kilocard.job.Role;

/**
 * One chain of work within a program: compute pieces are joined into one op until a call or a dependency cuts
 * them. Several chains can be woven into one program; the compute stream keeps them in order of emission.
 */
final class Segments {
  private final OpSink program;
  private Span pending = Span.NONE;
  private String label = "";
  private int[] waits = new int[4];
  private int waitCount;
  private int last = -1;

  Segments(OpSink program) {
    this.program = program;
  }

  /** Appends compute work. */
  void work(String what, Span span) {
    if (span.besidePs() > 0) {
      if (pending.besidePs() == 0) {
        label = what;
      }
      pending = pending.plus(span);
    }
  }

  /** What follows waits for {@code op}; −1 is nothing. */
  void after(int op) {
    if (op >= 0) {
      cut();
      if (waitCount == waits.length) {
        waits = Arrays.copyOf(waits, 2 * waitCount);
      }
      waits[waitCount++] = op;
    }
  }

  private void cut() {
    if (pending.besidePs() > 0) {
      last = program.compute(label, pending.alonePs(), pending.besidePs(), Arrays.copyOf(waits, waitCount));
      waitCount = 0;
      pending = Span.NONE;
    }
  }

  /** Gives way to another chain: what need not wait for anything is emitted now. */
  void giveWay() {
    if (waitCount == 0) {
      cut();
    }
  }

  /** Ends the current op; returns an op that ends last of all so far, or −1 when there is none. */
  int flush() {
    cut();
    if (waitCount > 0) {
      last = program.compute("join", 0, 0, Arrays.copyOf(waits, waitCount));
      waitCount = 0;
    }
    return last;
  }

  /** Makes a call that waits for all work so far; returns its op, which nothing waits for yet. */
  int call(Stream stream, Role role, Call call) {
    return call(stream, role, call, program.size());
  }

  /** Makes a call that waits for one op only, −1 for none, not for the work so far. */
  int callAfter(Stream stream, Role role, Call call, int op) {
    return program.communicate(stream, role, call, program.size(), op);
  }

  /** As {@link #call(Stream, Role, Call)}, with a tag that differs from the op's index. */
  int call(Stream stream, Role role, Call call, int tag) {
    cut();
    int[] before = Arrays.copyOf(waits, waitCount + 1);
    before[waitCount] = last;
    return program.communicate(stream, role, call, tag, before);
  }
}

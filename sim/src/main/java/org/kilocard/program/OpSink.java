package org.kilocard.program;

import org.kilocard.collective.Call;
import org.kilocard.job.Role;

/**
 * Takes the ops of a rank in the order in which they are emitted. A {@link ProgramBuilder} keeps them for a
 * simulation; others may time them on the spot.
 */
public interface OpSink {
  /** Number of ops so far, which is the index of the next. */
  int size();

  /**
   * Appends a compute op.
   *
   * @param besidePs duration while communication holds its units
   * @param dependencies earlier ops, negative entries are ignored
   * @return its index
   */
  int compute(String label, long alonePs, long besidePs, int... dependencies);

  /** Appends a collective call on the group of {@code role}; returns its index. */
  int communicate(Stream stream, Role role, Call call, int tag, int... dependencies);
}

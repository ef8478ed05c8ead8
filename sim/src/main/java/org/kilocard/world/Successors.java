package org.kilocard.world;

import java.util.Arrays;
import org.kilocard.program.Program;
import org.kilocard.program.Stream;

/** For each op of a program, the ops that wait for it: its dependents and the next op on its stream. */
final class Successors {
  private final int[] starts;
  private final int[] successors;
  private final int[] predecessorCounts;

  Successors(Program program) {
    int n = program.size();
    predecessorCounts = new int[n];
    starts = new int[n + 2];
    int[] last = lastOfStreams();
    for (int op = 0; op < n; op++) {
      int before = last[program.stream(op).ordinal()];
      last[program.stream(op).ordinal()] = op;
      if (before >= 0) {
        starts[before + 2]++;
        predecessorCounts[op]++;
      }
      for (int i = program.dependencyStart(op); i < program.dependencyEnd(op); i++) {
        starts[program.dependency(i) + 2]++;
        predecessorCounts[op]++;
      }
    }
    for (int i = 2; i < starts.length; i++) {
      starts[i] += starts[i - 1];
    }
    successors = new int[starts[n + 1]];
    last = lastOfStreams();
    for (int op = 0; op < n; op++) {
      int before = last[program.stream(op).ordinal()];
      last[program.stream(op).ordinal()] = op;
      if (before >= 0) {
        successors[starts[before + 1]++] = op;
      }
      for (int i = program.dependencyStart(op); i < program.dependencyEnd(op); i++) {
        successors[starts[program.dependency(i) + 1]++] = op;
      }
    }
  }

  private static int[] lastOfStreams() {
    int[] last = new int[Stream.values().length];
    Arrays.fill(last, -1);
    return last;
  }

  /** How many ops each op waits for, a copy. */
  int[] predecessorCounts() {
    return predecessorCounts.clone();
  }

  /** Ops that wait for none. */
  int[] roots() {
    int[] roots = new int[predecessorCounts.length];
    int n = 0;
    for (int op = 0; op < roots.length; op++) {
      if (predecessorCounts[op] == 0) {
        roots[n++] = op;
      }
    }
    return Arrays.copyOf(roots, n);
  }

  int start(int op) {
    return starts[op];
  }

  int end(int op) {
    return starts[op + 1];
  }

  int successor(int entry) {
    return successors[entry];
  }
}

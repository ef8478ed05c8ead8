package org.kilocard.program;

import java.util.Arrays;
import java.util.List;
import org.kilocard.collective.Call;
import org.kilocard.job.Role;

/**
 * The ops of one rank for one step, immutable, in flat arrays: op {@code i} is described by entry {@code i} of
 * each. An op starts when the op before it on its stream and all its dependencies have ended. Dependencies
 * always have smaller indices, so that the graph has no cycle.
 */
public final class Program {
  private final int pipelineRank;
  private final Stream[] streams;
  private final Work[] works;
  private final int[] slots;
  private final int[] microBatches;
  private final int[] labels;
  private final List<String> labelNames;
  private final long[] alonePs;
  private final long[] besidePs;
  private final int[] calls;
  private final List<Call> callTable;
  private final Role[] roles;
  private final int[] tags;
  private final int[] dependencyStarts;
  private final int[] dependencies;

  Program(ProgramBuilder b) {
    pipelineRank = b.pipelineRank;
    int n = b.size;
    streams = Arrays.copyOf(b.streams, n);
    works = Arrays.copyOf(b.works, n);
    slots = Arrays.copyOf(b.slots, n);
    microBatches = Arrays.copyOf(b.microBatches, n);
    labels = Arrays.copyOf(b.labels, n);
    labelNames = List.copyOf(b.labelIds.keySet());
    alonePs = Arrays.copyOf(b.alonePs, n);
    besidePs = Arrays.copyOf(b.besidePs, n);
    calls = Arrays.copyOf(b.calls, n);
    callTable = List.copyOf(b.callIds.keySet());
    roles = Arrays.copyOf(b.roles, n);
    tags = Arrays.copyOf(b.tags, n);
    dependencyStarts = Arrays.copyOf(b.dependencyStarts, n + 1);
    dependencies = Arrays.copyOf(b.dependencies, b.dependencyStarts[n]);
  }

  /** Number of ops. */
  public int size() {
    return streams.length;
  }

  /** Pipeline rank of the ranks that run this program. */
  public int pipelineRank() {
    return pipelineRank;
  }

  /** Stream of an op. */
  public Stream stream(int op) {
    return streams[op];
  }

  /** Part of the step that an op belongs to. */
  public Work work(int op) {
    return works[op];
  }

  /** Position of the op's slot in the order of the pipeline schedule, or −1 outside of it. */
  public int slot(int op) {
    return slots[op];
  }

  /** Micro-batch of an op, or −1. */
  public int microBatch(int op) {
    return microBatches[op];
  }

  /** What the op does, in words. */
  public String label(int op) {
    return labelNames.get(labels[op]);
  }

  /** Whether the op computes; otherwise it communicates. */
  public boolean computes(int op) {
    return calls[op] < 0;
  }

  /** Duration in picoseconds of a compute op that has the card for itself. */
  public long alonePs(int op) {
    return alonePs[op];
  }

  /** Duration of a compute op while communication holds its units, ≥ {@link #alonePs}. */
  public long besidePs(int op) {
    return besidePs[op];
  }

  /** Calls that this program makes, each once. */
  public List<Call> calls() {
    return callTable;
  }

  /** Index in {@link #calls} of a communicating op. */
  public int call(int op) {
    return calls[op];
  }

  /** Role of the group that a communicating op is made on. */
  public Role role(int op) {
    return roles[op];
  }

  /** Tag that is the same on all members of the group for one and the same collective. */
  public int tag(int op) {
    return tags[op];
  }

  /** First entry of the op's dependencies in {@link #dependency}. */
  public int dependencyStart(int op) {
    return dependencyStarts[op];
  }

  /** Entry behind the op's last dependency. */
  public int dependencyEnd(int op) {
    return dependencyStarts[op + 1];
  }

  /** An op that must have ended before; {@code entry} runs over {@code dependencyStart … dependencyEnd − 1}. */
  public int dependency(int entry) {
    return dependencies[entry];
  }
}

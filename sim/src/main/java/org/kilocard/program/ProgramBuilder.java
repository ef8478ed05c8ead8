package org.kilocard.program;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.kilocard.collective.Call;
import org.kilocard.job.Role;

/** Appends ops to a program. Not thread-safe. */
public final class ProgramBuilder implements OpSink {
  final int pipelineRank;
  int size;
  Stream[] streams = new Stream[256];
  Work[] works = new Work[256];
  int[] slots = new int[256];
  int[] microBatches = new int[256];
  int[] labels = new int[256];
  long[] alonePs = new long[256];
  long[] besidePs = new long[256];
  int[] calls = new int[256];
  Role[] roles = new Role[256];
  int[] tags = new int[256];
  int[] dependencyStarts = new int[257];
  int[] dependencies = new int[512];
  final Map<String, Integer> labelIds = new LinkedHashMap<>();
  final Map<Call, Integer> callIds = new LinkedHashMap<>();

  private Work work = Work.FORWARD;
  private int slot = -1;
  private int microBatch = -1;

  /** An empty program for the ranks at {@code pipelineRank}. */
  public ProgramBuilder(int pipelineRank) {
    this.pipelineRank = pipelineRank;
  }

  @Override
  public int size() {
    return size;
  }

  /** Says which part of the step the ops that follow belong to. */
  public void in(Work work, int slot, int microBatch) {
    this.work = work;
    this.slot = slot;
    this.microBatch = microBatch;
  }

  @Override
  public int compute(String label, long alonePs, long besidePs, int... dependencies) {
    if (alonePs < 0 || besidePs < alonePs) {
      throw new IllegalArgumentException(label + ": " + alonePs + " ps alone, " + besidePs + " ps beside");
    }
    int op = append(Stream.COMPUTE, label, dependencies);
    this.alonePs[op] = alonePs;
    this.besidePs[op] = besidePs;
    calls[op] = -1;
    return op;
  }

  @Override
  public int communicate(Stream stream, Role role, Call call, int tag, int... dependencies) {
    int op = append(stream, call.name(), dependencies);
    calls[op] = callIds.computeIfAbsent(call, c -> callIds.size());
    roles[op] = role;
    tags[op] = tag;
    return op;
  }

  /** The finished program. */
  public Program build() {
    return new Program(this);
  }

  private int append(Stream stream, String label, int[] before) {
    if (size == streams.length) {
      grow();
    }
    int op = size++;
    streams[op] = stream;
    works[op] = work;
    slots[op] = slot;
    microBatches[op] = microBatch;
    labels[op] = labelIds.computeIfAbsent(label, l -> labelIds.size());
    int end = dependencyStarts[op];
    if (end + before.length > dependencies.length) {
      dependencies = Arrays.copyOf(dependencies, 2 * (end + before.length));
    }
    for (int d : before) {
      if (d >= op) {
        throw new IllegalArgumentException("op " + op + " cannot depend on the later op " + d);
      }
      if (d >= 0) {
        dependencies[end++] = d;
      }
    }
    dependencyStarts[size] = end;
    return op;
  }

  private void grow() {
    int n = 2 * size;
    streams = Arrays.copyOf(streams, n);
    works = Arrays.copyOf(works, n);
    slots = Arrays.copyOf(slots, n);
    microBatches = Arrays.copyOf(microBatches, n);
    labels = Arrays.copyOf(labels, n);
    alonePs = Arrays.copyOf(alonePs, n);
    besidePs = Arrays.copyOf(besidePs, n);
    calls = Arrays.copyOf(calls, n);
    roles = Arrays.copyOf(roles, n);
    tags = Arrays.copyOf(tags, n);
    dependencyStarts = Arrays.copyOf(dependencyStarts, n + 1);
  }
}

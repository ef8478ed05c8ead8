package org.kilocard.job;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToLongFunction;

/**
 * The groups of a layout. Groups of one member do not exist: nothing is communicated in them.
 *
 * <p><b>Model.</b> Ranks are numbered by the layout's order. Experts are dealt to the tensor × context × data
 * ranks of a pipeline rank in the order expert-tensor, expert, expert-data (Megatron Core's parallel folding).
 * Where a schedule keeps every stage twice (DualPipe), the data groups of a pipeline rank and of its mirror
 * image are one.
 */
public final class ProcessGroups {
  private final int ranks;
  private final Map<Role, List<int[]>> members = new EnumMap<>(Role.class);
  private final Map<Role, int[]> groupOf = new EnumMap<>(Role.class);

  /**
   * Forms the groups.
   *
   * @param copies how many pipeline ranks hold each stage: 1, or 2 when rank and mirror image do
   */
  public ProcessGroups(Parallelism layout, int copies) {
    ranks = layout.cards();
    Inner inner = new Inner(layout, copies);
    form(Role.TENSOR, r -> r - (long) layout.coordinate(Dimension.TENSOR, r) * layout.stride(Dimension.TENSOR));
    form(Role.EXPERT, inner::expertKey);
    form(Role.DATA, inner::dataKey);
    form(Role.EXPERT_DATA, inner::expertDataKey);
    formPairs(layout);
  }

  private void form(Role role, IntToLongFunction key) {
    Map<Long, Integer> ids = new HashMap<>();
    int[] group = new int[ranks];
    List<int[]> lists = new ArrayList<>();
    int[] sizes = new int[ranks];
    for (int r = 0; r < ranks; r++) {
      group[r] = ids.computeIfAbsent(key.applyAsLong(r), k -> ids.size());
      sizes[group[r]]++;
    }
    int[] renumbered = new int[ids.size()];
    Arrays.fill(renumbered, -1);
    int[] filled = new int[ids.size()];
    for (int r = 0; r < ranks; r++) {
      int g = group[r];
      if (sizes[g] > 1) {
        if (renumbered[g] < 0) {
          renumbered[g] = lists.size();
          lists.add(new int[sizes[g]]);
        }
        lists.get(renumbered[g])[filled[g]++] = r;
      }
      group[r] = renumbered[g];
    }
    members.put(role, lists);
    groupOf.put(role, group);
  }

  private void formPairs(Parallelism layout) {
    int[] next = new int[ranks];
    int[] previous = new int[ranks];
    List<int[]> lists = new ArrayList<>();
    Arrays.fill(next, -1);
    Arrays.fill(previous, -1);
    int stages = layout.pipeline();
    int stride = layout.stride(Dimension.PIPELINE);
    for (int r = 0; r < ranks && stages > 1; r++) {
      int stage = layout.coordinate(Dimension.PIPELINE, r);
      int after = r + ((stage + 1) % stages - stage) * stride;
      next[r] = lists.size();
      previous[after] = lists.size();
      lists.add(new int[] {r, after});
    }
    members.put(Role.PIPELINE_NEXT, lists);
    groupOf.put(Role.PIPELINE_NEXT, next);
    members.put(Role.PIPELINE_PREVIOUS, List.of());
    groupOf.put(Role.PIPELINE_PREVIOUS, previous);
  }

  /**
   * Groups as they are listed, for a job that is not laid out.
   *
   * @param ranks of the job; those in no group have nobody to talk to
   * @param groups by role, members in order; a rank is in at most one group of a role, and those of {@link
   *     Role#PIPELINE_NEXT} are pairs
   */
  public ProcessGroups(int ranks, Map<Role, List<int[]>> groups) {
    this.ranks = ranks;
    for (Role role : Role.values()) {
      int[] group = new int[ranks];
      Arrays.fill(group, -1);
      groupOf.put(role, group);
      members.put(role, List.copyOf(groups.getOrDefault(role, List.of())));
    }
    members.forEach((role, lists) -> {
      for (int g = 0; g < lists.size(); g++) {
        int[] group = lists.get(g);
        if (role == Role.PIPELINE_NEXT) {
          groupOf.get(role)[group[0]] = g;
          groupOf.get(Role.PIPELINE_PREVIOUS)[group[1]] = g;
        } else {
          for (int member : group) {
            groupOf.get(role)[member] = g;
          }
        }
      }
    });
  }

  /** Number of ranks. */
  public int ranks() {
    return ranks;
  }

  /** Number of groups that are owned by a role; those of the previous pipeline rank are owned by the next. */
  public int count(Role role) {
    return members.get(role).size();
  }

  /** Members of a group in order; not to be changed. */
  public int[] members(Role role, int group) {
    return members.get(role).get(group);
  }

  /** Group of a rank, or −1. For {@link Role#PIPELINE_PREVIOUS} a group of {@link Role#PIPELINE_NEXT}. */
  public int groupOf(Role role, int rank) {
    return groupOf.get(role)[rank];
  }

  /** Keys that are equal for the members of a group. */
  private record Inner(Parallelism layout, int copies) {
    private long stageKey(int rank) {
      int stage = layout.coordinate(Dimension.PIPELINE, rank);
      return copies == 1 ? stage : Math.min(stage, layout.pipeline() - 1 - stage);
    }

    private long dataKey(int rank) {
      return stageKey(rank) * layout.tensor() + layout.coordinate(Dimension.TENSOR, rank);
    }

    /** Number of a rank among the ranks of its pipeline rank, in the layout's order. */
    private long flat(int rank) {
      long flat = 0;
      long size = 1;
      for (Dimension d : layout.order()) {
        if (d != Dimension.PIPELINE) {
          flat += layout.coordinate(d, rank) * size;
          size *= layout.size(d);
        }
      }
      return flat;
    }

    private long expertKey(int rank) {
      long flat = flat(rank);
      long tensor = flat % layout.expertTensor();
      long data = flat / layout.expertTensor() / layout.expert();
      return (layout.coordinate(Dimension.PIPELINE, rank) * (long) layout.expertData() + data)
          * layout.expertTensor() + tensor;
    }

    private long expertDataKey(int rank) {
      return stageKey(rank) * layout.expertTensor() * layout.expert()
          + flat(rank) % ((long) layout.expertTensor() * layout.expert());
    }
  }
}

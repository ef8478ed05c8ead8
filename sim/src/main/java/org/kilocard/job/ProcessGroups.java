package org.kilocard.job;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.kilocard.model.ContextKind;

/**
 * All groups of a layout, as {@link GroupLayout} forms them. Groups of one member do not exist: nothing is
 * communicated in them.
 */
public final class ProcessGroups {
  private final int ranks;
  private final ContextKind contextKind;
  private final Map<Role, List<int[]>> members = new EnumMap<>(Role.class);
  private final Map<Role, int[]> groupOf = new EnumMap<>(Role.class);

  /**
   * Forms the groups.
   *
   * @param copies how many pipeline ranks hold each stage: 1, or 2 when rank and mirror image do
   */
  public ProcessGroups(Parallelism parallelism, int copies) {
    GroupLayout layout = new GroupLayout(parallelism, copies);
    ranks = layout.ranks();
    contextKind = parallelism.contextKind();
    form(layout, Role.TENSOR);
    form(layout, Role.CONTEXT);
    form(layout, Role.EXPERT);
    form(layout, Role.EXPERT_TENSOR);
    form(layout, Role.DATA);
    form(layout, Role.EXPERT_DATA);
    form(layout, Role.SHARD);
    form(layout, Role.REPLICA);
    form(layout, Role.EXPERT_SHARD);
    form(layout, Role.EXPERT_REPLICA);
    formPairs(layout);
  }

  private void form(GroupLayout layout, Role role) {
    int[] group = new int[ranks];
    Arrays.fill(group, -1);
    List<int[]> lists = new ArrayList<>();
    for (int r = 0; r < ranks && layout.size(role) > 1; r++) {
      if (group[r] < 0) {
        int[] list = layout.members(role, r);
        for (int member : list) {
          group[member] = lists.size();
        }
        lists.add(list);
      }
    }
    members.put(role, lists);
    groupOf.put(role, group);
  }

  private void formPairs(GroupLayout layout) {
    int[] next = new int[ranks];
    int[] previous = new int[ranks];
    List<int[]> lists = new ArrayList<>();
    Arrays.fill(next, -1);
    Arrays.fill(previous, -1);
    for (int r = 0; r < ranks && layout.size(Role.PIPELINE_NEXT) > 1; r++) {
      int[] pair = layout.members(Role.PIPELINE_NEXT, r);
      next[pair[0]] = lists.size();
      previous[pair[1]] = lists.size();
      lists.add(pair);
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
    contextKind = ContextKind.RING;
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

  /** How the members of context groups share sequences; groups that are listed shift. */
  public ContextKind contextKind() {
    return contextKind;
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
}

package org.kilocard.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.kilocard.model.ContextKind;

/** Groups by strides are the groups by their definition: ranks that agree in all other coordinates. */
class GroupLayoutTest {
  record Drawn(Parallelism layout, int copies) {}

  private static int one(Random random, int... of) {
    return of[random.nextInt(of.length)];
  }

  static Stream<Drawn> layouts() {
    Random random = new Random(7);
    return Stream.generate(() -> {
      int tensor = one(random, 1, 2, 3, 4);
      int context = one(random, 1, 2);
      int data = one(random, 1, 2, 3, 6);
      int flat = tensor * context * data;
      int[] divisors = IntStream.rangeClosed(1, flat).filter(d -> flat % d == 0).toArray();
      int expert = one(random, divisors);
      int left = flat / expert;
      int expertTensor = one(random, IntStream.rangeClosed(1, left).filter(d -> left % d == 0).toArray());
      List<Dimension> order = new ArrayList<>(List.of(Dimension.values()));
      Collections.shuffle(order, random);
      List<ExpertDimension> experts = new ArrayList<>(Parallelism.EXPERT_ORDER);
      Collections.shuffle(experts, random);
      Parallelism layout = new Parallelism(tensor, context, ContextKind.RING, one(random, 1, 2, 4), 1, expert,
          expertTensor, data, Sharding.zero(1), true, order, experts, List.of());
      return new Drawn(layout, one(random, 1, 2));
    }).limit(60);
  }

  /** Number among the ranks of a pipeline rank, digit by digit. */
  private static int flat(Parallelism p, int rank) {
    int flat = 0;
    int size = 1;
    for (Dimension d : p.order()) {
      if (d != Dimension.PIPELINE) {
        flat += p.coordinate(d, rank) * size;
        size *= p.size(d);
      }
    }
    return flat;
  }

  /** What the members of a group have in common. */
  private static List<Integer> common(Role role, Drawn drawn, int rank) {
    Parallelism p = drawn.layout();
    int stage = p.coordinate(Dimension.PIPELINE, rank);
    int holders = drawn.copies() == 1 ? stage : Math.min(stage, p.pipeline() - 1 - stage);
    int tensor = p.coordinate(Dimension.TENSOR, rank);
    int[] experts = new int[ExpertDimension.values().length];
    int rest = flat(p, rank);
    for (ExpertDimension d : p.expertOrder()) {
      experts[d.ordinal()] = rest % p.size(d);
      rest /= p.size(d);
    }
    int inExpert = experts[ExpertDimension.EXPERT_TENSOR.ordinal()];
    int expert = experts[ExpertDimension.EXPERT.ordinal()];
    int copy = experts[ExpertDimension.EXPERT_DATA.ordinal()];
    return switch (role) {
      case TENSOR -> List.of(
          stage, p.coordinate(Dimension.CONTEXT, rank), p.coordinate(Dimension.DATA, rank));
      case CONTEXT -> List.of(stage, tensor, p.coordinate(Dimension.DATA, rank));
      case EXPERT -> List.of(stage, inExpert, copy);
      case EXPERT_TENSOR -> List.of(stage, expert, copy);
      case DATA -> List.of(holders, tensor);
      case EXPERT_DATA -> List.of(holders, inExpert, expert);
      default -> throw new IllegalArgumentException();
    };
  }

  @ParameterizedTest
  @MethodSource("layouts")
  void membersAgreeInWhatTheGroupHasInCommon(Drawn drawn) {
    GroupLayout groups = new GroupLayout(drawn.layout(), drawn.copies());
    for (Role role : List.of(
        Role.TENSOR, Role.CONTEXT, Role.EXPERT, Role.EXPERT_TENSOR, Role.DATA, Role.EXPERT_DATA)) {
      for (int r = 0; r < groups.ranks(); r++) {
        List<Integer> common = common(role, drawn, r);
        int[] expected = IntStream.range(0, groups.ranks())
            .filter(other -> common(role, drawn, other).equals(common)).toArray();
        assertThat(groups.members(role, r)).as("%s of rank %d", role, r).isEqualTo(expected);
        assertThat(groups.size(role)).isEqualTo(expected.length);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("layouts")
  void allGroupsTogetherAreTheGroupsOfEachRank(Drawn drawn) {
    GroupLayout one = new GroupLayout(drawn.layout(), drawn.copies());
    ProcessGroups all = new ProcessGroups(drawn.layout(), drawn.copies());
    for (Role role : Role.values()) {
      Role owner = role == Role.PIPELINE_PREVIOUS ? Role.PIPELINE_NEXT : role;
      for (int r = 0; r < one.ranks(); r++) {
        int group = all.groupOf(role, r);
        if (one.size(role) == 1) {
          assertThat(group).isEqualTo(-1);
        } else {
          assertThat(all.members(owner, group)).isEqualTo(one.members(role, r));
        }
      }
    }
  }

  @Test
  void mirroredStagesShareTheirDataGroups() {
    // Pipeline 4, data 2, ranks numbered data first: stage s holds ranks 2s and 2s + 1. Stages 1 and 2 are held by
    // both of their pipeline ranks when the pipeline is fed from both ends.
    Parallelism layout = new Parallelism(1, 1, 4, 1, 1, 1, 2, 1, true,
        List.of(Dimension.TENSOR, Dimension.CONTEXT, Dimension.DATA, Dimension.PIPELINE), List.of());
    assertThat(new GroupLayout(layout, 2).members(Role.DATA, 3)).containsExactly(2, 3, 4, 5);
    assertThat(new GroupLayout(layout, 1).members(Role.DATA, 3)).containsExactly(2, 3);
  }
}

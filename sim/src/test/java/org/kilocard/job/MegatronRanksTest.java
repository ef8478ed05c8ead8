package org.kilocard.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.kilocard.model.ContextKind;

/**
 * Groups against lists of ranks written by hand as Megatron Core numbers them ({@code parallel_state.py}: orders {@code
 * tp-cp-ep-dp-pp} and {@code tp-cp-ep-pp-dp}, the experts' layout folded into the same ranks).
 */
class MegatronRanksTest {
  private static final List<Dimension> DATA_INSIDE =
      List.of(Dimension.TENSOR, Dimension.CONTEXT, Dimension.DATA, Dimension.PIPELINE);
  private static final List<Dimension> PIPELINE_INSIDE =
      List.of(Dimension.TENSOR, Dimension.CONTEXT, Dimension.PIPELINE, Dimension.DATA);

  private static Parallelism layout(
      int tensor, int context, int pipeline, int expert, int expertTensor, int data, List<Dimension> order) {
    return new Parallelism(tensor, context, ContextKind.RING, pipeline, 1, expert, expertTensor, data, Sharding.zero(1),
        true, order,
        Parallelism.EXPERT_ORDER, List.of());
  }

  static Stream<Arguments> lists() {
    // 8 ranks: attention tp2 cp2 dp2, experts ep4 edp2.
    Parallelism folded = layout(2, 2, 1, 4, 1, 2, DATA_INSIDE);
    // The same with split experts: etp2 ep2 edp2.
    Parallelism split = layout(2, 2, 1, 2, 2, 2, DATA_INSIDE);
    // 16 ranks, attention tp2 cp1 dp4 pp2, experts etp1 ep8: experts reach over tensor groups and data ranks.
    Parallelism wide = layout(2, 1, 2, 8, 1, 4, DATA_INSIDE);
    // 8 ranks, pipeline inside of data: tp2 pp2 dp2, ep2.
    Parallelism inside = layout(2, 1, 2, 2, 1, 2, PIPELINE_INSIDE);
    // 8 ranks, attention cp4 dp2 without tensor parallelism, experts etp4 ep2.
    Parallelism context = layout(1, 4, 1, 2, 4, 2, DATA_INSIDE);
    return Stream.of(
        Arguments.of(folded, Role.TENSOR, "01 23 45 67"),
        Arguments.of(folded, Role.CONTEXT, "02 13 46 57"),
        Arguments.of(folded, Role.DATA, "0246 1357"),
        Arguments.of(folded, Role.EXPERT, "0123 4567"),
        Arguments.of(folded, Role.EXPERT_DATA, "04 15 26 37"),
        Arguments.of(split, Role.EXPERT_TENSOR, "01 23 45 67"),
        Arguments.of(split, Role.EXPERT, "02 13 46 57"),
        Arguments.of(split, Role.EXPERT_DATA, "04 15 26 37"),
        Arguments.of(wide, Role.TENSOR, "01 23 45 67 89 ab cd ef"),
        Arguments.of(wide, Role.DATA, "0246 1357 8ace 9bdf"),
        Arguments.of(wide, Role.EXPERT, "01234567 89abcdef"),
        Arguments.of(wide, Role.PIPELINE_NEXT, "08 19 2a 3b 4c 5d 6e 7f 80 91 a2 b3 c4 d5 e6 f7"),
        Arguments.of(inside, Role.TENSOR, "01 23 45 67"),
        Arguments.of(inside, Role.DATA, "04 15 26 37"),
        Arguments.of(inside, Role.EXPERT, "01 23 45 67"),
        Arguments.of(inside, Role.EXPERT_DATA, "04 15 26 37"),
        Arguments.of(inside, Role.PIPELINE_NEXT, "02 13 20 31 46 57 64 75"),
        Arguments.of(context, Role.CONTEXT, "0123 4567"),
        Arguments.of(context, Role.DATA, "01234567"),
        Arguments.of(context, Role.EXPERT_TENSOR, "0123 4567"),
        Arguments.of(context, Role.EXPERT, "04 15 26 37"));
  }

  @ParameterizedTest
  @MethodSource("lists")
  void groups(Parallelism layout, Role role, String lists) {
    ProcessGroups groups = new ProcessGroups(layout, 1);
    List<String> found = IntStream.range(0, groups.count(role)).mapToObj(g -> text(groups.members(role, g))).toList();
    assertThat(found).containsExactly(lists.split(" "));
  }

  @ParameterizedTest
  @MethodSource("orders")
  void expertOrderSaysWhereExpertsLand(List<ExpertDimension> order, String expert, String tensor, String data) {
    Parallelism usual = layout(2, 1, 1, 2, 2, 4, DATA_INSIDE);
    Parallelism layout = new Parallelism(2, 1, ContextKind.RING, 1, 1, 2, 2, 4, Sharding.zero(1), true, usual.order(), order,
        List.of());
    ProcessGroups groups = new ProcessGroups(layout, 1);
    assertThat(text(groups.members(Role.EXPERT, 0))).isEqualTo(expert);
    assertThat(text(groups.members(Role.EXPERT_TENSOR, 0))).isEqualTo(tensor);
    assertThat(text(groups.members(Role.EXPERT_DATA, 0))).isEqualTo(data);
  }

  static Stream<Arguments> orders() {
    ExpertDimension tensor = ExpertDimension.EXPERT_TENSOR;
    ExpertDimension expert = ExpertDimension.EXPERT;
    ExpertDimension data = ExpertDimension.EXPERT_DATA;
    return Stream.of(
        Arguments.of(List.of(tensor, expert, data), "02", "01", "04"),
        // Experts next to each other, their parts two ranks apart.
        Arguments.of(List.of(expert, tensor, data), "01", "02", "04"),
        // Holders of the same experts next to each other, experts as far apart as can be.
        Arguments.of(List.of(data, tensor, expert), "04", "02", "01"));
  }

  private static String text(int[] ranks) {
    StringBuilder text = new StringBuilder();
    for (int rank : ranks) {
      text.append(Character.forDigit(rank, 16));
    }
    return text.toString();
  }
}

package org.kilocard.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What must hold for every schedule and every legal shape. */
class ScheduleLawsTest {
  static Stream<Shapes.Case> cases() {
    return Shapes.all();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void everyTaskIsThereOnceAndAfterWhatItNeeds(Shapes.Case given) {
    for (int rank = 0; rank < given.shape().ranks(); rank++) {
      Map<List<Integer>, List<Pass>> passes = new LinkedHashMap<>();
      for (Slot slot : given.schedule().order(given.shape(), rank)) {
        for (ChunkTask task : slot.tasks()) {
          var pair = List.of(task.chunk(), task.microBatch());
          passes.computeIfAbsent(pair, absent -> new ArrayList<>()).add(task.pass());
        }
      }
      assertThat(passes.keySet()).containsExactlyInAnyOrderElementsOf(pairs(given));
      assertThat(passes.values()).allMatch(list -> list.equals(List.of(Pass.FORWARD, Pass.BACKWARD))
          || list.equals(List.of(Pass.FORWARD, Pass.BACKWARD_INPUT, Pass.WEIGHT)));
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void ordersAreThoseOfEachRank(Shapes.Case given) {
    List<List<Slot>> orders = given.schedule().orders(given.shape());
    assertThat(orders).hasSize(given.shape().ranks());
    for (int rank = 0; rank < orders.size(); rank++) {
      assertThat(orders.get(rank)).isEqualTo(given.schedule().order(given.shape(), rank));
    }
  }

  private static List<List<Integer>> pairs(Shapes.Case given) {
    return IntStream.range(0, given.shape().chunksPerRank()).boxed()
        .flatMap(chunk -> given.schedule().microBatches(given.shape(), chunk)
            .mapToObj(microBatch -> List.of(chunk, microBatch)))
        .toList();
  }

  /**
   * From every first stage `next` walks through all stages in order, and `previous` back; each stage has its
   * copies.
   */
  @ParameterizedTest
  @MethodSource("cases")
  void placementIsAPathThroughAllStages(Shapes.Case given) {
    var schedule = given.schedule();
    var shape = given.shape();
    int[] holders = new int[schedule.stages(shape)];
    int[] visits = new int[shape.microBatches()];
    for (int rank = 0; rank < shape.ranks(); rank++) {
      for (int chunk = 0; chunk < shape.chunksPerRank(); chunk++) {
        var place = new ChunkPlace(rank, chunk);
        int stage = schedule.stage(shape, place);
        holders[stage]++;
        Optional<ChunkPlace> next = schedule.next(shape, place);
        assertThat(next.isEmpty()).isEqualTo(stage == holders.length - 1);
        assertThat(schedule.previous(shape, place).isEmpty()).isEqualTo(stage == 0);
        next.ifPresent(to -> {
          assertThat(schedule.stage(shape, to)).isEqualTo(stage + 1);
          assertThat(schedule.previous(shape, to)).contains(place);
          assertThat(schedule.microBatches(shape, to.chunk()).toArray())
              .isEqualTo(schedule.microBatches(shape, place.chunk()).toArray());
        });
        if (stage == 0) {
          schedule.microBatches(shape, chunk).forEach(m -> visits[m]++);
        }
      }
    }
    assertThat(holders).containsOnly(schedule.copies());
    assertThat(visits).containsOnly(1);
  }

  /** Whatever the stages cost, the order can be run, and each task starts after what it needs. */
  @ParameterizedTest
  @MethodSource("cases")
  void runsToItsEndForUnevenStages(Shapes.Case given) {
    var schedule = given.schedule();
    var shape = given.shape();
    long[] cost = new Random(7).longs(4L * schedule.stages(shape), 0, 50).toArray();
    TaskTimes times = (pass, stage) -> cost[4 * stage + pass.ordinal()];

    Timetable timetable = PipelineClock.play(schedule, shape, times);

    Map<List<Object>, Long> ends = new LinkedHashMap<>();
    Map<List<Object>, Long> starts = new LinkedHashMap<>();
    for (int rank = 0; rank < shape.ranks(); rank++) {
      long free = 0;
      assertThat(timetable.ranks().get(rank).stream().map(Timetable.TimedSlot::slot))
          .isEqualTo(schedule.order(shape, rank));
      for (Timetable.TimedSlot timed : timetable.ranks().get(rank)) {
        assertThat(timed.startPs()).isGreaterThanOrEqualTo(free);
        free = timed.endPs();
        for (ChunkTask task : timed.slot().tasks()) {
          boolean forward = task.pass() == Pass.FORWARD;
          if (task.pass() != Pass.WEIGHT) {
            List<Object> key = List.of(forward, new ChunkPlace(rank, task.chunk()), task.microBatch());
            starts.put(key, timed.startPs());
            ends.put(key, timed.endPs());
          }
        }
      }
    }
    starts.forEach((key, start) -> {
      boolean forward = (boolean) key.get(0);
      var place = (ChunkPlace) key.get(1);
      var from = forward ? schedule.previous(shape, place) : schedule.next(shape, place);
      from.ifPresent(source ->
          assertThat(ends.get(List.of(forward, source, key.get(2)))).isLessThanOrEqualTo(start));
    });
  }

  @Test
  void refusesShapesThatBreakItsRule() {
    assertThat(new GPipe().violation(new PipelineShape(4, 2, 8))).contains("holds one chunk per rank, not 2");
    assertThat(new OneForwardOneBackward().violation(new PipelineShape(4, 2, 8)))
        .contains("holds one chunk per rank, not 2; interleaved holds more");
    assertThat(new Interleaved1F1B().violation(new PipelineShape(4, 2, 10)))
        .contains("micro-batches (10) must be a multiple of the pipeline ranks (4)");
    assertThat(new Interleaved1F1B().violation(new PipelineShape(4, 1, 8)))
        .contains("needs at least 2 chunks (virtual stages) per rank; with one it is 1f1b");
    assertThat(new Interleaved1F1B().violation(new PipelineShape(1, 2, 8)))
        .contains("needs at least 2 pipeline ranks, not 1");
    assertThat(new DualPipe().violation(new PipelineShape(3, 2, 8)))
        .contains("pipeline ranks (3) must be even");
    assertThat(new DualPipe().violation(new PipelineShape(4, 1, 8)))
        .contains("holds two chunks per rank, one per direction, not 1");
    assertThat(new DualPipe().violation(new PipelineShape(4, 2, 6)))
        .contains("micro-batches (6) must be even and at least twice the pipeline ranks (8)");
    assertThat(new DualPipe().violation(new PipelineShape(4, 2, 9))).isPresent();
    assertThat(new DualPipeV().violation(new PipelineShape(4, 2, 7)))
        .contains("micro-batches (7) must be at least twice the pipeline ranks (8)");
    assertThat(new DualPipeV().violation(new PipelineShape(3, 2, 7))).isEmpty();
    assertThat(new ZbH1().violation(new PipelineShape(4, 2, 8))).contains("holds one chunk per rank, not 2");
    for (Schedule folded : List.of(new ZbV(), new VHalf(), new DualPipeV())) {
      assertThat(folded.violation(new PipelineShape(4, 1, 8))).contains("holds two chunks per rank, not 1");
    }
    assertThatThrownBy(() -> new DualPipe().order(new PipelineShape(3, 2, 8), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("schedule dualpipe: pipeline ranks (3) must be even");
  }

  @Test
  void schedulesAreFoundByName() {
    assertThat(Schedules.names()).containsExactly(
        "1f1b", "dualpipe", "dualpipe-v", "gpipe", "interleaved", "v-half", "zb-h1", "zb-h2", "zb-v");
    assertThat(Schedules.named("dualpipe")).contains(new DualPipe());
    assertThat(Schedules.named("DualPipe")).isEmpty();
  }
}

package org.kilocard.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.kilocard.collective.Call;
import org.kilocard.fold.RandomClusters;
import org.kilocard.job.Dimension;
import org.kilocard.job.Job;
import org.kilocard.job.ProcessGroups;
import org.kilocard.job.Role;

/** What holds for the programs of any job, drawn at random: with every schedule, layout and overlap. */
class ProgramLawsTest {
  static LongStream seeds() {
    return LongStream.range(1000, 1150);
  }

  private static List<Program> programs(Job job) {
    return StepPrograms.of(job, 0).programs();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void dependenciesAreEarlierAndDifferent(long seed) {
    for (Program p : programs(RandomClusters.draw(seed).job())) {
      for (int op = 0; op < p.size(); op++) {
        Set<Integer> seen = new HashSet<>();
        for (int d = p.dependencyStart(op); d < p.dependencyEnd(op); d++) {
          assertThat(p.dependency(d)).as("dependency of op %d, %s", op, p.label(op)).isBetween(0, op - 1);
          seen.add(p.dependency(d));
        }
        if (p.computes(op)) {
          assertThat(p.besidePs(op)).isGreaterThanOrEqualTo(p.alonePs(op));
        }
      }
    }
  }

  /** Members of a group make the same calls, with tags that are different for each of its calls. */
  @ParameterizedTest
  @MethodSource("seeds")
  void membersOfAGroupMakeTheSameCalls(long seed) {
    Job job = RandomClusters.draw(seed).job();
    List<Program> programs = programs(job);
    ProcessGroups groups = new ProcessGroups(job.parallelism(), job.schedule().copies());
    for (Role role : List.of(Role.TENSOR, Role.EXPERT, Role.DATA, Role.EXPERT_DATA)) {
      for (int g = 0; g < groups.count(role); g++) {
        Map<Integer, Call> first = calls(programs.get(pipelineRank(job, groups.members(role, g)[0])), role);
        for (int member : groups.members(role, g)) {
          assertThat(calls(programs.get(pipelineRank(job, member)), role)).as("%s of rank %d", role, member)
              .isEqualTo(first);
        }
      }
    }
  }

  private static int pipelineRank(Job job, int rank) {
    return job.parallelism().coordinate(Dimension.PIPELINE, rank);
  }

  private static Map<Integer, Call> calls(Program p, Role role) {
    Map<Integer, Call> byTag = new HashMap<>();
    for (int op = 0; op < p.size(); op++) {
      if (!p.computes(op) && p.role(op) == role) {
        assertThat(byTag.put(p.tag(op), p.calls().get(p.call(op)))).as("tag %d twice", p.tag(op)).isNull();
      }
    }
    return byTag;
  }

  /** A message is sent once and received once, in the same order on both sides of a stream. */
  @ParameterizedTest
  @MethodSource("seeds")
  void everySendHasItsReceive(long seed) {
    Job job = RandomClusters.draw(seed).job();
    List<Program> programs = programs(job);
    int ranks = programs.size();
    for (int rank = 0; rank < ranks && ranks > 1; rank++) {
      Map<Stream, List<List<Object>>> up = messages(programs.get(rank), Role.PIPELINE_NEXT);
      Map<Stream, List<List<Object>>> down =
          messages(programs.get((rank + 1) % ranks), Role.PIPELINE_PREVIOUS);
      for (Stream stream : Stream.values()) {
        assertThat(down.get(partner(stream))).as("%s of rank %d", stream, rank).isEqualTo(up.get(stream));
      }
      List<Object> tags = new ArrayList<>();
      up.values().forEach(list -> list.forEach(m -> tags.add(m.get(0))));
      assertThat(tags).doesNotHaveDuplicates();
    }
  }

  /** Tags and calls of each stream to or from a neighbour, in order. */
  private static Map<Stream, List<List<Object>>> messages(Program p, Role role) {
    Map<Stream, List<List<Object>>> messages = new HashMap<>();
    for (Stream stream : Stream.values()) {
      messages.put(stream, new ArrayList<>());
    }
    for (int op = 0; op < p.size(); op++) {
      if (!p.computes(op) && p.role(op) == role) {
        messages.get(p.stream(op)).add(List.of(p.tag(op), p.calls().get(p.call(op))));
      }
    }
    return messages;
  }

  /** The stream at the other end. */
  private static Stream partner(Stream stream) {
    String name = stream.name();
    if (name.startsWith("SEND_")) {
      return Stream.valueOf("RECEIVE_" + name.substring(5));
    }
    return name.startsWith("RECEIVE_") ? Stream.valueOf("SEND_" + name.substring(8)) : stream;
  }

  /** Slots come in order on the compute stream, so that the report can tell them apart. */
  @ParameterizedTest
  @MethodSource("seeds")
  void slotsComeInOrder(long seed) {
    for (Program p : programs(RandomClusters.draw(seed).job())) {
      int[] slots = IntStream.range(0, p.size()).filter(op -> p.computes(op) && p.slot(op) >= 0).map(p::slot)
          .toArray();
      assertThat(slots).isSorted();
    }
  }

  @Test
  void aNeighbourIsOneStepAwayOrAroundTheCorner() {
    assertThat(Neighbour.way(2, 3, 8, true)).isEqualTo(new Neighbour(true, true));
    assertThat(Neighbour.way(3, 2, 8, false)).isEqualTo(new Neighbour(false, false));
    assertThat(Neighbour.way(7, 0, 8, true)).isEqualTo(new Neighbour(true, true));
    assertThat(Neighbour.way(0, 7, 8, false)).isEqualTo(new Neighbour(false, false));
    // Of two ranks, each is next to the other: 1 to 0 is down.
    assertThat(Neighbour.way(1, 0, 2, true)).isEqualTo(new Neighbour(false, true));
    assertThat(Neighbour.way(0, 1, 2, true)).isEqualTo(new Neighbour(true, true));
    assertThatThrownBy(() -> Neighbour.way(0, 2, 8, true)).hasMessageContaining("no neighbours");
  }

  @Test
  void aNeighbourSaysWhoSendsOnWhat() {
    Neighbour activations = new Neighbour(true, true);
    assertThat(List.of(activations.senderRole(), activations.receiverRole()))
        .containsExactly(Role.PIPELINE_NEXT, Role.PIPELINE_PREVIOUS);
    Neighbour gradients = new Neighbour(false, false);
    assertThat(List.of(gradients.senderRole(), gradients.receiverRole()))
        .containsExactly(Role.PIPELINE_PREVIOUS, Role.PIPELINE_NEXT);
    Set<Stream> streams = new HashSet<>();
    for (boolean up : new boolean[] {true, false}) {
      for (boolean forward : new boolean[] {true, false}) {
        Neighbour way = new Neighbour(up, forward);
        assertThat(partner(way.sendStream())).isEqualTo(way.receiveStream());
        assertThat(way.receiveStream().receives()).isTrue();
        assertThat(way.sendStream().receives()).isFalse();
        streams.add(way.sendStream());
      }
    }
    assertThat(streams).hasSize(4);
  }

  @Test
  void aSpanIsCutWithoutRest() {
    Span span = new Span(10, 31);
    assertThat(span.part(2, 3)).isEqualTo(new Span(6, 20));
    assertThat(span.minus(span.part(2, 3))).isEqualTo(new Span(4, 11));
    assertThat(span.part(2, 3).plus(span.minus(span.part(2, 3)))).isEqualTo(span);
    assertThatThrownBy(() -> new Span(5, 4)).hasMessageContaining("impossible span");
  }
}

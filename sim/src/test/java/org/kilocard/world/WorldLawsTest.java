package org.kilocard.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.kilocard.world.Worlds.US;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.kilocard.collective.Call;
import org.kilocard.collective.Operation;
import org.kilocard.collective.Plan;
import org.kilocard.collective.Planner;
import org.kilocard.collective.TierFlow;
import org.kilocard.fold.Fold;
import org.kilocard.fold.Quotient;
import org.kilocard.fold.RankClass;
import org.kilocard.job.ProcessGroups;
import org.kilocard.job.Role;
import org.kilocard.program.Program;
import org.kilocard.program.ProgramBuilder;
import org.kilocard.program.Stream;
import org.kilocard.timeline.LinkTrack;
import org.kilocard.timeline.Timeline;
import org.kilocard.topology.Fabric;
import org.kilocard.topology.LinkFault;
import org.kilocard.topology.LinkName;
import org.kilocard.topology.Pattern;
import org.kilocard.topology.Tier;
import org.kilocard.topology.Tiers;

/** What cards, groups and domains do in detail, on 8 cards of one switch with ports of 100 GB/s. */
class WorldLawsTest {
  private static final Call GATHER = Call.of("gather", Operation.ALL_GATHER, 800_000_000L);

  private static Timeline run(ProgramBuilder program, Planner planner) {
    return Worlds.run(List.of(Worlds.switchOf(8)), Worlds.layout(1, 8, 1), List.of(program.build()), planner,
        true);
  }

  /** A gather of 800 MB: 700 MB per port after 1 us, with what it takes of the card. */
  private static Planner gather(double efficiency, double cardRate, double slowdown, int units) {
    return (call, placement) -> new Plan("test", US, List.of(
        new TierFlow(0, Pattern.RING, 7.0 / 8 * call.bytes(), efficiency, cardRate)), 0, slowdown, units);
  }

  @Test
  void opsOfAStreamKeepTheirOrderEvenIfALaterOneCould() {
    // The second compute op waits for the gather (7.001 ms), the third for nothing: it runs after the second.
    ProgramBuilder b = new ProgramBuilder(0);
    b.compute("first", 10 * US, 10 * US);
    int call = b.communicate(Stream.GRADIENT, Role.DATA, GATHER, 0);
    b.compute("second", 10 * US, 10 * US, call);
    b.compute("third", 10 * US, 10 * US);
    Timeline t = run(b, gather(1, Double.POSITIVE_INFINITY, 0, 0));
    assertThat(t.cards().get(0).endPs()).containsExactly(10 * US, 7_001 * US, 7_011 * US, 7_021 * US);
  }

  @Test
  void overheadIsOnTheWireAndNotInThePayload() {
    // At an efficiency of 0.7 the 700 MB are 1 GB on the wire: 10 ms, all of the port's time in the flow.
    ProgramBuilder b = new ProgramBuilder(0);
    b.communicate(Stream.GRADIENT, Role.DATA, GATHER, 0);
    Timeline t = run(b, gather(0.7, Double.POSITIVE_INFINITY, 0, 0));
    assertThat(t.endPs()).isBetween(10_001 * US, 10_001 * US + 1);
    assertThat(t.links()).hasSize(2).allSatisfy(link -> {
      assertThat(link.bytes()).isEqualTo(700e6);
      assertThat(link.wirePs()).isEqualTo(10_000 * US);
      assertThat(link.peak()).isEqualTo(1);
    });
  }

  @Test
  void unitsOfACardCapAFlowAndLeaveTheRestOfTheLink() {
    // Two gathers; one is capped at 25 GB/s of payload: 28 ms; the other has 75 GB/s left, 9.333 ms.
    ProgramBuilder b = new ProgramBuilder(0);
    b.communicate(Stream.GRADIENT, Role.DATA, GATHER, 0);
    b.communicate(Stream.PARAMETER, Role.DATA, Call.of("free", Operation.ALL_GATHER, 800_000_000L), 1);
    Timeline t = run(b, (call, placement) -> new Plan("test", 0, List.of(new TierFlow(0, Pattern.RING, 7e8, 1,
        call.name().equals("free") ? Double.POSITIVE_INFINITY : 25e9)), 0, 0, 0));
    assertThat(t.cards().get(0).endPs()).containsExactly(28_000 * US, 9_333_333_334L);
  }

  @ParameterizedTest
  @CsvSource({"0.25, 10_000, 11_750_250_000", "1, 10_000, 16_300_900_000", "0.25, 4_000, 5_333_333_334"})
  void memoryTrafficOfACallSlowsKernels(double slowdown, long alone, String expected) {
    // For 7.001 ms kernels run at 1 − slowdown of their rate, at a tenth in any case. Of 10 ms of work,
    // 5.25075 ms are done then at 0.75, and 0.7001 ms at 0.1; 4 ms take 4 / 0.75.
    ProgramBuilder b = new ProgramBuilder(0);
    b.communicate(Stream.GRADIENT, Role.DATA, GATHER, 0);
    b.compute("kernels", alone * US, alone * US);
    Timeline t = run(b, gather(1, Double.POSITIVE_INFINITY, slowdown, 0));
    assertThat(t.cards().get(0).endPs()[1]).isBetween(
        Long.parseLong(expected.replace("_", "")), Long.parseLong(expected.replace("_", "")) + 1);
  }

  @Test
  void callsThatHoldUnitsTogetherTakeNoMoreThanAllShared() {
    // Two gathers side by side take 14 ms, each holding the one shared unit: kernels of 7 ms alone and 14 ms
    // beside take 14 ms, no matter that two hold it, but for the microsecond of start-up, which counts too.
    ProgramBuilder b = new ProgramBuilder(0);
    b.communicate(Stream.GRADIENT, Role.DATA, GATHER, 0);
    b.communicate(Stream.PARAMETER, Role.DATA, GATHER, 1);
    b.compute("kernels", 7_000 * US, 14_000 * US);
    Timeline t = run(b, gather(1, Double.POSITIVE_INFINITY, 0, 1));
    assertThat(t.cards().get(0).endPs()).containsExactly(14_001 * US, 14_001 * US, 14_000 * US);
  }

  @Test
  void callsWithDifferentTagsAreUnderWayTogether() {
    // Three gathers of 7 ms on one group, on three streams: a third of the port each, 21 ms.
    ProgramBuilder b = new ProgramBuilder(0);
    b.communicate(Stream.GRADIENT, Role.DATA, GATHER, 0);
    b.communicate(Stream.PARAMETER, Role.DATA, GATHER, 1);
    b.communicate(Stream.EXPERT, Role.DATA, GATHER, 2);
    Timeline t = run(b, gather(1, Double.POSITIVE_INFINITY, 0, 0));
    assertThat(t.cards().get(0).endPs()).containsExactly(21_001 * US, 21_001 * US, 21_001 * US);
    assertThat(t.calls()).singleElement().satisfies(c -> assertThat(c.durationsPs()).hasSize(3));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aCallWaitsForTheLastMember(boolean folded) {
    // Two pipeline ranks hold a stage each; pairs exchange 1 MB (10 us + 1 us). Rank 0 comes after 50 us,
    // rank 1 at once.
    Call send = Call.of("send", Operation.SEND, 1_000_000L);
    ProgramBuilder late = new ProgramBuilder(0);
    late.communicate(Stream.SEND_FORWARD, Role.PIPELINE_NEXT, send, 0,
        late.compute("before", 50 * US, 50 * US));
    ProgramBuilder early = new ProgramBuilder(1);
    early.communicate(Stream.RECEIVE_FORWARD, Role.PIPELINE_PREVIOUS, send, 0);
    Timeline t = Worlds.run(List.of(Worlds.switchOf(8)), Worlds.layout(1, 4, 2),
        List.of(late.build(), early.build()), Worlds.planner(Pattern.SEND), folded);
    assertThat(t.cards()).filteredOn(c -> c.program().pipelineRank() == 1).isNotEmpty().allSatisfy(c -> {
      assertThat(c.readyPs()).containsExactly(0);
      assertThat(c.startPs()).containsExactly(50 * US);
      assertThat(c.endPs()).containsExactly(61 * US);
    });
    assertThat(t.calls()).allSatisfy(c -> assertThat(c.durationsPs()).containsOnly(11 * US));
  }

  @ParameterizedTest
  @CsvSource({"net.card[0], 0, 1", "net.card[0], 0.5, 2", "net.card[4], 0, 1", "both, 0, 1"})
  void aDeadPortIsNoFasterThanASoundOne(String link, double rate, long times) {
    // Nodes of 4; card 0 sends 10 MB to card 4 over ports of 10 GB/s: 1 ms. Over half a port 2 ms. With a
    // dead port the three others of the node carry a third each, but the card still sends no more than 10
    // GB/s.
    List<LinkFault> faults =
        Arrays.stream((link.equals("both") ? "net.card[0],net.card[4]" : link).split(","))
        .map(name -> new LinkFault(LinkName.parse(name).orElseThrow(), rate))
        .toList();
    List<Tier> tiers = List.of(Worlds.switchOf(4), Tiers.crossbar("net", 0, 10e9));
    Call send = Call.of("send", Operation.SEND, 10_000_000L);
    ProgramBuilder sender = new ProgramBuilder(0);
    sender.communicate(Stream.SEND_FORWARD, Role.PIPELINE_NEXT, send, 0);
    ProgramBuilder receiver = new ProgramBuilder(1);
    receiver.communicate(Stream.RECEIVE_FORWARD, Role.PIPELINE_PREVIOUS, send, 0);
    ProgramBuilder idle = new ProgramBuilder(0);
    double[] paces = {1, 1, 1, 1, 1, 1, 1, 1};
    ProcessGroups pair = new ProcessGroups(8, Map.of(Role.PIPELINE_NEXT, List.of(new int[] {0, 4})));
    Quotient q = Fold.fold(pair, new Fabric(tiers, 8, 1, faults), new int[] {0, 2, 2, 2, 1, 2, 2, 2}, paces);
    try (Simulator simulator = new Simulator()) {
      Timeline t =
          simulator.run(new WorldSpec(tiers, q, List.of(sender.build(), receiver.build(), idle.build()),
          (call, placement) -> new Plan("test", 0, List.of(
              new TierFlow(1, Pattern.SEND, call.bytes(), 1, Double.POSITIVE_INFINITY)), 0, 0, 0), 1),
              Progress.NONE);
      assertThat(t.endPs()).isBetween(times * 1_000 * US, times * 1_000 * US + 1);
    }
  }

  @Test
  void membersThatDisagreeAreTold() {
    ProgramBuilder zero = new ProgramBuilder(0);
    zero.communicate(Stream.SEND_FORWARD, Role.PIPELINE_NEXT, Call.of("one", Operation.SEND, 1), 0);
    ProgramBuilder one = new ProgramBuilder(1);
    one.communicate(Stream.RECEIVE_FORWARD, Role.PIPELINE_PREVIOUS, Call.of("other", Operation.SEND, 1), 0);
    assertThatThrownBy(() -> Worlds.run(List.of(Worlds.switchOf(2)), Worlds.layout(1, 1, 2),
        List.of(zero.build(), one.build()), Worlds.planner(Pattern.SEND), true))
        .hasMessageContaining("different calls with tag 0");
  }

  @Test
  void aWorldThatCannotBeBuiltFailsAndDoesNotHang() {
    // A class of ranks whose program does not exist.
    Map<Role, Integer> none = new EnumMap<>(Role.class);
    WorldSpec impossible = new WorldSpec(List.of(Worlds.switchOf(2)),
        new Quotient(List.of(new RankClass(0, 1, 3, 1, none)), List.of(), List.of()),
        List.of(new ProgramBuilder(0).build()), Worlds.planner(Pattern.RING), 1);
    assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
      try (Simulator simulator = new Simulator()) {
        assertThatThrownBy(() -> simulator.run(impossible, Progress.NONE))
            .isInstanceOf(IllegalStateException.class);
      }
    });
  }

  @Test
  void aSimulatorGoesOnAfterAFailure() {
    ProgramBuilder b = new ProgramBuilder(0);
    b.communicate(Stream.GRADIENT, Role.DATA, GATHER, 0);
    Program program = b.build();
    try (Simulator simulator = new Simulator()) {
      assertThatThrownBy(() -> Worlds.run(simulator, List.of(Worlds.switchOf(8)), Worlds.layout(1, 8, 1),
          List.of(program), (call, placement) -> {
            throw new IllegalStateException("no such plan");
          }, true)).hasMessage("no such plan");
      Timeline t =
          Worlds.run(simulator, List.of(Worlds.switchOf(8)), Worlds.layout(1, 8, 1), List.of(program),
          gather(1, Double.POSITIVE_INFINITY, 0, 0), true);
      assertThat(t.endPs()).isEqualTo(7_001 * US);
    }
  }

  @Test
  void anUntouchedLinkHasCarriedNothing() {
    ProgramBuilder b = new ProgramBuilder(0);
    b.compute("alone", 5 * US, 5 * US);
    Timeline t = run(b, gather(1, 1, 0, 0));
    assertThat(t.endPs()).isEqualTo(5 * US);
    assertThat(t.links()).extracting(LinkTrack::bytes).containsOnly(0.0);
    assertThat(t.links()).extracting(LinkTrack::peak).containsOnly(0.0);
  }
}

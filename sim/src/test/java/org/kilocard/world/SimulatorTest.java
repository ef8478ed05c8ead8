package org.kilocard.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.kilocard.world.Worlds.US;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kilocard.collective.Call;
import org.kilocard.collective.Operation;
import org.kilocard.collective.Plan;
import org.kilocard.job.Role;
import org.kilocard.program.Program;
import org.kilocard.program.ProgramBuilder;
import org.kilocard.program.Stream;
import org.kilocard.timeline.Timeline;
import org.kilocard.topology.Pattern;

class SimulatorTest {
  private static Program oneCall(Role role, Call call) {
    ProgramBuilder b = new ProgramBuilder(0);
    b.communicate(Stream.GRADIENT, role, call, 0);
    return b.build();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void ringAllReduceOnOneSwitchTakesTwiceItsShareOverTheRate(boolean folded) {
    // 8 cards, 800 MB: each sends 2·7/8·800 MB = 1.4 GB at 100 GB/s = 14 ms, after 1 us.
    Call call = Call.of("sum", Operation.ALL_REDUCE, 800_000_000L);
    Timeline t = Worlds.run(List.of(Worlds.switchOf(8)), Worlds.layout(8, 1, 1),
        List.of(oneCall(Role.TENSOR, call)), Worlds.planner(Pattern.RING), folded);
    assertThat(t.endPs()).isEqualTo(14_000 * US + US);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void allToAllOnOneSwitchTakesWhatLeavesACardOverTheRate(boolean folded) {
    // 8 cards, a send buffer of 800 MB: 7/8 of it leaves the card, 700 MB at 100 GB/s = 7 ms, after 1 us.
    Call call = Call.of("exchange", Operation.ALL_TO_ALL, 800_000_000L);
    Timeline t = Worlds.run(List.of(Worlds.switchOf(8)), Worlds.layout(1, 8, 1, 8),
        List.of(oneCall(Role.EXPERT, call)), Worlds.planner(Pattern.PAIRS), folded);
    assertThat(t.endPs()).isEqualTo(7_000 * US + US);
  }

  @Test
  void twoCollectivesOnTheSameLinksGetHalfEach() {
    // 8 cards; gathers of 800 MB and 400 MB start together: 700 MB and 350 MB per port at 50 GB/s each.
    // After 7 ms the small one has ended and the large one has 350 MB left: 3.5 ms at 100 GB/s.
    ProgramBuilder b = new ProgramBuilder(0);
    b.communicate(Stream.GRADIENT, Role.DATA, Call.of("large", Operation.ALL_GATHER, 800_000_000L), 0);
    b.communicate(Stream.PARAMETER, Role.DATA, Call.of("small", Operation.ALL_GATHER, 400_000_000L), 1);
    Timeline t = Worlds.run(List.of(Worlds.switchOf(8)), Worlds.layout(1, 8, 1), List.of(b.build()),
        Worlds.planner(Pattern.RING), true);
    assertThat(t.cards().get(0).endPs()).containsExactly(10_500 * US + US, 7_000 * US + US);
    assertThat(t.links()).allSatisfy(link -> assertThat(link.peak()).isEqualTo(1));
  }

  @Test
  void theSlowTierSetsThePaceOfARingOverTwoTiers() {
    // 4 nodes of 4, scale-out 10 GB/s: of a gather of 1.6 GB, 1.5 GB go round; each card sends 1/4 of them out of
    // its node, 375 MB at 10 GB/s = 37.5 ms, and 3/4 inside, 1.125 GB at 100 GB/s = 11.25 ms, side by side.
    Call call = Call.of("gather", Operation.ALL_GATHER, 1_600_000_000L);
    Timeline t = Worlds.run(List.of(Worlds.switchOf(4), Worlds.scaleOut(10e9)), Worlds.layout(1, 16, 1),
        List.of(oneCall(Role.DATA, call)), Worlds.planner(Pattern.RING), true);
    assertThat(t.endPs()).isEqualTo(37_500 * US + US);
    assertThat(t.links()).filteredOn(l -> l.tier().equals("ib") && l.name().equals("card out"))
        .singleElement().satisfies(l -> {
          assertThat(l.bytes()).isEqualTo(375e6);
          assertThat(l.links()).isEqualTo(16);
        });
  }

  @Test
  void aSendRunsBesideComputeAndTheReceiverWaitsForIt() {
    // Rank 0 computes 5 us and sends 1 MB (10 us + 1 us start-up) while it computes 20 us more; rank 1 computes 3 us
    // once the message is there: 5 + 11 + 3 = 19 us.
    Call call = Call.of("send", Operation.SEND, 1_000_000L);
    ProgramBuilder sender = new ProgramBuilder(0);
    int first = sender.compute("first", 5 * US, 5 * US);
    sender.communicate(Stream.SEND_FORWARD, Role.PIPELINE_NEXT, call, 7, first);
    sender.compute("second", 20 * US, 20 * US);
    ProgramBuilder receiver = new ProgramBuilder(1);
    int got = receiver.communicate(Stream.RECEIVE_FORWARD, Role.PIPELINE_PREVIOUS, call, 7);
    receiver.compute("use", 3 * US, 3 * US, got);
    Timeline t = Worlds.run(List.of(Worlds.switchOf(2)), Worlds.layout(1, 1, 2),
        List.of(sender.build(), receiver.build()), Worlds.planner(Pattern.SEND), true);
    assertThat(t.cards().get(0).endPs()).containsExactly(5 * US, 16 * US, 25 * US);
    assertThat(t.cards().get(1).endPs()).containsExactly(16 * US, 19 * US);
    assertThat(t.cards().get(1).startPs()).containsExactly(5 * US, 16 * US);
  }

  @Test
  void computeSlowsWhileACollectiveHoldsUnits() {
    // A gather of 8 cards takes 7 ms + 1 us and holds the shared unit. Compute of 10 ms alone, 20 ms beside: in the
    // first 7.001 ms it does 3.5005 ms of its work, the remaining 6.4995 ms run alone: 13.5005 ms.
    ProgramBuilder b = new ProgramBuilder(0);
    b.communicate(Stream.GRADIENT, Role.DATA, Call.of("gather", Operation.ALL_GATHER, 800_000_000L), 0);
    b.compute("kernels", 10_000 * US, 20_000 * US);
    Timeline t = Worlds.run(List.of(Worlds.switchOf(8)), Worlds.layout(1, 8, 1), List.of(b.build()),
        (call, placement) -> {
          var plan = Worlds.planner(Pattern.RING).plan(call, placement);
          return new Plan("test", plan.startupPs(), plan.flows(), 0, 0, 1);
        }, true);
    assertThat(t.cards().get(0).endPs()[1]).isEqualTo(13_500 * US + US / 2);
  }

  @Test
  void aDeadlockSaysWhoWaitsForWhat() {
    // Each of the two waits for a message before it sends its own.
    Call up = Call.of("send", Operation.SEND, 1000);
    ProgramBuilder zero = new ProgramBuilder(0);
    int got = zero.communicate(Stream.RECEIVE_BACKWARD, Role.PIPELINE_NEXT, Call.of("back", Operation.SEND_BACK, 1), 2);
    zero.communicate(Stream.SEND_FORWARD, Role.PIPELINE_NEXT, up, 1, got);
    ProgramBuilder one = new ProgramBuilder(1);
    int had = one.communicate(Stream.RECEIVE_FORWARD, Role.PIPELINE_PREVIOUS, up, 1);
    one.communicate(Stream.SEND_BACKWARD, Role.PIPELINE_PREVIOUS, Call.of("back", Operation.SEND_BACK, 1), 2, had);
    assertThatThrownBy(() -> Worlds.run(List.of(Worlds.switchOf(2)), Worlds.layout(1, 1, 2),
        List.of(zero.build(), one.build()), Worlds.planner(Pattern.SEND), true))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("never ends")
        .hasMessageContaining("rank 0 waits in 'back'")
        .hasMessageContaining("rank 1 waits in 'send'");
  }

  @Test
  void aFailureInsideAnActorReachesTheCaller() {
    assertThatThrownBy(() -> Worlds.run(List.of(Worlds.switchOf(8)), Worlds.layout(8, 1, 1),
        List.of(oneCall(Role.TENSOR, Call.of("sum", Operation.ALL_REDUCE, 8))),
        (call, placement) -> {
          throw new IllegalStateException("no such plan");
        }, true))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("no such plan");
  }
}

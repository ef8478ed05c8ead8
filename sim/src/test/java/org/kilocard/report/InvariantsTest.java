package org.kilocard.report;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.kilocard.report.Example.MS;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.kilocard.job.Role;
import org.kilocard.timeline.CallTrack;
import org.kilocard.timeline.CardTrack;
import org.kilocard.timeline.LinkTrack;
import org.kilocard.timeline.Timeline;

/** Each test breaks the example in one place. */
class InvariantsTest {

  @Test
  void theExampleHoldsThemAll() {
    assertThatCode(() -> Invariants.check(Example.timeline())).doesNotThrowAnyException();
  }

  @Test
  void anOpEndsAfterItStarts() {
    CardTrack first = Example.first();
    first.endPs()[1] = 9 * MS;
    refused(cards(first), "op 1 'attention all-reduce' of rank 0 (TENSOR, micro-batch 0) was ready at "
        + "10000000000 ps, started at 10000000000 ps and ended at 9000000000 ps");
  }

  @Test
  void anOpThatNeedsTimeTakesTime() {
    CardTrack first = Example.first();
    first.endPs()[0] = 0;
    refused(cards(first), "op 0 'attention' of rank 0 (COMPUTE, micro-batch 0) needs 10000000000 ps and "
        + "took none");
  }

  @Test
  void opsOfAStreamKeepTheirOrder() {
    CardTrack first = Example.first();
    first.endPs()[5] = 85 * MS; // the backward, which then also overlaps the gradients
    refused(cards(first), "op 6 'gradient all-reduce' of rank 0 (GRADIENT, micro-batch -1) was ready at");
    CardTrack second = Example.second();
    second.readyPs()[3] = 29 * MS;
    second.startPs()[3] = 29 * MS;
    refused(cards(second), "op 3 'mlp' of rank 4 (COMPUTE, micro-batch 0) was ready at 29000000000 ps, "
        + "before its dependency op 2");
    CardTrack third = Example.second();
    third.endPs()[3] = 36 * MS;
    refused(cards(third), "op 4 'backward' of rank 4 (COMPUTE, micro-batch 0) started at "
        + "35000000000 ps, before op 3");
  }

  @Test
  void theStepEndsWithItsLastOp() {
    Timeline t = Example.timeline();
    refused(new Timeline(87 * MS, t.cards(), t.links(), t.calls(), 0, 0),
        "the last op ended at 86000000000 ps, but the step at 87000000000 ps");
  }

  @Test
  void everyOpHasItsTimes() {
    CardTrack first = Example.first();
    refused(cards(new CardTrack(0, 4, first.program(), new long[7], first.startPs(), first.endPs())),
        "rank 0 stands for 4 cards and has 7, 8 and 8 times for 8 ops");
  }

  @Test
  void noLinkIsAboveItsCapacity() {
    refused(links(new LinkTrack("ib", "leaf up", 1, 50e9, 1, MS, 1.00001)),
        "ib leaf up was used at 1.00001 of");
    refused(links(new LinkTrack("ib", "leaf up", 1, 50e9, 1, 87 * MS, 1)),
        "ib leaf up carried bytes that take");
    // 50 MB take 1 ms at 50 GB/s
    refused(links(new LinkTrack("ib", "leaf up", 1, 50e9, 50e6, MS / 2, 1)), "ib leaf up carried payload of");
    refused(links(new LinkTrack("ib", "leaf up", 1, 50e9, Double.NaN, MS, 1)), "1 links with NaN bytes each");
  }

  @Test
  void noCallIsFasterThanItsBoundButForThePicosecondOfRounding() {
    assertThatCode(() -> Invariants.check(tensor(4, 2 * MS + 1))).doesNotThrowAnyException();
    refused(tensor(4, 2 * MS + 2), "attention all-reduce (all-reduce, 67108864 bytes, 2 ranks, ring "
        + "simple) took 2000000000 ps, less than the bound of 2000000002 ps");
  }

  @Test
  void cardsAndGroupsAgreeOnHowManyCallsWereMade() {
    // each of the 8 cards makes 4 calls; three groups of 2 instead of four miss 2
    refused(tensor(3, MS), "the cards made 32 calls, but the groups saw 30");
  }

  private static Timeline tensor(int groups, long boundPs) {
    Timeline t = Example.timeline();
    List<CallTrack> calls = new ArrayList<>(t.calls());
    calls.set(0, new CallTrack(Role.TENSOR, Example.TENSOR, "ring simple", 2, groups, boundPs,
        Example.ms(2)));
    return new Timeline(t.endPs(), t.cards(), t.links(), calls, 0, 0);
  }

  private static Timeline cards(CardTrack changed) {
    Timeline t = Example.timeline();
    return new Timeline(t.endPs(), changed.rank() == 0 ? List.of(changed, Example.second())
        : List.of(Example.first(), changed), t.links(), t.calls(), 0, 0);
  }

  private static Timeline links(LinkTrack link) {
    Timeline t = Example.timeline();
    return new Timeline(t.endPs(), t.cards(), List.of(link), t.calls(), 0, 0);
  }

  private static void refused(Timeline timeline, String message) {
    assertThatThrownBy(() -> Invariants.check(timeline))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("invariant broken: ")
        .hasMessageContaining(message);
  }
}

package org.kilocard.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kilocard.program.Steps.span;

import org.junit.jupiter.api.Test;
import org.kilocard.collective.Call;
import org.kilocard.collective.Operation;
import org.kilocard.job.Role;

class SegmentsTest {
  private static final Call CALL = Call.of("call", Operation.ALL_GATHER, 1);

  private final ProgramBuilder program = new ProgramBuilder(0);
  private final Segments to = new Segments(program);

  private int call() {
    return to.call(Stream.TENSOR, Role.TENSOR, CALL);
  }

  @Test
  void workIsJoinedUntilACallOrAWaitCutsIt() {
    to.work("one", span(1));
    to.work("two", span(2));
    int first = call();
    to.work("three", span(3));
    to.after(first);
    to.work("four", span(4));
    to.work("five", span(5));
    assertThat(to.flush()).isEqualTo(3);
    Program p = program.build();
    // Three runs beside the call, four and five wait for it.
    assertThat(Steps.listing(p)).containsExactly(
        "COMPUTE one", "TENSOR call after 0", "COMPUTE three", "COMPUTE four after 1");
    assertThat(new long[] {p.alonePs(0), p.alonePs(2), p.alonePs(3)}).containsExactly(3, 3, 9);
  }

  @Test
  void nothingIsNoOp() {
    to.work("nothing", Span.NONE);
    to.after(-1);
    assertThat(to.flush()).isEqualTo(-1);
    assertThat(program.size()).isZero();
  }

  @Test
  void aWaitAtTheEndBecomesAnOpThatOthersCanWaitFor() {
    to.work("one", span(1));
    to.after(call());
    assertThat(to.flush()).isEqualTo(2);
    assertThat(Steps.listing(program.build())).containsExactly(
        "COMPUTE one", "TENSOR call after 0", "COMPUTE join after 1");
  }

  @Test
  void aCallWaitsForWhatItsChainWaitsFor() {
    int other = program.compute("other", 1, 1);
    to.after(other);
    call();
    to.work("next", span(1));
    to.flush();
    assertThat(Steps.listing(program.build())).containsExactly(
        "COMPUTE other", "TENSOR call after 0", "COMPUTE next after 0");
  }

  @Test
  void aChainGivesWayOnlyWithWhatNeedNotWait() {
    Segments second = new Segments(program);
    to.work("a", span(1));
    to.giveWay();
    second.work("b", span(1));
    second.giveWay();
    to.after(to.call(Stream.EXPERT, Role.EXPERT, CALL));
    to.work("waiting", span(1));
    to.giveWay();
    second.work("c", span(1));
    second.flush();
    to.flush();
    assertThat(Steps.listing(program.build()))
        .containsExactly("COMPUTE a", "COMPUTE b", "EXPERT call after 0",
        "COMPUTE c", "COMPUTE waiting after 2");
  }
}

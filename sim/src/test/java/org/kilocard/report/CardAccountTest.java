package org.kilocard.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kilocard.collective.Call;
import org.kilocard.collective.Operation;
import org.kilocard.program.ProgramBuilder;
import org.kilocard.job.Role;
import org.kilocard.program.Stream;
import org.kilocard.program.Work;
import org.kilocard.timeline.CardTrack;

/** Times are picoseconds; each comment walks the compute stream by hand. */
class CardAccountTest {
  private static final Call CALL = Call.of("call", Operation.ALL_REDUCE, 8);

  private final ProgramBuilder program = new ProgramBuilder(0);

  @Test
  void aTensorCollectiveIsExposedFromItsArrivalOnAndTheEndIsBubble() {
    // compute 0–100, all-reduce arrives 100, starts 120 (a slower member), ends 150, compute 150–200, end 230
    int first = program.compute("a", 100, 100);
    int reduce = program.communicate(Stream.TENSOR, Role.TENSOR, CALL, 0, first);
    program.compute("b", 50, 50, reduce);
    assertThat(parts(account(230, ps(0, 100, 150), ps(0, 120, 150), ps(100, 150, 200))))
        .containsOnly(entry(Part.COMPUTE, 150L), entry(Part.EXPOSED_TENSOR, 50L), entry(Part.BUBBLE, 30L));
  }

  @Test
  void aReceiveIsBubbleUntilTheNeighbourSendsAndExposedWhileBytesMove() {
    // the receive is posted at 0, the neighbour arrives at 70, the bytes at 90
    int receive = program.communicate(Stream.RECEIVE_FORWARD, Role.PIPELINE_PREVIOUS, CALL, 0);
    program.compute("a", 100, 100, receive);
    CardAccount account = account(190, ps(0, 90), ps(70, 90), ps(90, 190));
    assertThat(parts(account))
        .containsOnly(entry(Part.BUBBLE, 70L), entry(Part.EXPOSED_PIPELINE, 20L), entry(Part.COMPUTE, 100L));
    assertThat(phases(account)).containsOnly(entry(Phase.BUBBLE, 70L), entry(Phase.FORWARD, 120L));
  }

  @Test
  void aGapIsExplainedThroughAChainOfCauses() {
    // receive 40–60 (posted at 0), then dispatch arrives 60, starts 65, ends 100, then compute 100–130
    int receive = program.communicate(Stream.RECEIVE_FORWARD, Role.PIPELINE_PREVIOUS, CALL, 0);
    int dispatch = program.communicate(Stream.EXPERT, Role.EXPERT, CALL, 1, receive);
    program.compute("a", 30, 30, dispatch);
    assertThat(parts(account(130, ps(0, 60, 100), ps(40, 65, 100), ps(60, 100, 130))))
        .containsOnly(entry(Part.BUBBLE, 40L), entry(Part.EXPOSED_PIPELINE, 20L),
            entry(Part.EXPOSED_EXPERT, 40L), entry(Part.COMPUTE, 30L));
  }

  @Test
  void aReceiveBehindAnotherOnItsStreamWaitedForThatTransfer() {
    // both posted at 0; the first moves 0–30, the second 30–50: 50 of pipeline, no bubble
    program.communicate(Stream.RECEIVE_FORWARD, Role.PIPELINE_PREVIOUS, CALL, 0);
    int second = program.communicate(Stream.RECEIVE_FORWARD, Role.PIPELINE_PREVIOUS, CALL, 1);
    program.compute("a", 10, 10, second);
    assertThat(parts(account(60, ps(0, 0, 50), ps(0, 30, 50), ps(30, 50, 60))))
        .containsOnly(entry(Part.EXPOSED_PIPELINE, 50L), entry(Part.COMPUTE, 10L));
  }

  @Test
  void onlyThePartOfACollectiveThatComputeDoesNotHideIsExposed() {
    // dispatch 10–80 runs beside compute 0–50; the next compute waits for it: 30 exposed
    int first = program.compute("a", 10, 10);
    int dispatch = program.communicate(Stream.EXPERT, Role.EXPERT, CALL, 0, first);
    program.compute("b", 40, 40);
    program.compute("c", 20, 20, dispatch);
    assertThat(parts(account(100, ps(0, 10, 10, 80), ps(0, 10, 10, 80), ps(10, 80, 50, 100))))
        .containsOnly(entry(Part.COMPUTE, 70L), entry(Part.EXPOSED_EXPERT, 30L));
  }

  @Test
  void gradientsBeforeAndParametersAfterTheOptimizerAreExposedData() {
    // backward 0–100, reduce arrives 100, runs 110–140, optimizer 140–150, gather 150–180, step ends 200
    program.in(Work.BACKWARD, 0, 0);
    int backward = program.compute("backward", 100, 100);
    program.in(Work.DATA, -1, -1);
    int reduce = program.communicate(Stream.GRADIENT, Role.DATA, CALL, 0, backward);
    program.in(Work.OPTIMIZER, -1, -1);
    int optimizer = program.compute("optimizer", 10, 10, reduce);
    program.communicate(Stream.PARAMETER, Role.EXPERT_DATA, CALL, 1, optimizer);
    CardAccount account =
        account(200, ps(0, 100, 140, 150), ps(0, 110, 140, 150), ps(100, 140, 150, 180));
    assertThat(parts(account)).containsOnly(entry(Part.COMPUTE, 100L), entry(Part.EXPOSED_DATA, 70L),
        entry(Part.OPTIMIZER, 10L), entry(Part.BUBBLE, 20L));
    assertThat(phases(account)).containsOnly(entry(Phase.BACKWARD, 100L), entry(Phase.DATA, 70L),
        entry(Phase.OPTIMIZER, 10L), entry(Phase.BUBBLE, 20L));
  }

  @Test
  void exposedCommunicationCountsToTheSlotOfTheCommunication() {
    // the pair's combine 10–40 delays the weights: 30 to the pair, not to the weights
    program.in(Work.PAIR, 0, 0);
    int pair = program.compute("pair", 10, 10);
    int combine = program.communicate(Stream.EXPERT, Role.EXPERT, CALL, 0, pair);
    program.in(Work.WEIGHT, 1, 0);
    program.compute("weights", 20, 20, combine);
    assertThat(phases(account(60, ps(0, 10, 40), ps(0, 10, 40), ps(10, 40, 60))))
        .containsOnly(entry(Phase.OVERLAPPED, 40L), entry(Phase.WEIGHT, 20L));
  }

  @Test
  void whatNoDependencyExplainsIsOther() {
    // nothing before it, and yet it starts at 7; the second starts 5 after the first ended
    program.compute("a", 10, 10);
    program.compute("b", 10, 10);
    assertThat(parts(account(32, ps(7, 22), ps(7, 22), ps(17, 32))))
        .containsOnly(entry(Part.OTHER, 12L), entry(Part.COMPUTE, 20L));
  }

  @Test
  void aCollectiveOnTheComputeStreamIsExposedAsAWhole() {
    int first = program.compute("a", 10, 10);
    program.communicate(Stream.COMPUTE, Role.TENSOR, CALL, 0, first);
    program.compute("b", 10, 10);
    assertThat(parts(account(50, ps(0, 10, 40), ps(0, 15, 40), ps(10, 40, 50))))
        .containsOnly(entry(Part.COMPUTE, 20L), entry(Part.EXPOSED_TENSOR, 30L));
  }

  @Test
  void slowedIsWhatKernelsTookBeyondTheirTimeAlone() {
    // 10 alone, took 13
    program.compute("a", 10, 20);
    assertThat(account(13, ps(0), ps(0), ps(13)).slowedPs()).isEqualTo(3);
  }

  /**
   * Random programs run as the rules say (an op is ready when its stream and dependencies are, a call waits a
   * random time for partners): every picosecond is explained, and the compute is the sum of the compute ops.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void partsSumToTheStepForAnyProgram(long seed) {
    Random random = new Random(seed);
    int ops = 200;
    long[] ready = new long[ops];
    long[] start = new long[ops];
    long[] end = new long[ops];
    long[] streamEnd = new long[Stream.values().length];
    long compute = 0;
    long step = 0;
    long overhead = 0;
    for (int op = 0; op < ops; op++) {
      int[] dependencies = op == 0 ? new int[0] : new int[] {random.nextInt(op), random.nextInt(op)};
      Work work = Work.values()[random.nextInt(Work.values().length)];
      program.in(work, op, 0);
      Stream stream = Stream.values()[random.nextInt(Stream.values().length)];
      long duration = random.nextInt(50);
      for (int dependency : dependencies) {
        ready[op] = Math.max(ready[op], end[dependency]);
      }
      ready[op] = Math.max(ready[op], streamEnd[stream.ordinal()]);
      start[op] = ready[op];
      if (stream == Stream.COMPUTE) {
        program.compute("c", duration, duration, dependencies);
        compute += work == Work.OVERHEAD ? 0 : duration;
        overhead += work == Work.OVERHEAD ? duration : 0;
      } else {
        Role role = Role.values()[random.nextInt(Role.values().length)];
        program.communicate(stream, role, CALL, op, dependencies);
        start[op] += random.nextInt(30);
      }
      end[op] = start[op] + duration;
      streamEnd[stream.ordinal()] = end[op];
      step = Math.max(step, end[op]);
    }
    step += random.nextInt(100);

    Map<Part, Long> parts = account(step, ready, start, end).partsPs();

    assertThat(parts.values()).allMatch(ps -> ps >= 0);
    assertThat(parts.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(step);
    assertThat(parts.get(Part.OTHER)).isEqualTo(overhead);
    assertThat(parts.get(Part.COMPUTE) + parts.get(Part.OPTIMIZER)).isEqualTo(compute);
  }

  private CardAccount account(long stepPs, long[] ready, long[] start, long[] end) {
    return CardAccount.of(new CardTrack(0, 1, program.build(), ready, start, end), stepPs);
  }

  private static long[] ps(long... times) {
    return times;
  }

  private static Map<Part, Long> parts(CardAccount account) {
    return notZero(account.partsPs());
  }

  private static Map<Phase, Long> phases(CardAccount account) {
    return notZero(account.phasesPs());
  }

  private static <K> Map<K, Long> notZero(Map<K, Long> all) {
    Map<K, Long> some = new LinkedHashMap<>(all);
    some.values().removeIf(ps -> ps == 0);
    return some;
  }
}

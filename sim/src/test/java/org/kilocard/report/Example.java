package org.kilocard.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.kilocard.collective.Call;
import org.kilocard.collective.Operation;
import org.kilocard.program.ProgramBuilder;
import org.kilocard.job.Role;
import org.kilocard.program.Stream;
import org.kilocard.program.Work;
import org.kilocard.timeline.CallTrack;
import org.kilocard.timeline.CardTrack;
import org.kilocard.timeline.LinkTrack;
import org.kilocard.timeline.Timeline;

/**
 * A small step, made by hand: eight cards, two pipeline stages of tensor 2 × data 2, one micro-batch, 86 ms.
 *
 * <pre>
 * ms        0        10   12      17 18      28 30    35    47 48        53  55       78      84   86
 * stage 0   |forward |tens|forward|  ..................bubble  |rx|backward           |gradient|opt |
 * stage 1   |......bubble......|rx|  forward |te|fwd  |backward   |gradient |opt|.....bubble........|
 * </pre>
 */
final class Example {
  static final long MS = 1_000_000_000L;
  static final Call TENSOR = Call.of("attention all-reduce", Operation.ALL_REDUCE, 67_108_864);
  static final Call HIDDEN = Call.of("activations", Operation.SEND, 33_554_432);
  static final Call GRADIENT = Call.of("gradient all-reduce", Operation.ALL_REDUCE, 268_435_456);

  private Example() {}

  static Timeline timeline() {
    return new Timeline(86 * MS, List.of(first(), second()), links(), calls(), 1234, 17);
  }

  static CardTrack first() {
    ProgramBuilder b = new ProgramBuilder(0);
    b.in(Work.FORWARD, 0, 0);
    int start = b.compute("attention", 10 * MS, 10 * MS);
    int tensor = b.communicate(Stream.TENSOR, Role.TENSOR, TENSOR, 0, start);
    int rest = b.compute("mlp", 5 * MS, 5 * MS, tensor);
    b.communicate(Stream.SEND_FORWARD, Role.PIPELINE_NEXT, HIDDEN, 1, rest);
    b.in(Work.BACKWARD, 1, 0);
    int receive = b.communicate(Stream.RECEIVE_BACKWARD, Role.PIPELINE_NEXT, HIDDEN, 2);
    int backward = b.compute("backward", 30 * MS, 30 * MS, receive);
    b.in(Work.DATA, -1, -1);
    int gradient = b.communicate(Stream.GRADIENT, Role.DATA, GRADIENT, 3, backward);
    b.in(Work.OPTIMIZER, -1, -1);
    b.compute("optimizer", 2 * MS, 2 * MS, gradient);
    return new CardTrack(0, 4, b.build(),
        ms(0, 10, 12, 17, 0, 48, 78, 84),
        ms(0, 10, 12, 17, 47, 48, 78, 84),
        ms(10, 12, 17, 18, 48, 78, 84, 86));
  }

  /** Its backward needs 10 ms alone and took 12. */
  static CardTrack second() {
    ProgramBuilder b = new ProgramBuilder(1);
    b.in(Work.FORWARD, 0, 0);
    int receive = b.communicate(Stream.RECEIVE_FORWARD, Role.PIPELINE_PREVIOUS, HIDDEN, 1);
    int start = b.compute("attention", 10 * MS, 10 * MS, receive);
    int tensor = b.communicate(Stream.TENSOR, Role.TENSOR, TENSOR, 0, start);
    int rest = b.compute("mlp", 5 * MS, 5 * MS, tensor);
    b.in(Work.BACKWARD, 1, 0);
    int backward = b.compute("backward", 10 * MS, 15 * MS, rest);
    b.communicate(Stream.SEND_BACKWARD, Role.PIPELINE_PREVIOUS, HIDDEN, 2, backward);
    b.in(Work.DATA, -1, -1);
    int gradient = b.communicate(Stream.GRADIENT, Role.DATA, GRADIENT, 3, backward);
    b.in(Work.OPTIMIZER, -1, -1);
    b.compute("optimizer", 2 * MS, 2 * MS, gradient);
    return new CardTrack(4, 4, b.build(),
        ms(0, 18, 28, 30, 35, 47, 47, 53),
        ms(17, 18, 28, 30, 35, 47, 47, 53),
        ms(18, 28, 30, 35, 47, 48, 53, 55));
  }

  static List<LinkTrack> links() {
    return List.of(
        new LinkTrack("nvlink", "card out", 8, 200e9, 1e9, 6 * MS, 0.8),
        new LinkTrack("nvlink", "card in", 8, 200e9, 1e9, 6 * MS, 0.8),
        new LinkTrack("ib", "card out", 4, 50e9, 1.5e9, 43 * MS, 1.0),
        new LinkTrack("ib", "card out", 4, 50e9, 0.5e9, 21_500_000_000L, 0.9));
  }

  static List<CallTrack> calls() {
    return List.of(
        new CallTrack(Role.TENSOR, TENSOR, "ring simple", 2, 4, 1_600_000_000L, ms(2)),
        new CallTrack(Role.PIPELINE_NEXT, HIDDEN, "send", 2, 4, 700_000_000L, ms(1, 1)),
        new CallTrack(Role.DATA, GRADIENT, "ring simple", 2, 4, 5_400_000_000L, ms(6)));
  }

  /** MFU 40 %: 2.752e14 FLOP in 86 ms on 8 cards of 1 PFLOP/s (8 × 0.086 s × 1e15 FLOP/s = 6.88e14 FLOP). */
  static RunFacts facts() {
    Map<String, Long> parts = new LinkedHashMap<>();
    parts.put("parameters", 12L << 30);
    parts.put("gradients", 6L << 30);
    parts.put("optimizer", 18L << 30);
    parts.put("activations", 24L << 30);
    return new RunFacts("example", "tiny-gpt", "two-nodes", 8, 4096,
        new StepFlops(2.752e14, 2.5456e14, 3.096e14, "6 N tokens + 12 L h s tokens"),
        new CardPeak(1e15, "fp8", 2e15),
        List.of(new StageMemory(0, parts), new StageMemory(1, Map.of("parameters", 50L << 30))),
        80L << 30, "flow", 1, "0.1.0", List.of(),
        Optional.of(new TrainingPlan(
            1e9, Optional.of(new TrainingPlan.Price(2, "USD")), OptionalDouble.of(700), true, 1.5)));
  }

  static long[] ms(long... times) {
    long[] ps = new long[times.length];
    for (int i = 0; i < times.length; i++) {
      ps[i] = times[i] * MS;
    }
    return ps;
  }
}

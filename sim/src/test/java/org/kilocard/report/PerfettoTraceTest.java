package org.kilocard.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.kilocard.program.ProgramBuilder;
import org.kilocard.timeline.CardTrack;
import org.kilocard.timeline.Timeline;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

class PerfettoTraceTest {

  @Test
  void readsBackAsTheTimeline() {
    List<Map<String, String>> events = read(Example.timeline());

    // 8 ops on each of two classes
    List<Map<String, String>> ops = events.stream().filter(e -> e.get("ph").equals("X")).toList();
    assertThat(ops).hasSize(16);
    assertThat(ops.get(1)).containsEntry("name", "attention all-reduce")
        .containsEntry("pid", "1").containsEntry("tid", "2")
        .containsEntry("ts", "10000.000000").containsEntry("dur", "2000.000000")
        .containsEntry("args.bytes", "67108864").containsEntry("args.waited_us", "0.000000")
        .containsEntry("args.slot", "0").containsEntry("args.micro_batch", "0");
    // the receive of stage 0 waits for 47 of its 48 ms
    assertThat(ops.get(4)).containsEntry("ts", "47000.000000").containsEntry("dur", "1000.000000")
        .containsEntry("args.waited_us", "47000.000000");
    assertThat(ops.get(7)).containsEntry("name", "optimizer").doesNotContainKeys("args.bytes",
        "args.micro_batch");
  }

  @Test
  void namesClassesAndStreams() {
    List<String> names = read(Example.timeline()).stream()
        .filter(e -> e.get("ph").equals("M") && e.containsKey("args.name"))
        .map(e -> e.get("pid") + "/" + e.get("tid") + " " + e.get("args.name")).toList();
    assertThat(names).containsExactly(
        "1/0 rank 0, stage 0 (4 cards)", "1/1 compute", "1/2 tensor", "1/5 send forward",
        "1/8 receive backward",
        "1/13 gradient",
        "5/0 rank 4, stage 1 (4 cards)", "5/1 compute", "5/2 tensor", "5/6 send backward",
        "5/7 receive forward",
        "5/13 gradient");
  }

  @Test
  void keepsPicoseconds() {
    assertThat(PerfettoTrace.microseconds(0)).isEqualTo("0.000000");
    assertThat(PerfettoTrace.microseconds(1)).isEqualTo("0.000001");
    assertThat(new BigDecimal(PerfettoTrace.microseconds(19_926_000_000_123L)))
        .isEqualTo(new BigDecimal("19926000.000123"));
  }

  /** 400,000 ops are 60 MB or more; the trace is written in pieces far smaller than that. */
  @Test
  void streamsWhateverTheSize() {
    int ops = 400_000;
    ProgramBuilder b = new ProgramBuilder(0);
    long[] starts = new long[ops];
    long[] ends = new long[ops];
    for (int op = 0; op < ops; op++) {
      b.compute("kernel", 1_000_000, 1_000_000);
      starts[op] = op * 1_000_000L;
      ends[op] = starts[op] + 1_000_000;
    }
    CardTrack card = new CardTrack(0, 1, b.build(), starts, starts, ends);
    Counter counter = new Counter();
    PerfettoTrace.write(new Timeline(ends[ops - 1], List.of(card), List.of(), List.of(), 0, 0), counter);
    assertThat(counter.bytes).isGreaterThan(30_000_000);
    assertThat(counter.largest).isLessThan(1 << 17);
  }

  /** The events, arguments as {@code args.name}, numbers as they were written. */
  private static List<Map<String, String>> read(Timeline timeline) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PerfettoTrace.write(timeline, out);
    List<Map<String, String>> events = new ArrayList<>();
    try (JsonParser p = new JsonFactory().createParser(ObjectReadContext.empty(), out.toByteArray())) {
      Map<String, String> event = new LinkedHashMap<>();
      int depth = 0;
      for (JsonToken token = p.nextToken(); token != null; token = p.nextToken()) {
        if (token == JsonToken.START_OBJECT && ++depth == 2) {
          event = new LinkedHashMap<>();
        } else if (token == JsonToken.END_OBJECT && --depth == 1) {
          events.add(event);
        } else if (token.isScalarValue()) {
          event.put(depth == 3 ? "args." + p.currentName() : p.currentName(), p.getString());
        }
      }
    }
    return events;
  }

  private static final class Counter extends OutputStream {
    private long bytes;
    private int largest;

    @Override
    public void write(int b) {
      bytes++;
    }

    @Override
    public void write(byte[] buffer, int offset, int length) {
      bytes += length;
      largest = Math.max(largest, length);
    }
  }
}

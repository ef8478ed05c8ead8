package org.kilocard.report;

import java.io.BufferedOutputStream;
import java.io.OutputStream;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.kilocard.program.Program;
import org.kilocard.program.Stream;
import org.kilocard.timeline.CardTrack;
import org.kilocard.timeline.Timeline;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * Writes a timeline in the Chrome trace event format, which ui.perfetto.dev and chrome://tracing show: one
 * process per class of cards, one thread per stream, one complete event per op. Event by event to the stream,
 * so that the size of the trace costs no memory.
 *
 * <p>A communicating op is drawn from its start, when the last member of the group had arrived; how long it
 * waited for that is its argument {@code waited_us}. Times are microseconds with six decimals, exact to the
 * picosecond; viewers round to a nanosecond.
 */
public final class PerfettoTrace {
  private static final JsonFactory JSON =
      JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();

  private final JsonGenerator json;

  private PerfettoTrace(JsonGenerator json) {
    this.json = json;
  }

  /** Writes {@code timeline} in UTF-8; leaves the stream open. */
  public static void write(Timeline timeline, OutputStream out) {
    OutputStream buffered = new BufferedOutputStream(out, 1 << 16);
    try (JsonGenerator generator = JSON.createGenerator(ObjectWriteContext.empty(), buffered)) {
      new PerfettoTrace(generator).timeline(timeline);
    }
  }

  private void timeline(Timeline timeline) {
    json.writeStartObject();
    json.writeStringProperty("displayTimeUnit", "ns");
    json.writeArrayPropertyStart("traceEvents");
    for (CardTrack track : timeline.cards()) {
      card(track);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void card(CardTrack track) {
    Program program = track.program();
    metadata(process(track), 0, "process_name", "rank " + track.rank() + ", stage " + program.pipelineRank()
        + (track.cards() == 1 ? "" : " (" + track.cards() + " cards)"));
    metadata(process(track), 0, "process_sort_index", program.pipelineRank());
    Set<Stream> streams = EnumSet.noneOf(Stream.class);
    for (int op = 0; op < program.size(); op++) {
      streams.add(program.stream(op));
    }
    for (Stream stream : streams) {
      metadata(process(track), thread(stream), "thread_name", name(stream));
      metadata(process(track), thread(stream), "thread_sort_index", thread(stream));
    }
    for (int op = 0; op < program.size(); op++) {
      op(track, op);
    }
  }

  private void op(CardTrack track, int op) {
    Program program = track.program();
    long start = track.startPs()[op];
    json.writeStartObject();
    json.writeStringProperty("ph", "X");
    json.writeNumberProperty("pid", process(track));
    json.writeNumberProperty("tid", thread(program.stream(op)));
    json.writeStringProperty("name", program.label(op));
    json.writeStringProperty("cat", program.work(op).name().toLowerCase(Locale.ROOT));
    microseconds("ts", start);
    microseconds("dur", track.endPs()[op] - start);
    json.writeObjectPropertyStart("args");
    json.writeNumberProperty("op", op);
    if (program.microBatch(op) >= 0) {
      json.writeNumberProperty("micro_batch", program.microBatch(op));
    }
    if (program.slot(op) >= 0) {
      json.writeNumberProperty("slot", program.slot(op));
    }
    if (!program.computes(op)) {
      json.writeStringProperty("op_kind", program.calls().get(program.call(op)).operation().label());
      json.writeNumberProperty("bytes", program.calls().get(program.call(op)).bytes());
      microseconds("waited_us", start - track.readyPs()[op]);
    }
    json.writeEndObject();
    json.writeEndObject();
  }

  private void metadata(int process, int thread, String what, String name) {
    metadataStart(process, thread, what);
    json.writeStringProperty("name", name);
    json.writeEndObject();
    json.writeEndObject();
  }

  private void metadata(int process, int thread, String what, int order) {
    metadataStart(process, thread, what);
    json.writeNumberProperty("sort_index", order);
    json.writeEndObject();
    json.writeEndObject();
  }

  private void metadataStart(int process, int thread, String what) {
    json.writeStartObject();
    json.writeStringProperty("ph", "M");
    json.writeNumberProperty("pid", process);
    json.writeNumberProperty("tid", thread);
    json.writeStringProperty("name", what);
    json.writeObjectPropertyStart("args");
  }

  private void microseconds(String key, long ps) {
    json.writeName(key);
    json.writeNumber(microseconds(ps));
  }

  /** {@code ps} ≥ 0 in microseconds, as an exact decimal. */
  static String microseconds(long ps) {
    String decimals = Long.toString(1_000_000 + ps % 1_000_000).substring(1);
    return ps / 1_000_000 + "." + decimals;
  }

  /** Perfetto takes process 0 for the idle process of Linux and renames it. */
  private static int process(CardTrack track) {
    return track.rank() + 1;
  }

  /** Viewers draw a process's threads in this order; 0 is kept for the process itself. */
  private static int thread(Stream stream) {
    return stream.ordinal() + 1;
  }

  private static String name(Stream stream) {
    return stream.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}

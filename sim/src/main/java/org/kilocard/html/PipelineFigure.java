package org.kilocard.html;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.kilocard.schedule.ChunkTask;
import org.kilocard.schedule.Pass;
import org.kilocard.schedule.Slot;
import org.kilocard.schedule.Timetable;
import org.kilocard.schedule.Timetable.TimedSlot;
import org.kilocard.unit.Time;

/**
 * A timetable as SVG: a row per pipeline rank, a block per pass, later chunks paler; of an overlapped pair the upper
 * half is the forward. Of more blocks than a page should hold, each column of the picture shows the slot that runs in
 * its middle.
 */
final class PipelineFigure {
  private static final int LEFT = 34;
  private static final int WIDTH = 960;
  private static final int ROW = 16;
  private static final int BLOCK = 13;
  private static final int MOST_BLOCKS = 9_000;
  private static final int MOST_TICKS = 10;

  private record Look(Pass pass, int chunk) {}

  private static final Comparator<Look> ORDER = Comparator.comparing(Look::pass).thenComparing(Look::chunk);

  private final Timetable timetable;
  private final Map<Look, StringBuilder> paths = new TreeMap<>(ORDER);
  private int chunks = 1;
  private int columns;

  PipelineFigure(Timetable timetable) {
    this.timetable = timetable;
    int blocks = timetable.ranks().stream().mapToInt(List::size).sum();
    columns = blocks > MOST_BLOCKS ? Math.max(100, MOST_BLOCKS / timetable.ranks().size()) : 0;
  }

  void write(Markup markup) {
    for (int rank = 0; rank < timetable.ranks().size(); rank++) {
      List<TimedSlot> slots = timetable.ranks().get(rank);
      for (TimedSlot slot : columns > 0 ? sampled(slots) : slots) {
        add(rank, slot);
      }
    }
    int ranks = timetable.ranks().size();
    int height = ranks * ROW + 24;
    String words = "Pipeline of " + ranks + " ranks over " + Time.format(timetable.makespanPs());
    markup.open("figure").open("div", "class", "scroll", "tabindex", "0", "role", "region", "aria-label", words);
    markup.open("svg", "xmlns", "http://www.w3.org/2000/svg", "viewBox", "0 0 1000 " + height, "role", "img",
        "aria-label", words + ". " + idle());
    ticks(markup, ranks * ROW);
    for (int rank = 0; rank < ranks; rank++) {
      markup.element("text", String.valueOf(rank), "x", String.valueOf(LEFT - 6), "y",
          String.valueOf(rank * ROW + 11), "text-anchor", "end");
    }
    paths.forEach((look, path) -> markup.empty("path", "class", style(look.pass()), "fill-opacity",
        String.format(Locale.ROOT, "%.2f", chunks == 1 ? 1 : 1 - 0.6 * look.chunk() / (chunks - 1)),
        "d", path.toString()));
    markup.close().close();
    legend(markup);
    markup.element("figcaption", "Rows are pipeline ranks; gaps are time in which a rank waits. " + idle()
        + (chunks > 1 ? " Paler: later chunks of the model." : "")
        + (columns > 0 ? " Drawn in " + columns + " columns, each with what runs in its middle." : ""));
    markup.close();
  }

  private String idle() {
    double[] shares = new double[timetable.ranks().size()];
    for (int rank = 0; rank < shares.length; rank++) {
      shares[rank] = 100.0 * timetable.idlePs(rank) / Math.max(1, timetable.makespanPs());
    }
    Arrays.sort(shares);
    return String.format(Locale.ROOT, "Ranks wait %.1f to %.1f %% of that time.", shares[0], shares[shares.length - 1]);
  }

  /** The slots that run in the middle of the columns, neighbours of one look joined. */
  private List<TimedSlot> sampled(List<TimedSlot> slots) {
    List<TimedSlot> kept = new ArrayList<>();
    int next = 0;
    double column = (double) timetable.makespanPs() / columns;
    for (int c = 0; c < columns; c++) {
      long middle = Math.round((c + 0.5) * column);
      while (next < slots.size() && slots.get(next).endPs() <= middle) {
        next++;
      }
      if (next < slots.size() && slots.get(next).startPs() <= middle) {
        TimedSlot slot = slots.get(next);
        long start = Math.round(c * column);
        long end = Math.round((c + 1) * column);
        TimedSlot last = kept.isEmpty() ? slot : kept.get(kept.size() - 1);
        if (!kept.isEmpty() && last.endPs() == start && looks(last.slot()).equals(looks(slot.slot()))) {
          kept.set(kept.size() - 1, new TimedSlot(last.slot(), last.startPs(), end));
        } else {
          kept.add(new TimedSlot(slot.slot(), start, end));
        }
      }
    }
    return kept;
  }

  private static List<Look> looks(Slot slot) {
    return slot.tasks().stream().map(task -> new Look(task.pass(), task.chunk())).toList();
  }

  private void add(int rank, TimedSlot timed) {
    boolean paired = timed.slot() instanceof Slot.Overlapped;
    double left = x(timed.startPs());
    double width = Math.max(0.1, x(timed.endPs()) - left);
    for (ChunkTask task : timed.slot().tasks()) {
      chunks = Math.max(chunks, task.chunk() + 1);
      double top = rank * ROW + (paired && task.pass() != Pass.FORWARD ? BLOCK / 2.0 : 0);
      paths.computeIfAbsent(new Look(task.pass(), task.chunk()), look -> new StringBuilder())
          .append(String.format(Locale.ROOT, "M%s %sh%sv%sh-%sz", number(left), number(top), number(width),
              number(paired ? BLOCK / 2.0 : BLOCK), number(width)));
    }
  }

  private double x(long ps) {
    return LEFT + (double) WIDTH * ps / Math.max(1, timetable.makespanPs());
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value).replaceFirst("\\.0$", "");
  }

  private void ticks(Markup markup, int bottom) {
    long step = step(timetable.makespanPs());
    for (long ps = 0; ps <= timetable.makespanPs(); ps += step) {
      String at = number(x(ps));
      markup.empty("path", "class", "axis", "d", "M" + at + " 0V" + (bottom + 4));
      markup.element("text", ps == 0 ? "0" : Time.format(ps), "x", at, "y", String.valueOf(bottom + 17),
          "text-anchor", ps == 0 ? "start" : ps + step / 2 > timetable.makespanPs() ? "end" : "middle");
    }
  }

  /** A round time that goes four to ten times into the whole. */
  private static long step(long wholePs) {
    long step = 1;
    while (wholePs / step > MOST_TICKS) {
      step = wholePs / step / 2 <= MOST_TICKS ? 2 * step
          : wholePs / step / 5 <= MOST_TICKS ? 5 * step : 10 * step;
    }
    return step;
  }

  private void legend(Markup markup) {
    Set<Pass> passes = EnumSet.noneOf(Pass.class);
    paths.keySet().forEach(look -> passes.add(look.pass()));
    markup.open("ul", "class", "legend");
    for (Pass pass : passes) {
      markup.open("li").element("i", "", "class", style(pass)).text(switch (pass) {
        case FORWARD -> "forward";
        case BACKWARD -> "backward";
        case BACKWARD_INPUT -> "backward of the input";
        case WEIGHT -> "backward of the weights";
      }).close();
    }
    markup.close();
  }

  private static String style(Pass pass) {
    return switch (pass) {
      case FORWARD -> "forward";
      case BACKWARD -> "backward";
      case BACKWARD_INPUT -> "input";
      case WEIGHT -> "weights";
    };
  }
}

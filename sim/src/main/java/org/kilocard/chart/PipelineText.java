package org.kilocard.chart;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.kilocard.schedule.ChunkTask;
import org.kilocard.schedule.Pass;
import org.kilocard.schedule.Slot;
import org.kilocard.schedule.Timetable;
import org.kilocard.schedule.Timetable.TimedSlot;
import org.kilocard.unit.Time;

/**
 * A pipeline drawn with letters: a line per rank, a character per unit of time.
 *
 * <p><b>Model.</b> The unit is the mean duration of the shortest kind of pass, or longer where the picture
 * would be too wide. A character says what the rank did for the longest part of the unit. Behind each line
 * stands the bubble: the share of the time up to the end of the last pass of all ranks in which this one ran
 * none.
 */
public final class PipelineText {
  private static final char IDLE = '.';
  private static final char PAIR = 'X';

  private PipelineText() {}

  /**
   * The lines of the picture.
   *
   * @param first lowest rank to draw
   * @param last highest rank to draw
   * @param columns most characters for the time
   */
  public static List<String> lines(Timetable timetable, int first, int last, int columns) {
    long makespan = timetable.makespanPs();
    long unit = Math.max(shortestPs(timetable), (makespan + columns - 1) / columns);
    int width = (int) ((makespan + unit - 1) / unit);
    String margin = " ".repeat(Integer.toString(last).length());
    List<String> lines = new ArrayList<>();
    StringBuilder seen = new StringBuilder();
    for (int rank = first; rank <= last; rank++) {
      String row = row(timetable.ranks().get(rank), unit, width);
      seen.append(row);
      String number = margin + rank;
      lines.add("rank " + number.substring(number.length() - margin.length()) + " |" + row + "| bubble "
          + String.format(Locale.ROOT, "%4.1f %%", 100.0 * timetable.idlePs(rank) / Math.max(1, makespan)));
    }
    lines.add(legend(seen.toString()) + "; a character is " + Time.format(unit) + " of "
        + Time.format(makespan));
    return lines;
  }

  private static long shortestPs(Timetable timetable) {
    Map<Pass, long[]> sums = new EnumMap<>(Pass.class);
    for (List<TimedSlot> rank : timetable.ranks()) {
      for (TimedSlot timed : rank) {
        if (timed.slot() instanceof Slot.Single single) {
          long[] sum = sums.computeIfAbsent(single.task().pass(), pass -> new long[2]);
          sum[0] += timed.durationPs();
          sum[1]++;
        }
      }
    }
    return Math.max(1, sums.values().stream().mapToLong(sum -> sum[0] / sum[1]).min().orElse(1));
  }

  private static String row(List<TimedSlot> slots, long unitPs, int width) {
    StringBuilder row = new StringBuilder();
    int next = 0;
    for (int column = 0; column < width; column++) {
      long from = column * unitPs;
      long to = from + unitPs;
      while (next < slots.size() && slots.get(next).endPs() <= from) {
        next++;
      }
      // Longest first; of equally long, what is not idle, then the letter that comes first.
      Map<Character, Long> shares = new TreeMap<>();
      long idle = unitPs;
      for (int i = next; i < slots.size() && slots.get(i).startPs() < to; i++) {
        long share = Math.min(to, slots.get(i).endPs()) - Math.max(from, slots.get(i).startPs());
        shares.merge(letter(slots.get(i).slot()), share, Long::sum);
        idle -= share;
      }
      char longest = IDLE;
      for (Map.Entry<Character, Long> share : shares.entrySet()) {
        if (share.getValue() > (longest == IDLE ? idle - 1 : shares.get(longest))) {
          longest = share.getKey();
        }
      }
      row.append(longest);
    }
    return row.toString();
  }

  /** Capital on chunk 0, small on the others. */
  private static char letter(Slot slot) {
    if (slot instanceof Slot.Overlapped) {
      return PAIR;
    }
    ChunkTask task = slot.tasks().get(0);
    char letter = switch (task.pass()) {
      case FORWARD -> 'F';
      case BACKWARD -> 'B';
      case BACKWARD_INPUT -> 'I';
      case WEIGHT -> 'W';
    };
    return task.chunk() == 0 ? letter : Character.toLowerCase(letter);
  }

  private static String legend(String seen) {
    List<String> words = new ArrayList<>();
    explain(words, seen, 'F', "forward");
    explain(words, seen, 'B', "backward");
    explain(words, seen, 'I', "backward of the input");
    explain(words, seen, 'W', "backward of the weights");
    explain(words, seen, PAIR, "a forward beside a backward");
    if (seen.chars().anyMatch(Character::isLowerCase)) {
      words.add("small letters: chunk 1 and up");
    }
    explain(words, seen, IDLE, "idle");
    return String.join(", ", words);
  }

  private static void explain(List<String> words, String seen, char letter, String meaning) {
    if (seen.indexOf(letter) >= 0 || seen.indexOf(Character.toLowerCase(letter)) >= 0) {
      words.add(letter + " " + meaning);
    }
  }
}

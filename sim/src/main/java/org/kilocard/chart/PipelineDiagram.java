package org.kilocard.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Paint;
import java.awt.geom.Rectangle2D;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.LegendItem;
import org.jfree.chart.LegendItemCollection;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.axis.SymbolAxis;
import org.jfree.chart.labels.ItemLabelAnchor;
import org.jfree.chart.labels.ItemLabelPosition;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.StandardXYBarPainter;
import org.jfree.chart.renderer.xy.XYBarRenderer;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.xy.XYIntervalSeries;
import org.jfree.data.xy.XYIntervalSeriesCollection;
import org.kilocard.schedule.ChunkTask;
import org.kilocard.schedule.Pass;
import org.kilocard.schedule.Slot;
import org.kilocard.schedule.Timetable;
import org.kilocard.schedule.Timetable.TimedSlot;
import org.kilocard.unit.Time;

/**
 * The picture of a pipeline that papers draw: a row per rank, a block per pass, the number of the micro-batch
 * in it where there is room, white where the rank waits. Made for the outcome of a simulation, see {@link
 * SimulatedTimetable}; draws any other timetable as well.
 *
 * <p>The colour of a block is its pass, the shade its chunk, dark for chunk 0. Of an overlapped pair the
 * upper half is the forward, the lower half the backward. The dataset has one series per colour and one item
 * per block; a pair is two items.
 */
public final class PipelineDiagram {
  private static final double HALF_ROW = 0.42;
  private static final int ROW_PIXELS = 38;
  private static final int FRAME_PIXELS = 160;
  /** Blocks of this mean width and above are a pixel apart; narrower ones less, to keep their colour. */
  private static final float ROOMY_PIXELS = 12;
  /** Blocks of a smaller mean width bear no numbers: those of the few wide ones would only puzzle. */
  private static final float NUMBERED_PIXELS = 16;

  /** What blocks of one series have in common. */
  private record Look(Pass pass, boolean paired, int chunk) implements Comparable<Look> {
    @Override
    public int compareTo(Look other) {
      return Comparator.comparing(Look::pass).thenComparing(Look::paired).thenComparing(Look::chunk)
          .compare(this, other);
    }


    Color colour(int chunks) {
      return hue().tint(chunks == 1 ? 0 : 0.6 * chunk / (chunks - 1));
    }

    private ChartTheme.Hue hue() {
      return switch (pass) {
        case FORWARD -> ChartTheme.Hue.SKY;
        case BACKWARD -> ChartTheme.Hue.ORANGE;
        case BACKWARD_INPUT -> ChartTheme.Hue.GREEN;
        case WEIGHT -> ChartTheme.Hue.PURPLE;
      };
    }
  }

  /** Blocks of one look, and the numbers in them. */
  private record Blocks(XYIntervalSeries places, List<String> numbers) {}

  private final Timetable timetable;
  private final int first;
  private final int last;
  private final TimeUnit unit;
  private final Map<Look, Blocks> series = new LinkedHashMap<>();
  private int chunks = 1;

  /** The unit of the axis. */
  private enum TimeUnit {
    S(1_000_000_000_000L),
    MS(1_000_000_000L),
    US(1_000_000L),
    NS(1_000L),
    PS(1);

    private final long ps;

    TimeUnit(long ps) {
      this.ps = ps;
    }

    /** The largest that leaves the number above 5. */
    static TimeUnit of(long longestPs) {
      for (TimeUnit unit : values()) {
        if (longestPs >= 5 * unit.ps) {
          return unit;
        }
      }
      return PS;
    }

    double count(double timePs) {
      return timePs / ps;
    }

    String symbol() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private PipelineDiagram(Timetable timetable, int first, int last) {
    this.timetable = timetable;
    this.first = first;
    this.last = last;
    unit = TimeUnit.of(timetable.makespanPs());
  }

  /**
   * Draws the ranks {@code first} to {@code last} of a timetable.
   *
   * @param title what is shown
   * @param width of the picture in pixels
   */
  public static JFreeChart chart(Timetable timetable, int first, int last, String title, int width) {
    return new PipelineDiagram(timetable, first, last).draw(title, width);
  }

  /** Height in pixels of a picture of so many ranks. */
  public static int height(int ranks) {
    return FRAME_PIXELS + ranks * ROW_PIXELS;
  }

  /** Writes {@link #chart} as PNG; leaves the stream open. */
  public static void writePng(
      Timetable timetable, int first, int last, String title, int width, OutputStream out) {
    ChartTheme.writePng(
        chart(timetable, first, last, title, width), out, width, height(last - first + 1));
  }

  private JFreeChart draw(String title, int width) {
    int drawn = 0;
    for (int rank = first; rank <= last; rank++) {
      for (TimedSlot timed : timetable.ranks().get(rank)) {
        add(rank, timed);
        drawn++;
      }
    }
    XYIntervalSeriesCollection dataset = new XYIntervalSeriesCollection();
    series.values().forEach(blocks -> dataset.addSeries(blocks.places()));
    float meanPixels = (float) width * (last - first + 1) / Math.max(1, drawn);
    XYPlot plot = new XYPlot(dataset, timeAxis(), rankAxis(), renderer(meanPixels));
    plot.setFixedLegendItems(legend());
    JFreeChart chart = ChartTheme.chart(title, List.of(smallPrint()), plot);
    plot.setRangeGridlinesVisible(false);
    plot.setDomainGridlinesVisible(false);
    return chart;
  }

  private void add(int rank, TimedSlot timed) {
    boolean paired = timed.slot() instanceof Slot.Overlapped;
    for (ChunkTask task : timed.slot().tasks()) {
      chunks = Math.max(chunks, task.chunk() + 1);
      Look look = new Look(task.pass(), paired, task.chunk());
      Blocks blocks = series.computeIfAbsent(
          look, unseen -> new Blocks(new XYIntervalSeries(unseen, false, true), new ArrayList<>()));
      double low = paired && task.pass() != Pass.FORWARD ? rank : rank - HALF_ROW;
      double high = paired && task.pass() == Pass.FORWARD ? rank : rank + HALF_ROW;
      double start = unit.count(timed.startPs());
      blocks.places().add(start, start, unit.count(timed.endPs()), (low + high) / 2, low, high);
      blocks.numbers().add(Integer.toString(task.microBatch()));
    }
  }

  private NumberAxis timeAxis() {
    NumberAxis axis = ChartTheme.axis("time since the start of the step", unit.symbol());
    axis.setRange(0, unit.count(Math.max(1, timetable.makespanPs())));
    return axis;
  }

  private SymbolAxis rankAxis() {
    String[] names = IntStream.rangeClosed(0, last).mapToObj(Integer::toString).toArray(String[]::new);
    SymbolAxis axis = ChartTheme.dress(new SymbolAxis("pipeline rank", names));
    axis.setGridBandsVisible(false);
    axis.setInverted(true);
    axis.setTickUnit(new NumberTickUnit(1));
    axis.setRange(first - 0.5, last + 0.5);
    return axis;
  }

  private XYBarRenderer renderer(float meanPixels) {
    XYBarRenderer renderer = new XYBarRenderer(0);
    renderer.setUseYInterval(true);
    renderer.setBarPainter(new StandardXYBarPainter());
    renderer.setShadowVisible(false);
    renderer.setDrawBarOutline(true);
    renderer.setDefaultOutlinePaint(Color.WHITE);
    renderer.setDefaultOutlineStroke(new BasicStroke(Math.min(1, meanPixels / ROOMY_PIXELS)));
    renderer.setAutoPopulateSeriesOutlinePaint(false);
    renderer.setAutoPopulateSeriesOutlineStroke(false);
    int index = 0;
    for (Look look : series.keySet()) {
      renderer.setSeriesPaint(index++, look.colour(chunks));
    }
    List<List<String>> numbers = series.values().stream().map(Blocks::numbers).toList();
    // The renderer leaves out what does not fit into the block.
    renderer.setDefaultItemLabelsVisible(meanPixels >= NUMBERED_PIXELS);
    renderer.setDefaultItemLabelFont(ChartTheme.font(11));
    renderer.setDefaultItemLabelPaint(ChartTheme.ink());
    renderer.setDefaultItemLabelGenerator((data, row, item) -> numbers.get(row).get(item));
    renderer.setDefaultPositiveItemLabelPosition(
        new ItemLabelPosition(ItemLabelAnchor.CENTER, TextAnchor.CENTER));
    return renderer;
  }

  private String smallPrint() {
    double[] shares = IntStream.rangeClosed(first, last)
        .mapToDouble(rank -> 100.0 * timetable.idlePs(rank) / Math.max(1, timetable.makespanPs()))
        .sorted()
        .toArray();
    String least = String.format(Locale.ROOT, "%.1f", shares[0]);
    String most = String.format(Locale.ROOT, "%.1f", shares[shares.length - 1]);
    return "Passes end after " + Time.format(timetable.makespanPs()) + ". Bubble "
        + (least.equals(most) ? most : least + " to " + most) + " % of that."
        + (chunks == 1 ? "" : " Darkest: chunk 0, lightest: chunk " + (chunks - 1) + ".")
        + (series.keySet().stream().anyMatch(Look::paired) ? " Split: a forward beside a backward." : "");
  }

  private LegendItemCollection legend() {
    Set<Pass> passes = EnumSet.noneOf(Pass.class);
    series.keySet().forEach(look -> passes.add(look.pass()));
    LegendItemCollection items = new LegendItemCollection();
    for (Pass pass : passes) {
      items.add(item(words(pass), new Look(pass, false, 0).colour(chunks)));
    }
    return items;
  }

  private static LegendItem item(String words, Paint fill) {
    LegendItem item = new LegendItem(words, "", "", "", new Rectangle2D.Double(-6, -6, 12, 12), fill);
    item.setLabelPaint(ChartTheme.ink());
    return item;
  }

  private static String words(Pass pass) {
    return switch (pass) {
      case FORWARD -> "forward";
      case BACKWARD -> "backward";
      case BACKWARD_INPUT -> "backward of the input";
      case WEIGHT -> "backward of the weights";
    };
  }
}

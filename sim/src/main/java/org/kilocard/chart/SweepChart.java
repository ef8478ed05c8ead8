package org.kilocard.chart;

import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jfree.chart.JFreeChart;
import org.kilocard.job.Job;
import org.kilocard.report.SweepTable;
import org.kilocard.schedule.Timetable;
import org.kilocard.sweep.ChartSpec;
import org.kilocard.sweep.MeasuredPoints;
import org.kilocard.timeline.Timeline;

/** The picture of a sweep. */
public final class SweepChart {
  /** A picture of more pipeline ranks would take a gigabyte while it is drawn. */
  private static final int MOST_RANKS = 256;

  private SweepChart() {}

  /** Draws the table of a chart of any kind but pipeline. */
  public static JFreeChart chart(ChartSpec spec, SweepTable table) {
    return switch (spec.kind()) {
      case LINE, SCATTER, PARETO -> new XyChart(spec, table).draw(smallPrint(spec, table));
      case BARS, STACKED_BARS -> Bars.chart(
          spec.title(), smallPrint(spec, table), spec.yLabel(), SweepBars.data(spec, table));
      case HEAT_MAP -> new HeatMap(spec, table).draw(smallPrint(spec, table));
      case PIPELINE -> throw new IllegalArgumentException("a pipeline is drawn from a timeline");
    };
  }

  /** Writes {@link #chart} as PNG; leaves the stream open. */
  public static void writePng(ChartSpec spec, SweepTable table, OutputStream out) {
    int height = spec.height() > 0 ? spec.height()
        : Bars.height(SweepBars.data(spec, table), smallPrint(spec, table).size());
    ChartTheme.writePng(chart(spec, table), out, spec.width(), height);
  }

  /** Writes the passes of a simulated step as PNG; leaves the stream open. */
  public static void writePng(ChartSpec spec, Timeline timeline, Job job, OutputStream out) {
    Timetable timetable = SimulatedTimetable.of(timeline, job.schedule(), job.pipelineShape());
    int last = Math.min(job.pipelineShape().ranks(), MOST_RANKS) - 1;
    PipelineDiagram.writePng(timetable, 0, last, spec.title(), spec.width(), out);
  }

  private static List<String> smallPrint(ChartSpec spec, SweepTable table) {
    List<String> lines = new ArrayList<>(spec.notes());
    for (MeasuredPoints measured : spec.measured()) {
      lines.add(measured.label() + ": " + measured.source());
    }
    if (table.points().stream().anyMatch(SweepTable.Point::exceedsMemory)) {
      lines.add(switch (spec.kind()) {
        case LINE, SCATTER, PARETO -> "Hollow: does not fit into the memory of the cards.";
        default -> "*: does not fit into the memory of the cards.";
      });
    }
    int failures = table.failures().size();
    if (failures > 0) {
      lines.add(failures + (failures == 1 ? " point has" : " points have") + " no result"
          + switch (spec.kind()) {
            case LINE -> ": a cross on the axis.";
            case SCATTER, PARETO -> ".";
            default -> ": a dash.";
          });
    }
    return lines;
  }
}

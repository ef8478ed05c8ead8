/**
 * Pictures of what was simulated. The only package that knows JFreeChart; needs no display.
 *
 * <p>A pipeline is drawn in two steps. First the facts: {@link org.kilocard.chart.SimulatedTimetable} reads
 * from a timeline when each pass ran. Then the drawing: {@link org.kilocard.chart.PipelineText} for a terminal, {@link
 * org.kilocard.chart.PipelineDiagram} for a PNG file. All other pictures are of a report, one class each: {@link
 * org.kilocard.chart.SweepChart} draws what a chart file asks for, {@link org.kilocard.chart.TopologyPicture} a
 * cluster, {@link org.kilocard.chart.BusBandwidthChart} collectives over size. {@link org.kilocard.chart.ChartTheme}
 * makes them look alike.
 */
@NullMarked
package org.kilocard.chart;

import org.jspecify.annotations.NullMarked;

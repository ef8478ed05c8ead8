/**
 * Pictures of what was simulated. The only package that knows JFreeChart; needs no display.
 *
 * <p>A picture is made in two steps. First the facts: {@link org.kilocard.chart.SimulatedTimetable} reads
 * from a timeline when each pass of a pipeline ran. Then the drawing: {@link org.kilocard.chart.PipelineText}
 * for a terminal, {@link org.kilocard.chart.PipelineDiagram} for a PNG file. {@link
 * org.kilocard.chart.BusBandwidthChart} draws collectives over size. {@link org.kilocard.chart.ChartTheme}
 * makes all pictures look alike.
 */
@NullMarked
package org.kilocard.chart;

import org.jspecify.annotations.NullMarked;

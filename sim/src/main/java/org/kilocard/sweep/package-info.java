/**
 * Sweeps: many simulations of one chart file, kept as they come, and the table that they make.
 *
 * <p>{@link org.kilocard.sweep.ChartFile} reads a chart file strictly into a {@link
 * org.kilocard.sweep.ChartSpec}. {@link org.kilocard.sweep.Question} is one simulation of it, with a key that
 * changes whenever anything changes that its numbers depend on. {@link org.kilocard.sweep.FigureStore} keeps
 * the numbers on disk by that key, so that a sweep that was stopped goes on where it stopped. {@link
 * org.kilocard.sweep.Sweep} puts these together, and hands on a {@link org.kilocard.report.SweepTable}.
 */
@NullMarked
package org.kilocard.sweep;

import org.jspecify.annotations.NullMarked;

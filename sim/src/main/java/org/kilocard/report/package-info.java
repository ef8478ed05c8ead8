/**
 * From a timeline to what people and programs read: breakdowns, utilisation, statistics, text, JSON, trace.
 *
 * <p>Three steps. {@link org.kilocard.report.Invariants} checks what no correct simulation can violate.
 * {@link org.kilocard.report.Result} adds the timeline up, with {@link org.kilocard.report.RunFacts} for what
 * a timeline cannot know (FLOPs, memory, prices); its parts are computed each in its own file:
 * {@link org.kilocard.report.StepAnalysis} (where the time of every card goes, exact to the picosecond),
 * {@link org.kilocard.report.TierUse}, {@link org.kilocard.report.CollectiveUse},
 * {@link org.kilocard.report.MemoryUse}, {@link org.kilocard.report.TrainingCost} and
 * {@link org.kilocard.report.Bottleneck}. Three writers show it: {@link org.kilocard.report.TextReport} for a
 * person, {@link org.kilocard.report.JsonResult} for programs, {@link org.kilocard.report.PerfettoTrace} for
 * a trace viewer.
 *
 * <p>Scenarios side by side are a {@link org.kilocard.report.Comparison}: each a
 * {@link org.kilocard.report.Compared}, how one differs from the base a {@link org.kilocard.report.Difference}, in
 * words {@link org.kilocard.report.Why}; written by {@link org.kilocard.report.CompareText} and
 * {@link org.kilocard.report.CompareJson}.
 *
 * <p>A collective that is timed by itself has a report of its own:
 * {@link org.kilocard.report.CollectiveTable} with a {@link org.kilocard.report.CollectiveRow} per size,
 * written by {@link org.kilocard.report.CollectiveText} and {@link org.kilocard.report.CollectiveJson}.
 *
 * <p>Everything is a function of its arguments: the same timeline gives the same bytes on any JDK and locale.
 * Only the wall-clock seconds, which the caller hands in, differ from run to run.
 */
@NullMarked
package org.kilocard.report;

import org.jspecify.annotations.NullMarked;

/**
 * Pipeline schedules: the order of forward, backward and weight passes on each pipeline rank.
 *
 * <p>A {@link org.kilocard.schedule.Schedule} is two things: a {@link org.kilocard.schedule.Placement}, which
 * says what stage of the model each chunk of a rank holds and so who sends to whom, and an order of {@link
 * org.kilocard.schedule.Slot slots} per rank. It knows neither times nor bytes. One schedule per file; a new
 * one is that file and a line in {@link org.kilocard.schedule.Schedules}. A slot holds one pass, or a forward and a
 * backward pass that hide each other's communication: always in DualPipe, and in schedules that have a {@linkplain
 * org.kilocard.schedule.Schedule#paired paired} form where the job has all-to-alls to hide.
 *
 * <p>Three tools read any schedule, without a network or a world: {@link org.kilocard.schedule.PipelineClock}
 * plays it with given times and free communication, and says who waits for whom if it cannot end; {@link
 * org.kilocard.schedule.Schedule#bubblePs} is the closed form that the clock is held against; and {@link
 * org.kilocard.schedule.ActivationsInFlight} counts what a rank keeps in memory.
 *
 * <pre>{@code
 * var schedule = Schedules.named("1f1b").orElseThrow();
 * var shape = new PipelineShape(4, 1, 8);
 * var timetable = PipelineClock.play(schedule, shape, PassTimes.serial(1000, 1000, 1000));
 * timetable.makespanPs();                              // (8 + 4 - 1) x 3000
 * ActivationsInFlight.peak(schedule.order(shape, 0));  // 4
 * }</pre>
 */
@NullMarked
package org.kilocard.schedule;

import org.jspecify.annotations.NullMarked;

/**
 * The simulated cluster: actors on virtual time. The only package that knows Akka.
 *
 * <p>A {@link org.kilocard.world.Simulator} runs one {@link org.kilocard.world.WorldSpec} at a time, on the thread
 * that calls it: all actors share a run queue that this thread drains ({@link org.kilocard.world.RunQueue}). When
 * the queue is empty, everything that happens at the present instant has happened; the
 * {@link org.kilocard.world.ClockActor} then takes the next entries of its calendar, ordered by (time, sequence),
 * and tells them. So a run is sequential, needs no acknowledgement, and gives the same result on every machine.
 *
 * <p>A {@link org.kilocard.world.CardActor} runs the program of a class of cards. It asks a
 * {@link org.kilocard.world.GroupActor} for each call; when the last member has arrived, the group starts flows
 * with the domains that they cross: {@link org.kilocard.world.NvSwitchActor},
 * {@link org.kilocard.world.UnifiedBusActor}, {@link org.kilocard.world.DirectMeshActor},
 * {@link org.kilocard.world.TorusActor}, {@link org.kilocard.world.MeshActor} or
 * {@link org.kilocard.world.ScaleOutActor}, which share their links fairly. What a call inside a mesh borrows an outer
 * tier for are two flows with one piece of work: where one ends early, the group recalls the other and splits what is
 * left ({@link org.kilocard.world.SharedWork}).
 */
@NullMarked
package org.kilocard.world;

import org.jspecify.annotations.NullMarked;

package org.kilocard.world;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import org.kilocard.unit.Time;

/** Virtual time: keeps the calendar and, whenever the world is quiescent, tells what comes next. */
final class ClockActor extends DirectBehavior<ClockActor.Command> {
  /** How many entries are handled between two reports of progress. */
  private static final int PROGRESS_EVERY = 1 << 14;

  /** What the clock understands. */
  sealed interface Command {}

  /** Tell {@code message} to {@code to} at {@code atPs}. */
  record Schedule<T>(long atPs, ActorRef<T> to, T message) implements Command {
    private void tell() {
      to.tell(message);
    }
  }

  /** The world is quiescent: go on to the next instant. */
  record Advance() implements Command {}

  private final Calendar<Schedule<?>> calendar = new Calendar<>();
  private final ActorRef<WorldActor.Command> world;
  private final Progress progress;
  private long nowPs;
  private long events;

  private ClockActor(
      ActorContext<Command> context, ActorRef<WorldActor.Command> world, Progress progress) {
    super(context);
    this.world = world;
    this.progress = progress;
  }

  static Behavior<Command> create(ActorRef<WorldActor.Command> world, Progress progress) {
    return Behaviors.setup(context -> new ClockActor(context, world, progress));
  }

  @Override
  void on(Command message) {
    if (message instanceof Schedule<?> entry) {
      onSchedule(entry);
    } else if (message instanceof Advance advance) {
      onAdvance(advance);
    }
  }

  private void onSchedule(Schedule<?> entry) {
    long atPs = Time.checked(entry.atPs(), "the step");
    if (atPs < nowPs) {
      throw new IllegalStateException("an entry at " + atPs + " ps lies before now, " + nowPs + " ps");
    }
    calendar.add(atPs, entry);
  }

  private void onAdvance(Advance advance) {
    if (calendar.isEmpty()) {
      world.tell(new WorldActor.Quiescent(nowPs, events));
      return;
    }
    nowPs = calendar.earliestPs();
    while (!calendar.isEmpty() && calendar.earliestPs() == nowPs) {
      calendar.poll().tell();
      if (++events % PROGRESS_EVERY == 0) {
        progress.at(nowPs, events);
      }
    }
  }
}

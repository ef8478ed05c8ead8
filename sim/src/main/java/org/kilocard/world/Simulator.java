package org.kilocard.world;

import akka.actor.BootstrapSetup;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.Optional;
import org.kilocard.timeline.Timeline;
import org.kilocard.unit.TooLongException;
import scala.concurrent.ExecutionContext;

/**
 * Runs simulations, one after the other, on the thread that calls {@link #run}. Holds an actor system; close it
 * after use. Not thread-safe: for parallel simulations make one simulator per thread.
 */
public final class Simulator implements AutoCloseable {
  private final RunQueue queue = new RunQueue();
  private final ActorSystem<GuardianActor.Start> system;

  /** Starts the actor system. */
  public Simulator() {
    BootstrapSetup setup = BootstrapSetup.create(
        Optional.empty(), Optional.of(config()), Optional.of(ExecutionContext.fromExecutor(queue)));
    system = ActorSystem.create(GuardianActor.create(), "kilocard", setup);
  }

  static Config config() {
    Config own = ConfigFactory.parseString("""
        akka.loglevel = OFF
        akka.stdout-loglevel = OFF
        akka.use-slf4j = off
        akka.loggers-dispatcher = akka.actor.internal-dispatcher
        akka.log-dead-letters = off
        akka.daemonic = on
        akka.jvm-shutdown-hooks = off
        akka.coordinated-shutdown.run-by-jvm-shutdown-hook = off
        akka.actor.default-dispatcher.throughput = 64
        """);
    return own.withFallback(ConfigFactory.load());
  }

  /**
   * Simulates one step.
   *
   * @return what happened
   * @throws IllegalStateException when the step never ends (the message says who waits for what) or an
   *     invariant of the simulation is broken
   */
  public Timeline run(WorldSpec spec, Progress progress) {
    queue.adopt();
    Run run = new Run();
    system.tell(new GuardianActor.Start(spec, progress, clock -> run.clock = clock, run));
    queue.drainUntil(() -> run.clock != null || run.ended());
    while (!run.ended()) {
      run.clock.tell(new ClockActor.Advance());
      queue.drain();
    }
    return run.timeline();
  }

  @Override
  public void close() {
    queue.adopt();
    system.terminate();
    queue.drainUntil(() -> system.getWhenTerminated().toCompletableFuture().isDone());
  }

  /** One simulation under way. */
  private static final class Run implements WorldActor.Outcome {
    private ActorRef<ClockActor.Command> clock;
    private Timeline timeline;
    private Throwable cause;

    @Override
    public void finished(Timeline result) {
      timeline = result;
    }

    @Override
    public void failed(Throwable failure) {
      cause = failure;
    }

    private boolean ended() {
      return timeline != null || cause != null;
    }

    private Timeline timeline() {
      if (cause instanceof TooLongException tooLong) {
        throw tooLong;
      }
      if (cause != null) {
        throw new IllegalStateException(cause.getMessage(), cause);
      }
      return timeline;
    }
  }
}

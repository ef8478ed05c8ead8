package org.kilocard.world;

import akka.actor.BootstrapSetup;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import scala.concurrent.ExecutionContext;

/** A message from actor to actor through the run queue, round a ring of so many actors. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class MessageBenchmark {
  private static final int HOPS = 10_000;

  @Param({"16", "1000", "25000"})
  private int actors;

  private RunQueue queue;
  private ActorSystem<Integer> system;
  private final List<ActorRef<Integer>> ring = new ArrayList<>();
  private int started;

  /** Makes the ring. */
  @Setup
  public void start() {
    queue = new RunQueue();
    Behavior<Integer> guardian = Behaviors.setup(context -> {
      for (int i = 0; i < actors; i++) {
        int next = i + 1;
        ring.add(context.spawnAnonymous(Behaviors.receiveMessage(left -> {
          if (left > 0) {
            ring.get(next % actors).tell(left - 1);
          }
          return Behaviors.same();
        })));
      }
      return Behaviors.empty();
    });
    system = ActorSystem.create(guardian, "benchmark", BootstrapSetup.create(
        Optional.empty(), Optional.of(Simulator.config()), Optional.of(ExecutionContext.fromExecutor(queue))));
    queue.drainUntil(() -> ring.size() == actors);
  }

  /** Ten thousand hops, from another actor each time. */
  @Benchmark
  @OperationsPerInvocation(HOPS)
  public int hops() {
    queue.adopt();
    ring.get(started++ % actors).tell(HOPS);
    queue.drain();
    return started;
  }

  /** Ends the actor system. */
  @TearDown
  public void stop() {
    queue.adopt();
    system.terminate();
    queue.drainUntil(() -> system.getWhenTerminated().toCompletableFuture().isDone());
  }
}

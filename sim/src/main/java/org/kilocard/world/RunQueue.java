package org.kilocard.world;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * The executor of all actors: a queue that the simulating thread drains in order. Tasks that other threads hand
 * in (Akka's own, when a system starts or ends) are taken when the queue is empty.
 */
final class RunQueue implements Executor {
  private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
  private final Queue<Runnable> fromOutside = new ConcurrentLinkedQueue<>();
  private volatile Thread owner = Thread.currentThread();

  @Override
  public void execute(Runnable task) {
    if (Thread.currentThread() == owner) {
      tasks.add(task);
    } else {
      fromOutside.add(task);
      LockSupport.unpark(owner);
    }
  }

  /** Makes the calling thread the one that drains. */
  void adopt() {
    owner = Thread.currentThread();
  }

  /** Runs tasks until there are none. */
  void drain() {
    while (true) {
      Runnable task = tasks.poll();
      if (task == null) {
        task = fromOutside.poll();
        if (task == null) {
          return;
        }
      }
      task.run();
    }
  }

  /** Runs tasks, waiting for those from outside, until {@code done}. */
  void drainUntil(BooleanSupplier done) {
    drain();
    while (!done.getAsBoolean()) {
      LockSupport.parkNanos(this, 1_000_000L);
      drain();
    }
  }
}

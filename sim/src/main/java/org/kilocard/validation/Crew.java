package org.kilocard.validation;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import org.kilocard.world.Simulator;

/** Threads that simulate side by side, one world at a time each. Results come in the order of the tasks. */
final class Crew {
  private final int workers;
  private final Validation.Watch watch;
  private int expected;
  private int done;

  Crew(int workers, Validation.Watch watch) {
    this.workers = workers;
    this.watch = watch;
  }

  /** So many tasks will come in all. */
  void expect(int tasks) {
    expected = tasks;
  }

  /** Does {@code work} for all of {@code tasks}; the first failure ends it. */
  <T, R> List<R> all(List<T> tasks, BiFunction<T, Simulator, R> work) {
    List<R> results = new ArrayList<>();
    for (int i = 0; i < tasks.size(); i++) {
      results.add(null);
    }
    AtomicInteger next = new AtomicInteger();
    ExecutorService threads = Executors.newFixedThreadPool(workers, task -> {
      Thread thread = new Thread(task, "validation");
      thread.setDaemon(true);
      return thread;
    });
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int w = 0; w < Math.min(workers, tasks.size()); w++) {
        running.add(threads.submit(() -> {
          try (Simulator simulator = new Simulator()) {
            for (int i = next.getAndIncrement(); i < tasks.size(); i = next.getAndIncrement()) {
              R result = work.apply(tasks.get(i), simulator);
              note(results, i, result);
            }
          } finally {
            // After a failure nobody needs to begin another.
            if (next.get() < tasks.size()) {
              next.set(tasks.size());
            }
          }
        }));
      }
      for (Future<?> worker : running) {
        worker.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    } finally {
      threads.shutdownNow();
    }
    return results;
  }

  private synchronized <R> void note(List<R> results, int index, R result) {
    results.set(index, result);
    watch.at(++done, expected);
  }
}

package org.kilocard.study;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.kilocard.world.Simulator;

/**
 * Does many independent pieces of work that simulate, on all processors: one world per thread.
 *
 * <p>Which thread does which piece is left to chance; a simulation does not depend on it.
 */
public final class Worlds {
  private final int threads;

  /** Works on so many threads. */
  public Worlds(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("at least one thread, got " + threads);
    }
    this.threads = threads;
  }

  /** Works on as many threads as there are processors. */
  public static Worlds onAllProcessors() {
    return new Worlds(Runtime.getRuntime().availableProcessors());
  }

  /**
   * Calls {@code work} with every item, and returns when all is done. The first failure of a piece is thrown
   * when the pieces under way have ended; no further ones are begun.
   */
  public <T> void each(List<T> items, BiConsumer<T, Simulator> work) {
    AtomicInteger next = new AtomicInteger();
    Consumer<Simulator> worker = simulator -> {
      for (int i = next.getAndIncrement(); i < items.size(); i = next.getAndIncrement()) {
        try {
          work.accept(items.get(i), simulator);
        } catch (RuntimeException | Error e) {
          next.set(items.size());
          throw e;
        }
      }
    };
    int workers = Math.min(threads, items.size());
    if (workers < 1) {
      return;
    }
    ExecutorService pool = Executors.newFixedThreadPool(workers);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int t = 0; t < workers; t++) {
        running.add(pool.submit(() -> {
          try (Simulator simulator = new Simulator()) {
            worker.accept(simulator);
          }
        }));
      }
      await(running);
    } finally {
      pool.shutdownNow();
    }
  }

  private static void await(List<Future<?>> running) {
    RuntimeException first = null;
    for (Future<?> future : running) {
      try {
        future.get();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while simulating", e);
      } catch (ExecutionException e) {
        if (e.getCause() instanceof Error error) {
          throw error;
        }
        RuntimeException cause =
            e.getCause() instanceof RuntimeException known ? known : new IllegalStateException(e.getCause());
        first = first == null ? cause : first;
      }
    }
    if (first != null) {
      throw first;
    }
  }
}

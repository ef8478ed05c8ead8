package org.kilocard.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunQueueTest {
  @Test
  void tasksRunInOrderAndAfterTheOneThatAddsThem() {
    RunQueue queue = new RunQueue();
    List<String> ran = new ArrayList<>();
    queue.execute(() -> {
      queue.execute(() -> ran.add("third"));
      ran.add("first");
    });
    queue.execute(() -> ran.add("second"));
    assertThat(ran).isEmpty();
    queue.drain();
    assertThat(ran).containsExactly("first", "second", "third");
  }

  @Test
  void tasksOfOtherThreadsRunOnTheDrainingThread() throws InterruptedException {
    RunQueue queue = new RunQueue();
    List<Thread> ran = new ArrayList<>();
    Thread other = new Thread(() -> queue.execute(() -> ran.add(Thread.currentThread())));
    other.start();
    queue.drainUntil(() -> !ran.isEmpty());
    other.join();
    assertThat(ran).containsExactly(Thread.currentThread());
  }
}

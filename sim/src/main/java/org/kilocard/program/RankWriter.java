package org.kilocard.program;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import org.kilocard.schedule.ChunkPlace;
import org.kilocard.schedule.ChunkTask;
import org.kilocard.schedule.Pass;
import org.kilocard.schedule.Slot;

/** Writes the program of one pipeline rank: its slots in the order of the schedule, and what frames them. */
final class RankWriter {
  private final StepPlan plan;
  private final int rank;
  private final ProgramBuilder program;
  private final DataParallel data;
  /** By chunk: passes that still add to the gradients of the weights. */
  private final int[] weightPassesLeft;
  /** By chunk and micro-batch: last op of the forward pass, for a next stage on the same rank. */
  private final int[][] forwardDone;
  private final int[][] backwardDone;
  /** Sends of the latest slot that what follows waits for. */
  private List<Integer> blocking = new ArrayList<>();
  /** The latest op of any pass. */
  private int last = -1;
  /** The latest reduction that what follows waits for. */
  private int reduced = -1;
  private List<Slot> slots = List.of();
  /** Ops that bring the first parameters of tasks to come. */
  private final Map<ChunkTask, Integer> coming = new HashMap<>();

  RankWriter(StepPlan plan, int rank) {
    this.plan = plan;
    this.rank = rank;
    program = new ProgramBuilder(rank);
    data = new DataParallel(plan, rank, program);
    int chunks = plan.shape().chunksPerRank();
    weightPassesLeft = new int[chunks];
    forwardDone = new int[chunks][plan.shape().microBatches()];
    backwardDone = new int[chunks][plan.shape().microBatches()];
  }

  /** The program of a rank that runs its slots in this order. */
  Program write(List<Slot> order) {
    order.forEach(slot -> slot.tasks().forEach(this::countWeights));
    slots = order;
    data.begin();
    for (int i = 0; i < order.size(); i++) {
      Slot slot = order.get(i);
      if (slot instanceof Slot.Single single) {
        single(i, single.task());
      } else if (slot instanceof Slot.Overlapped pair) {
        pair(i, pair.forward(), pair.backward());
      }
    }
    data.end(last);
    return program.build();
  }

  private void countWeights(ChunkTask task) {
    if (task.pass() == Pass.BACKWARD || task.pass() == Pass.WEIGHT) {
      weightPassesLeft[task.chunk()]++;
    }
  }

  private void single(int slot, ChunkTask task) {
    Segments to = new Segments(program);
    program.in(work(task.pass()), slot, task.microBatch());
    waitForSends(to);
    switch (task.pass()) {
      case FORWARD -> {
        receiveForward(task, to);
        forward(slot, task, to).all();
        handOnForward(task, to.flush());
      }
      case BACKWARD, BACKWARD_INPUT -> {
        receiveBackward(task, to);
        backward(slot, task, to).all();
        handOnBackward(task, to.flush());
      }
      case WEIGHT -> {
        backward(slot, task, to).weightsOnly();
        last = Math.max(last, to.flush());
      }
    }
    reduceAfter(task);
  }

  /** Where reductions do not overlap, a slot begins when those of the slot before have ended. */
  private void reduceAfter(ChunkTask task) {
    if (task.pass() == Pass.BACKWARD || task.pass() == Pass.WEIGHT) {
      int op = data.reduceAfter(task.chunk(), weightPassesLeft[task.chunk()] == 0, last);
      if (op >= 0) {
        blocking.add(op);
        reduced = op;
      }
    }
  }

  /** Where sends do not overlap, a slot begins when those of the slot before have ended. */
  private void waitForSends(Segments... chains) {
    for (int send : blocking) {
      for (Segments to : chains) {
        to.after(send);
      }
    }
    blocking = new ArrayList<>();
  }

  private static Work work(Pass pass) {
    return switch (pass) {
      case FORWARD -> Work.FORWARD;
      case BACKWARD -> Work.BACKWARD;
      case BACKWARD_INPUT -> Work.BACKWARD_INPUT;
      case WEIGHT -> Work.WEIGHT;
    };
  }

  private void pair(int slot, ChunkTask forwardTask, ChunkTask backwardTask) {
    Segments f = new Segments(program);
    Segments b = new Segments(program);
    Runnable inForward = () -> program.in(Work.PAIR, slot, forwardTask.microBatch());
    Runnable inBackward = () -> program.in(Work.PAIR, slot, backwardTask.microBatch());
    waitForSends(f, b);
    inBackward.run();
    receiveBackward(backwardTask, b);
    inForward.run();
    receiveForward(forwardTask, f);
    new PairWalk(forward(slot, forwardTask, f), backward(slot, backwardTask, b), inForward, inBackward).all();
    inBackward.run();
    int backwardEnd = b.flush();
    inForward.run();
    int end = Math.max(backwardEnd, f.flush());
    handOnForward(forwardTask, end);
    inBackward.run();
    handOnBackward(backwardTask, end);
    reduceAfter(backwardTask);
  }

  private ForwardWalk forward(int slot, ChunkTask task, Segments to) {
    IntUnaryOperator parameters = plan.job().parallelism().gathersPerPass()
        ? gathers(slot, task, to)
        : layer -> data.gathered(task.chunk(), layer);
    return new ForwardWalk(plan.chunk(plan.stage(rank, task.chunk())), to, parameters);
  }

  private IntUnaryOperator gathers(int slot, ChunkTask task, Segments to) {
    boolean alone = slots.get(slot) instanceof Slot.Single;
    boolean ahead = alone && plan.job().parallelism().gathersAgain();
    Work work = alone ? work(task.pass()) : Work.PAIR;
    LayerGathers.Emitter emitter = (layer, after) -> {
      int op = data.gather(task.chunk(), layer, after);
      program.in(work, slot, task.microBatch());
      return op;
    };
    return new LayerGathers(to, gathered(task), plan.job().communication().overlap().parameter(), emitter,
        after -> {
          if (ahead) {
            sendAhead(slot, after);
            program.in(work, slot, task.microBatch());
          }
        }, Math.max(last, reduced), coming.getOrDefault(task, -1));
  }

  /** Layers whose parameters are gathered for a task. */
  private int[] gathered(ChunkTask task) {
    boolean forward = task.pass() == Pass.FORWARD;
    boolean gathers = forward ? plan.job().parallelism().gathersPerPass()
        : task.pass() != Pass.WEIGHT && plan.job().parallelism().gathersAgain();
    int layers = gathers ? plan.chunk(plan.stage(rank, task.chunk())).layers() : 0;
    return gathers ? LayerGathers.order(forward, layers, l -> data.gathers(task.chunk(), l)) : new int[0];
  }

  /** Sends for the first parameters of the next slot that needs any. */
  private void sendAhead(int slot, int after) {
    boolean sent = false;
    for (int next = slot + 1; next < slots.size() && !sent; next++) {
      for (ChunkTask task : slots.get(next).tasks()) {
        int[] layers = gathered(task);
        if (layers.length > 0) {
          coming.put(task, data.gather(task.chunk(), layers[0], after));
          sent = true;
        }
      }
    }
  }

  private BackwardWalk backward(int slot, ChunkTask task, Segments to) {
    boolean weights = task.pass() != Pass.BACKWARD_INPUT;
    boolean lastOne = weights && --weightPassesLeft[task.chunk()] == 0;
    Work work = work(task.pass());
    return new BackwardWalk(plan.chunk(plan.stage(rank, task.chunk())), to, weights, layer -> {
      if (data.reducesAlong(lastOne)) {
        data.reduce(task.chunk(), layer, lastOne, to, last);
        program.in(work, slot, task.microBatch());
      }
    }, plan.job().parallelism().gathersAgain() ? gathers(slot, task, to) : layer -> -1);
  }

  private void receiveForward(ChunkTask task, Segments to) {
    ChunkPlace here = new ChunkPlace(rank, task.chunk());
    plan.schedule().previous(plan.shape(), here)
        .ifPresent(from -> to.after(receive(from, here, task.microBatch(), true, forwardDone)));
  }

  private void receiveBackward(ChunkTask task, Segments to) {
    ChunkPlace here = new ChunkPlace(rank, task.chunk());
    plan.schedule().next(plan.shape(), here)
        .ifPresent(from -> to.after(receive(from, here, task.microBatch(), false, backwardDone)));
  }

  private int receive(ChunkPlace from, ChunkPlace here, int microBatch, boolean forward, int[][] done) {
    if (from.rank() == here.rank()) {
      return done[from.chunk()][microBatch];
    }
    Neighbour way = Neighbour.way(from.rank(), here.rank(), plan.shape().ranks(), forward);
    return program.communicate(way.receiveStream(), way.receiverRole(),
        StepCalls.send(plan.job(), forward, way.up()), tag(from, microBatch, forward));
  }

  private void handOnForward(ChunkTask task, int done) {
    forwardDone[task.chunk()][task.microBatch()] = done;
    last = Math.max(last, done);
    send(task, plan.schedule().next(plan.shape(), new ChunkPlace(rank, task.chunk())), true, done);
  }

  private void handOnBackward(ChunkTask task, int done) {
    backwardDone[task.chunk()][task.microBatch()] = done;
    last = Math.max(last, done);
    send(task, plan.schedule().previous(plan.shape(), new ChunkPlace(rank, task.chunk())), false, done);
  }

  private void send(ChunkTask task, Optional<ChunkPlace> target, boolean forward, int after) {
    ChunkPlace here = new ChunkPlace(rank, task.chunk());
    if (target.isPresent() && target.get().rank() != rank) {
      Neighbour way = Neighbour.way(rank, target.get().rank(), plan.shape().ranks(), forward);
      int op = program.communicate(way.sendStream(), way.senderRole(),
          StepCalls.send(plan.job(), forward, way.up()), tag(here, task.microBatch(), forward), after);
      if (!plan.job().communication().overlap().pipeline()) {
        blocking.add(op);
      }
    }
  }

  /** The same for sender and receiver, unique in the step. */
  private int tag(ChunkPlace sender, int microBatch, boolean forward) {
    int stage = plan.stage(sender.rank(), sender.chunk());
    return (2 * stage + (forward ? 0 : 1)) * plan.shape().microBatches() + microBatch;
  }
}

package org.kilocard.schedule;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/**
 * A pipeline schedule: which task each rank runs after which. One schedule per file.
 *
 * <p>A schedule knows neither times nor bytes. Stage {@code s} of the model (0 … stages − 1) is held by the
 * chunk whose {@link #stage} is {@code s}; DualPipe holds every stage twice, once per direction.
 */
public interface Schedule {
  /** Name as written in a scenario, e.g. {@code 1f1b}. */
  String name();

  /** Where the stages of the model are. */
  Placement placement();

  /** Chunks per rank that the schedule prescribes; empty when the user chooses, as in interleaved 1F1B. */
  OptionalInt chunksPerRank();

  /**
   * The rule that {@code shape} breaks, in one sentence, or empty when it is legal. Unless the schedule has
   * more rules: to hold as many chunks per rank as it prescribes.
   */
  default Optional<String> violation(PipelineShape shape) {
    int held = shape.chunksPerRank();
    int due = chunksPerRank().orElse(held);
    return held == due
        ? Optional.empty()
        : Optional.of("holds " + (due == 1 ? "one chunk" : "two chunks") + " per rank, not " + held);
  }

  /**
   * Slots of a rank in order. Every (chunk, micro-batch) pair that the rank handles is there exactly once,
   * and a backward pass that was split has its weight pass later on the same rank.
   *
   * @throws IllegalArgumentException when the shape breaks a rule of the schedule
   */
  List<Slot> order(PipelineShape shape, int rank);

  /**
   * The {@link #order orders} of all ranks. Ask for them at once where all are needed: some schedules work
   * out the orders of all ranks together.
   */
  default List<List<Slot>> orders(PipelineShape shape) {
    return IntStream.range(0, shape.ranks()).mapToObj(rank -> order(shape, rank)).toList();
  }

  /**
   * Closed form of the bubble: the idle time, within the makespan, of a rank in the middle of the pipeline
   * (P/2, or the last one where the pipeline is folded into a V), when every chunk takes the same time and
   * communication is free. Without overlapped slots all ranks idle alike. Empty when no formula is known to
   * be exact for this shape and these times.
   *
   * @throws IllegalArgumentException when the shape breaks a rule of the schedule
   */
  OptionalLong bubblePs(PipelineShape shape, PassTimes times);

  /**
   * This schedule with or without forward and backward passes of its steady state in one slot, where they hide each
   * other's communication; itself when it leaves no choice.
   */
  default Schedule paired(boolean pairs) {
    return this;
  }

  /** Number of model stages that the layers are split into. */
  default int stages(PipelineShape shape) {
    return placement().stages(shape);
  }

  /** Model stage held by a chunk. */
  default int stage(PipelineShape shape, ChunkPlace place) {
    return placement().stage(shape, place);
  }

  /** Chunk that receives the activations of {@code place} in the forward pass; empty after the last stage. */
  default Optional<ChunkPlace> next(PipelineShape shape, ChunkPlace place) {
    return placement().next(shape, place);
  }

  /** Chunk that {@code place} receives its activations from; empty at the first stage. */
  default Optional<ChunkPlace> previous(PipelineShape shape, ChunkPlace place) {
    return placement().previous(shape, place);
  }

  /** Micro-batches that pass through chunk {@code chunk} of every rank, ascending. */
  default IntStream microBatches(PipelineShape shape, int chunk) {
    return placement().microBatches(shape, chunk);
  }

  /**
   * How many ranks hold a copy of each stage (2 for DualPipe), so that gradients are summed over them too.
   */
  default int copies() {
    return placement().copies();
  }

  /** Refuses a shape that breaks a rule of the schedule. */
  default void requireLegal(PipelineShape shape) {
    violation(shape).ifPresent(rule -> {
      throw new IllegalArgumentException("schedule " + name() + ": " + rule);
    });
  }
}

package org.kilocard.report;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.kilocard.unit.Bytes;

/**
 * Memory of the fullest cards.
 *
 * @param pipelineRank where they are in the pipeline; of several the lowest
 * @param bytesPerCard what they need at their peak
 * @param capacityBytes what a card has
 * @param parts bytes by what they hold, in the order given
 * @param remedies small changes after which it fits, the fastest first
 */
public record MemoryUse(
    int pipelineRank, long bytesPerCard, long capacityBytes, Map<String, Long> parts, List<Remedy> remedies) {
  /** Copies the changes. */
  public MemoryUse {
    remedies = List.copyOf(remedies);
  }

  /** Memory without a search for changes. */
  public MemoryUse(int pipelineRank, long bytesPerCard, long capacityBytes, Map<String, Long> parts) {
    this(pipelineRank, bytesPerCard, capacityBytes, parts, List.of());
  }

  /** The fullest of the stages of {@code facts}; empty when it has none. */
  static Optional<MemoryUse> of(RunFacts facts) {
    Optional<StageMemory> fullest = Optional.empty();
    for (StageMemory stage : facts.memory()) {
      if (fullest.isEmpty() || stage.bytes() > fullest.get().bytes()) {
        fullest = Optional.of(stage);
      }
    }
    return fullest.map(
        s -> new MemoryUse(s.pipelineRank(), s.bytes(), facts.memoryCapacityBytes(), s.parts(),
            facts.remedies()));
  }

  /** Whether every card has enough. */
  public boolean fits() {
    return bytesPerCard <= capacityBytes;
  }

  /** What would make it fit, or else smaller, judged by the largest part; clauses without a full stop. */
  public String advice() {
    if (!remedies.isEmpty()) {
      return remedies.stream().map(this::words).collect(Collectors.joining("; or "));
    }
    String largest = "";
    for (Map.Entry<String, Long> part : parts.entrySet()) {
      if (largest.isEmpty() || part.getValue() > parts.getOrDefault(largest, 0L)) {
        largest = part.getKey();
      }
    }
    String name = largest.toLowerCase(Locale.ROOT);
    if (name.contains("activation")) {
      return "more recompute, a smaller micro-batch, or more tensor or pipeline parallelism";
    }
    if (name.contains("optimizer") || name.contains("master")) {
      return "zero: 1, or more data parallelism to share the optimizer";
    }
    return "more tensor, pipeline or expert parallelism";
  }

  private String words(Remedy remedy) {
    return remedy.change() + " (" + Bytes.format(remedy.bytesPerCard()) + ", step about "
        + Numbers.percent(remedy.slowdown()) + " of the time)";
  }
}

package org.kilocard.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Memory of one card at a pipeline rank, at its peak.
 *
 * @param pipelineRank where the card is in the pipeline
 * @param parts bytes by what they hold, e.g. {@code activations}, in the order to print
 */
public record StageMemory(int pipelineRank, Map<String, Long> parts) {
  /** Copies the parts, keeping their order. */
  public StageMemory {
    parts = Collections.unmodifiableMap(new LinkedHashMap<>(parts));
  }

  /** Sum of the parts, bytes. */
  public long bytes() {
    return parts.values().stream().mapToLong(Long::longValue).sum();
  }
}

package org.kilocard.model;

import java.util.List;

/**
 * Matrix products of one format that run as one kernel: the experts of a card, the heads of an unfused
 * attention.
 *
 * @param name what it does
 * @param groups the products, at least one
 */
public record GroupedGemm(String name, List<Gemm> groups) implements Kernel {
  /** Checks that the formats agree. */
  public GroupedGemm {
    groups = List.copyOf(groups);
    if (groups.isEmpty()) {
      throw new IllegalArgumentException(name + ": at least one group");
    }
    for (Gemm group : groups) {
      if (!group.format().equals(groups.get(0).format())) {
        throw new IllegalArgumentException(name + ": all groups have one format");
      }
    }
  }

  @Override
  public double flops() {
    return groups.stream().mapToDouble(Gemm::flops).sum();
  }

  @Override
  public double bytes() {
    return groups.stream().mapToDouble(Gemm::bytes).sum();
  }
}

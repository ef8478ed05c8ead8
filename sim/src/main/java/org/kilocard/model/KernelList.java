package org.kilocard.model;

import java.util.ArrayList;
import java.util.List;

/** Joins kernels and lists of kernels. */
final class KernelList {
  private KernelList() {}

  /** All of {@code parts} in order. */
  @SafeVarargs
  static List<Kernel> join(List<Kernel>... parts) {
    List<Kernel> all = new ArrayList<>();
    for (List<Kernel> part : parts) {
      all.addAll(part);
    }
    return List.copyOf(all);
  }
}

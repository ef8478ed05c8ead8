package org.kilocard.analytic;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * What was computed before, by what it was computed from. It never forgets a value that is in use, but when it holds
 * many it starts anew, so that a long search does not fill the memory. Safe for threads; a value may be computed
 * twice, which is why it must depend on its key alone.
 */
final class Memo<K, V> {
  private final Map<K, V> known = new ConcurrentHashMap<>();
  private final int most;

  Memo(int most) {
    this.most = most;
  }

  V of(K key, Function<K, V> compute) {
    V value = known.get(key);
    if (value == null) {
      value = compute.apply(key);
      if (known.size() >= most) {
        known.clear();
      }
      known.put(key, value);
    }
    return value;
  }
}

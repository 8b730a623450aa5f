package io.discreet.engine.vault;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The columns of a vault, and of ranges of its customers, that are kept in memory between queries,
 * the least recently used of which make room for a new one.
 *
 * <p>A column that a query holds stays alive for that query whatever is let go here, so that the
 * limit is on what is kept and never a reason to refuse: a size measured on rows decides nothing
 * that an analyst sees. Thread-safe.
 */
final class ColumnMemory {

  private record Name(Object table, String column) {}

  private final long limitBytes;
  private final Map<Name, ColumnData> kept = new LinkedHashMap<>(16, 0.75f, true);
  private long keptBytes;

  ColumnMemory(long limitBytes) {
    this.limitBytes = limitBytes;
  }

  /** Keeps columns of up to half of the heap. */
  static ColumnMemory ofHeap() {
    return new ColumnMemory(Runtime.getRuntime().maxMemory() / 2);
  }

  /**
   * The column, read unless it is kept.
   *
   * @param table unlike any other table, and any other range of the same one
   */
  synchronized ColumnData column(Object table, String name, Supplier<ColumnData> read) {
    Name key = new Name(table, name);
    ColumnData known = kept.get(key);
    if (known != null) {
      return known;
    }
    ColumnData column = read.get();
    kept.put(key, column);
    keptBytes += column.values().bytes();
    Iterator<ColumnData> eldest = kept.values().iterator();
    while (keptBytes > limitBytes && kept.size() > 1) {
      keptBytes -= eldest.next().values().bytes();
      eldest.remove();
    }
    return column;
  }

  synchronized long keptBytes() {
    return keptBytes;
  }
}

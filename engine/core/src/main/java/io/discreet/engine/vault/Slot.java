package io.discreet.engine.vault;

import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A place for one column of a vault, or for the offsets of a table: empty, or with what was read.
 *
 * <p>It is filled and looked at by those who hold it, through {@link ColumnMemory}, and emptied
 * while nobody does.
 *
 * @param <T> what is read
 */
final class Slot<T> {

  private final long bytes;
  private final Supplier<T> reading;
  private final BooleanSupplier outdated;
  private @Nullable T content;

  /** Of the memory, and changed under its lock. */
  int holders;

  /**
   * @param bytes of what is read, known beforehand
   * @param outdated whether nobody will ask for it again
   */
  Slot(long bytes, Supplier<T> reading, BooleanSupplier outdated) {
    this.bytes = bytes;
    this.reading = reading;
    this.outdated = outdated;
  }

  long bytes() {
    return bytes;
  }

  /** What it is for, read by the first of those who hold it; the others wait for that. */
  synchronized T content() {
    T known = content;
    if (known == null) {
      known = reading.get();
      content = known;
    }
    return known;
  }

  /** Whether the content is worth keeping. */
  synchronized boolean isOfUse() {
    return content != null && !outdated.getAsBoolean();
  }

  synchronized void empty() {
    content = null;
  }
}

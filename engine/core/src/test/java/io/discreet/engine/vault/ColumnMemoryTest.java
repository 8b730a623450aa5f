package io.discreet.engine.vault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ColumnMemoryTest {

  private final AtomicInteger reads = new AtomicInteger();

  private ColumnData column(ColumnMemory memory, String name, int rows) {
    return memory.column(
        "purchases",
        name,
        () -> {
          reads.incrementAndGet();
          return new ColumnData.Units(Packer.missing(rows));
        });
  }

  @Test
  void memory_columnAskedForTwice_isReadOnce() {
    ColumnMemory memory = new ColumnMemory(100);
    ColumnData first = column(memory, "amount", 60);

    assertThat(column(memory, "amount", 60)).isSameAs(first);
    assertThat(reads).hasValue(1);
    assertThat(memory.keptBytes()).isEqualTo(60);
  }

  @Test
  void memory_full_letsTheLeastRecentlyUsedGo() {
    ColumnMemory memory = new ColumnMemory(100);
    column(memory, "amount", 40);
    column(memory, "day", 40);
    column(memory, "amount", 40);
    column(memory, "store", 40);

    assertThat(memory.keptBytes()).isEqualTo(80);
    column(memory, "amount", 40);
    assertThat(reads).hasValue(3);
    column(memory, "day", 40);
    assertThat(reads).hasValue(4);
  }

  @Test
  void memory_columnAboveTheLimit_isKeptAlone() {
    ColumnMemory memory = new ColumnMemory(100);
    column(memory, "day", 40);
    column(memory, "amount", 400);

    assertThat(memory.keptBytes()).isEqualTo(400);
  }
}

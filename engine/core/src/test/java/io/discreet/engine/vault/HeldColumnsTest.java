package io.discreet.engine.vault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HeldColumnsTest {

  /** Whether codes fit the heap depends on rows, and must not refuse a question (law 8). */
  @Test
  void read_codesThatTheHeapDoesNotSufficeFor_areDoneWithout() {
    Slot<int[]> offsets = new Slot<>(8, () -> new int[] {0, 1}, () -> false);
    Slot<ColumnData> amount =
        new Slot<>(1, () -> new ColumnData.Units(Packer.missing(1)), () -> false);
    Slot<Optional<CustomerCodes>> codes =
        new Slot<>(
            1,
            () -> {
              throw new OutOfMemoryError("Java heap space");
            },
            () -> false);
    HeldColumns held =
        new HeldColumns.Slots(offsets, Map.of("amount", amount), Map.of("amount", codes))
            .read(Set.of(offsets, amount, codes));

    assertThat(held.customerCodes("amount")).isEmpty();
    assertThat(held.column("amount")).isSameAs(amount.content());
  }
}

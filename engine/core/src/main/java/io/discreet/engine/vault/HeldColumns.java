package io.discreet.engine.vault;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Those columns of a table that one query holds, and where each customer's rows begin. */
record HeldColumns(
    int[] offsets,
    Map<String, ColumnData> columns,
    Map<String, Optional<CustomerCodes>> customerCodes)
    implements TableData {

  /**
   * Where they are read to.
   *
   * @param codes of columns among these, held only while there is room beside all columns
   */
  record Slots(
      Slot<int[]> offsets,
      Map<String, Slot<ColumnData>> columns,
      Map<String, Slot<Optional<CustomerCodes>>> codes) {

    /**
     * @param names of columns
     * @param coded those of them whose {@link TableData#customerCodes} are of use
     */
    static Slots of(StoredRows table, Set<String> names, Set<String> coded) {
      Map<String, Slot<ColumnData>> columns = new LinkedHashMap<>();
      names.forEach(name -> columns.put(name, table.columnSlot(name)));
      Map<String, Slot<Optional<CustomerCodes>>> codes = new LinkedHashMap<>();
      coded.forEach(name -> table.codesSlot(name).ifPresent(slot -> codes.put(name, slot)));
      return new Slots(table.offsetsSlot(), columns, codes);
    }

    Set<Slot<?>> all() {
      Set<Slot<?>> all = new LinkedHashSet<>(columns.values());
      all.add(offsets);
      return all;
    }

    /**
     * The columns, of which those are read that nobody has read yet; while the slots are held.
     *
     * @param held of the optional ones those that are held too
     */
    HeldColumns read(Set<Slot<?>> held) {
      Map<String, ColumnData> read = new LinkedHashMap<>();
      columns.forEach((name, slot) -> read.put(name, slot.content()));
      int[] begins = offsets.content();
      Map<String, Optional<CustomerCodes>> collected = new LinkedHashMap<>();
      codes.forEach(
          (name, slot) -> {
            if (held.contains(slot)) {
              collected.put(name, unlessTooLarge(slot));
            }
          });
      return new HeldColumns(begins, read, collected);
    }

    /** A query whose codes do not fit into the heap is answered without them. */
    private static Optional<CustomerCodes> unlessTooLarge(Slot<Optional<CustomerCodes>> slot) {
      try {
        return slot.content();
      } catch (OutOfMemoryError e) {
        return Optional.empty();
      }
    }
  }

  @Override
  public ColumnData column(String name) {
    ColumnData column = columns.get(name);
    if (column == null) {
      throw new IllegalArgumentException(
          "column " + name + " is not held; held: " + columns.keySet());
    }
    return column;
  }

  @Override
  public Optional<CustomerCodes> customerCodes(String name) {
    return customerCodes.getOrDefault(name, Optional.empty());
  }
}

package io.discreet.engine.vault;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Those columns of a table that one query holds, and where each customer's rows begin. */
record HeldColumns(int[] offsets, Map<String, ColumnData> columns) implements TableData {

  /** Where they are read to. */
  record Slots(Slot<int[]> offsets, Map<String, Slot<ColumnData>> columns) {

    static Slots of(StoredRows table, Set<String> names) {
      Map<String, Slot<ColumnData>> columns = new LinkedHashMap<>();
      names.forEach(name -> columns.put(name, table.columnSlot(name)));
      return new Slots(table.offsetsSlot(), columns);
    }

    Set<Slot<?>> all() {
      Set<Slot<?>> all = new LinkedHashSet<>(columns.values());
      all.add(offsets);
      return all;
    }

    /** The columns, of which those are read that nobody has read yet; while the slots are held. */
    HeldColumns read() {
      Map<String, ColumnData> read = new LinkedHashMap<>();
      columns.forEach((name, slot) -> read.put(name, slot.content()));
      return new HeldColumns(offsets.content(), read);
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
}

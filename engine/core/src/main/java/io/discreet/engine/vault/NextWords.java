package io.discreet.engine.vault;

import io.discreet.engine.vault.Contents.StoredColumn;
import io.discreet.engine.vault.Contents.StoredTable;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the words of new rows are called in the next generation. */
public final class NextWords {

  private final List<Map<String, Integer>> codes;

  private NextWords(List<Map<String, Integer>> codes) {
    this.codes = codes;
  }

  static NextWords read(PartOrder order) {
    StoredTable table = StoredTable.of(order.policy(), order.table());
    List<Map<String, Integer>> codes = new ArrayList<>();
    try (DuckDb db = DuckDb.forReading("reading the next dictionary")) {
      db.attach(order.words(), "next", true);
      for (StoredColumn column : table.columns().values()) {
        codes.add(column.category() ? read(db, table.entries(column)) : Map.of());
      }
    }
    return new NextWords(codes);
  }

  private static Map<String, Integer> read(DuckDb db, String entries) {
    return db.with(
        connection -> {
          Map<String, Integer> read = new HashMap<>();
          try (Statement statement = connection.createStatement();
              ResultSet entry =
                  statement.executeQuery(
                      "SELECT value, code FROM next.dictionary WHERE " + entries)) {
            while (entry.next()) {
              read.put(entry.getString(1), entry.getInt(2));
            }
          }
          return read;
        });
  }

  /**
   * The code of a word, or −1 if no row of the next generation has it.
   *
   * @param column its position in the policy's order
   */
  public int code(int column, String word) {
    return codes.get(column).getOrDefault(word, -1);
  }
}

package io.discreet.engine.ledger;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Rows that are sealed together, such as the payers of one charge. Its name is public. */
record Part(PartKind kind, long number) {

  static Part parse(String name) {
    String[] words = name.split(" ", -1);
    try {
      if (words.length == 2) {
        Part part =
            new Part(PartKind.valueOf(words[0].toUpperCase(Locale.ROOT)), Long.parseLong(words[1]));
        if (part.toString().equals(name)) {
          return part;
        }
      }
    } catch (IllegalArgumentException e) {
      throw (RuntimeException) RowChecksum.damaged("a seal has no known part").initCause(e);
    }
    throw RowChecksum.damaged("a seal has no known part");
  }

  /** Whether there is a row now. */
  boolean hasRows(Connection connection) throws SQLException {
    return Jdbc.first(connection, kind.rows(), row -> true, number).isPresent();
  }

  /** The commitment to the rows as they are now: hiding, since the salt is random and secret. */
  String commitment(Connection connection, String salt) throws SQLException {
    return commitment(Jdbc.list(connection, kind.rows(), Part::values, number), salt);
  }

  /** The same to rows that are known. */
  String commitment(List<List<@Nullable Object>> rows, String salt) {
    List<@Nullable Object> values = new ArrayList<>();
    values.add("discreet-part-1");
    values.add(salt);
    values.add(toString());
    for (List<@Nullable Object> row : rows) {
      values.add(row.size());
      values.addAll(row);
    }
    return Canonical.sha256(values.toArray());
  }

  private static List<@Nullable Object> values(ResultSet row) throws SQLException {
    List<@Nullable Object> values = new ArrayList<>();
    for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
      values.add(row.getObject(i));
    }
    return values;
  }

  /** Such as {@code payers 17}. */
  @Override
  public String toString() {
    return kind.name().toLowerCase(Locale.ROOT) + " " + number;
  }
}

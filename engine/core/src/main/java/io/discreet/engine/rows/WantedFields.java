package io.discreet.engine.rows;

import io.discreet.engine.failure.InputException;
import io.discreet.engine.failure.Nearest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The columns that a reader wants from a file, wherever they stand in it. */
public final class WantedFields {

  /** The place of an unwanted column. */
  public static final int IGNORED = -1;

  private final List<List<String>> names;
  private final Map<String, Integer> fields = new HashMap<>();

  /** Fields in order, each under its name or an alias; no two may share one. */
  public WantedFields(List<List<String>> namesAndAliases) {
    this.names = List.copyOf(namesAndAliases);
    for (int field = 0; field < names.size(); field++) {
      for (String name : names.get(field)) {
        Integer other = fields.putIfAbsent(name, field);
        if (other != null && other != field) {
          throw new InputException(
              "the column " + name + " is both the customer's id and a declared column");
        }
      }
    }
  }

  public int size() {
    return names.size();
  }

  /** The field of a column, or {@link #IGNORED}. */
  public int fieldOf(String column) {
    return fields.getOrDefault(column, IGNORED);
  }

  /**
   * The field of each column of a header, or {@link #IGNORED}.
   *
   * @throws InputException if a wanted column is lacking or stands there twice
   */
  public int[] match(String file, List<String> header) {
    int[] fieldOf = new int[header.size()];
    boolean[] found = new boolean[size()];
    for (int i = 0; i < fieldOf.length; i++) {
      int field = fieldOf(header.get(i));
      fieldOf[i] = field;
      if (field != IGNORED) {
        if (found[field]) {
          throw new InputException(
              file + ": the header names the column " + names.get(field).get(0) + " twice");
        }
        found[field] = true;
      }
    }
    for (int field = 0; field < found.length; field++) {
      if (!found[field]) {
        throw lacking(file, field, header, found);
      }
    }
    return fieldOf;
  }

  /**
   * The refusal of a file without a wanted column. Other columns are not listed, and none is
   * proposed unless a wanted one stands beside it: in a file without a header they would be the
   * first row.
   *
   * @param found for each field, whether the file has it
   */
  public InputException lacking(
      String file, int field, Collection<String> columns, boolean[] found) {
    String name = names.get(field).get(0);
    List<String> others = columns.stream().filter(c -> fieldOf(c) == IGNORED).toList();
    boolean header = false;
    for (boolean one : found) {
      header |= one;
    }
    return new InputException(
        file
            + ": there is no column "
            + String.join(" or ", names.get(field))
            + Nearest.nearest(name, header ? others : List.of())
                .map(other -> "; is " + other + " meant? Rename it in the file")
                .orElse("; columns go by their names, a CSV file's by its first line"));
  }

  /** The refusal of a source whose column is no text, number, date or truth value. */
  public static InputException noPlainValue(String source, String column) {
    return new InputException(
        source
            + ": the column "
            + column
            + " has a type that holds no plain value; write it as text, number or date");
  }

  /** The columns of a header that are not wanted. */
  public List<String> ignored(List<String> header) {
    List<String> ignored = new ArrayList<>();
    for (String column : header) {
      if (fieldOf(column) == IGNORED) {
        ignored.add(column);
      }
    }
    return ignored;
  }
}

package io.discreet.cli.output;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A table, to be read by people or by programs. */
public final class Sheet {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** How a text begins that a spreadsheet would calculate; an apostrophe before it stops that. */
  private static final Pattern FORMULA = Pattern.compile("[=+\\-@\t\r]");

  private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]+(\\.[0-9]+)?");

  private final List<Column> columns;
  private final List<List<Cell>> rows = new ArrayList<>();

  /** A table of these columns, without rows yet. */
  public Sheet(List<Column> columns) {
    this.columns = List.copyOf(columns);
  }

  /** For whom a column is. */
  public enum Audience {
    ALL,
    READERS,
    PROGRAMS
  }

  /**
   * One column.
   *
   * @param key its name in JSON and CSV
   * @param title its name in text
   */
  public record Column(String key, String title, TextTable.Shape shape, Audience audience) {

    /** A column of words. */
    public static Column words(String key, String title) {
      return new Column(key, title, TextTable.Shape.WORDS, Audience.ALL);
    }

    /** A column of words that go on in the next line where the terminal is too narrow. */
    public static Column prose(String key, String title) {
      return new Column(key, title, TextTable.Shape.PROSE, Audience.ALL);
    }

    /** A column of numbers. */
    public static Column numbers(String key, String title) {
      return new Column(key, title, TextTable.Shape.NUMBERS, Audience.ALL);
    }

    /** The same column for readers or programs alone. */
    public Column only(Audience whom) {
      return new Column(key, title, shape, whom);
    }

    private boolean isFor(Audience whom) {
      return audience == Audience.ALL || audience == whom;
    }
  }

  /** Adds a row: one cell for each column. */
  public Sheet add(Cell... cells) {
    return add(List.of(cells));
  }

  /** Adds a row: one cell for each column. */
  public Sheet add(List<Cell> cells) {
    if (cells.size() != columns.size()) {
      throw new IllegalArgumentException(
          "a row must have " + columns.size() + " cells, got " + cells.size());
    }
    rows.add(List.copyOf(cells));
    return this;
  }

  /** The positions of the columns that are for programs. */
  List<Integer> programColumns() {
    return IntStream.range(0, columns.size())
        .filter(i -> columns.get(i).isFor(Audience.PROGRAMS))
        .boxed()
        .toList();
  }

  Column column(int position) {
    return columns.get(position);
  }

  List<List<Cell>> rows() {
    return List.copyOf(rows);
  }

  /** The whole table in a form, ending in a line feed. */
  public String render(Format format) {
    return switch (format) {
      case TABLE -> text();
      case JSON -> json().toPrettyString() + "\n";
      case CSV -> csv();
    };
  }

  /** The rows as an array of objects. */
  public ArrayNode json() {
    ArrayNode array = JSON.createArrayNode();
    for (List<Cell> row : rows) {
      ObjectNode object = array.addObject();
      for (int i = 0; i < columns.size(); i++) {
        if (columns.get(i).isFor(Audience.PROGRAMS)) {
          put(object, columns.get(i).key(), row.get(i).data());
        }
      }
    }
    return array;
  }

  private static void put(ObjectNode object, String key, @Nullable Object data) {
    if (data == null) {
      object.putNull(key);
    } else if (data instanceof Boolean flag) {
      object.put(key, flag);
    } else if (data instanceof Long number) {
      object.put(key, number);
    } else if (data instanceof Double number) {
      object.put(key, number);
    } else if (data instanceof BigDecimal number) {
      object.put(key, number);
    } else {
      object.put(key, data.toString());
    }
  }

  private String csv() {
    StringWriter text = new StringWriter();
    try (CsvWriter csv = CsvWriter.builder().build(text)) {
      csv.writeRecord(
          columns.stream()
              .filter(column -> column.isFor(Audience.PROGRAMS))
              .map(Column::key)
              .toList());
      for (List<Cell> row : rows) {
        List<String> fields = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
          if (columns.get(i).isFor(Audience.PROGRAMS)) {
            fields.add(field(row.get(i).data()));
          }
        }
        csv.writeRecord(fields);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static String field(@Nullable Object data) {
    if (data == null) {
      return "";
    }
    if (data instanceof String text) {
      return FORMULA.matcher(text).lookingAt() && !NUMBER.matcher(text).matches()
          ? "'" + text
          : text;
    }
    return data instanceof BigDecimal number ? number.toPlainString() : data.toString();
  }

  private String text() {
    List<Column> shown = columns.stream().filter(column -> column.isFor(Audience.READERS)).toList();
    TextTable table =
        new TextTable(
            shown.stream().map(Column::title).toList(), shown.stream().map(Column::shape).toList());
    for (List<Cell> row : rows) {
      List<String> cells = new ArrayList<>();
      for (int i = 0; i < columns.size(); i++) {
        if (columns.get(i).isFor(Audience.READERS)) {
          cells.add(row.get(i).shown());
        }
      }
      table.add(cells);
    }
    return table.render();
  }
}

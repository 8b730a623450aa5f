package io.discreet.engine.intake;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.discreet.engine.failure.InputException;
import io.discreet.engine.failure.RowFault;
import io.discreet.engine.rows.TextRow;
import io.discreet.engine.rows.WantedFields;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** JSON lines: one object a line, a key a column; a key that a line lacks is a missing value. */
final class JsonRows implements RowSource {

  // Other keys that are counted: more would be data, not columns.
  private static final int MOST_OTHER_KEYS = 256;

  private final String file;
  private final MeteredInput metered;
  private final Utf8Reader utf8;
  private final TextLines lines;
  private final WantedFields wanted;
  private final JsonFactory json =
      JsonFactory.builder()
          // Keys can be data: they must not stay in tables that outlive the file.
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .build();
  private final boolean[] seen;
  private final Map<String, Long> otherKeys = new HashMap<>();
  private long objects;

  JsonRows(String file, MeteredInput metered, InputStream plain, WantedFields wanted) {
    this.file = file;
    this.metered = metered;
    this.utf8 = new Utf8Reader(plain, file);
    this.lines = new TextLines(utf8);
    this.wanted = wanted;
    this.seen = new boolean[wanted.size()];
  }

  @Override
  public boolean next(TextRow row) throws IOException {
    row.clear();
    do {
      if (!lines.next()) {
        requireEveryColumnSeen();
        return false;
      }
    } while (lines.blank());
    if (lines.tooLong()) {
      row.fail(RowFault.INVALID_JSON);
    } else if (utf8.sawMalformed()
        && TextRow.hasLoneSurrogate(lines.text(), lines.start(), lines.end())) {
      row.fail(RowFault.INVALID_UTF8);
    } else {
      requireNoArray();
      parse(row);
    }
    return true;
  }

  private void requireNoArray() {
    if (objects == 0 && lines.number() == 1 && lines.firstCharacter() == '[') {
      throw new InputException(
          file + " is a JSON array: write one object a line instead, without brackets and commas");
    }
  }

  private void parse(TextRow row) {
    try (JsonParser parser =
        json.createParser(lines.text(), lines.start(), lines.end() - lines.start())) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        row.fail(RowFault.INVALID_JSON);
        return;
      }
      boolean first = objects == 0;
      long before = objects++;
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String key = parser.currentName();
        JsonToken value = parser.nextToken();
        int field = wanted.fieldOf(key);
        if (field == WantedFields.IGNORED) {
          countOther(key, first, before);
          parser.skipChildren();
        } else if (row.fault() == null) {
          take(row, field, value, parser);
        } else {
          parser.skipChildren();
        }
      }
      if (parser.currentToken() != JsonToken.END_OBJECT || parser.nextToken() != null) {
        row.fail(RowFault.INVALID_JSON);
      }
    } catch (JsonProcessingException e) {
      // Its message can quote the row: only the kind of fault is kept.
      row.fail(RowFault.INVALID_JSON);
    } catch (IOException e) {
      throw new IllegalStateException("text in memory could not be read", e);
    }
  }

  private void take(TextRow row, int field, JsonToken value, JsonParser parser) throws IOException {
    if (row.mentioned(field)) {
      row.fail(RowFault.INVALID_JSON);
      parser.skipChildren();
      return;
    }
    seen[field] = true;
    row.mention(field);
    if (value.isStructStart()) {
      row.fail(RowFault.NESTED_VALUE);
      parser.skipChildren();
      return;
    }
    if (value == JsonToken.VALUE_NULL) {
      return;
    }
    char[] text = parser.getTextCharacters();
    int offset = parser.getTextOffset();
    int length = parser.getTextLength();
    if (TextRow.hasLoneSurrogate(text, offset, offset + length)) {
      row.fail(RowFault.INVALID_UTF8);
      return;
    }
    row.set(field, text, offset, length);
  }

  /** Counts keys of the first object only: what is not in every object is no column. */
  private void countOther(String key, boolean first, long before) {
    if (first) {
      if (otherKeys.size() < MOST_OTHER_KEYS) {
        otherKeys.put(key, 1L);
      }
    } else {
      otherKeys.computeIfPresent(key, (k, count) -> count == before ? before + 1 : count);
    }
  }

  private void requireEveryColumnSeen() {
    for (int field = 0; field < seen.length; field++) {
      if (!seen[field] && objects > 0) {
        throw wanted.lacking(file, field, otherKeys.keySet(), seen);
      }
    }
  }

  @Override
  public long bytesRead() {
    return metered.count();
  }

  /** Keys that every object has. Those of a single object are not told from data. */
  @Override
  public List<String> ignoredColumns() {
    List<String> ignored = new ArrayList<>();
    otherKeys.forEach(
        (key, count) -> {
          if (objects > 1 && count == objects) {
            ignored.add(key);
          }
        });
    ignored.sort(null);
    return ignored;
  }

  @Override
  public byte[] sha256() throws IOException {
    return metered.sha256();
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}

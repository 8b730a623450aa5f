package io.discreet.engine.release;

import com.fasterxml.jackson.databind.JsonNode;
import io.discreet.engine.failure.InputException;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one JSON object, each to be read once and by its type; {@link #end} refuses the
 * fields that nobody read. Messages name the place, never the content.
 */
final class JsonFields {

  private final String place;
  private final JsonNode node;
  private int taken;

  JsonFields(String place, @Nullable JsonNode node) {
    if (node == null || !node.isObject()) {
      throw new InputException(place + ": must be a JSON object");
    }
    this.place = place;
    this.node = node;
  }

  /** Whether a key that may be left out is there. */
  boolean has(String key) {
    return node.has(key);
  }

  String text(String key) {
    JsonNode value = take(key);
    check(value.isTextual(), key, "a text");
    return value.textValue();
  }

  <T> T parsed(String key, String type, Function<String, T> parse) {
    try {
      return parse.apply(text(key));
    } catch (DateTimeException e) {
      throw new InputException(place + "." + key + ": must be " + type, e);
    }
  }

  int integer(String key) {
    JsonNode value = take(key);
    check(value.isIntegralNumber() && value.canConvertToInt(), key, "an integer");
    return value.intValue();
  }

  long longInteger(String key) {
    JsonNode value = take(key);
    check(value.isIntegralNumber() && value.canConvertToLong(), key, "an integer");
    return value.longValue();
  }

  /** A double. The records refuse what is not finite, such as 1e999. */
  double real(String key) {
    JsonNode value = take(key);
    check(value.isNumber(), key, "a number");
    return value.doubleValue();
  }

  JsonFields object(String key) {
    return new JsonFields(place + "." + key, take(key));
  }

  /** An object or null; the key must be there. */
  Optional<JsonFields> optionalObject(String key) {
    JsonNode value = take(key);
    return value.isNull()
        ? Optional.empty()
        : Optional.of(new JsonFields(place + "." + key, value));
  }

  <T> List<T> objects(String key, Function<JsonFields, T> read) {
    List<T> all = new ArrayList<>();
    for (Iterator<JsonNode> elements = array(key); elements.hasNext(); ) {
      all.add(read.apply(new JsonFields(place + "." + key, elements.next())));
    }
    return all;
  }

  List<String> texts(String key) {
    List<String> all = new ArrayList<>();
    for (Iterator<JsonNode> elements = array(key); elements.hasNext(); ) {
      JsonNode element = elements.next();
      check(element.isTextual(), key, "a list of texts");
      all.add(element.textValue());
    }
    return all;
  }

  void end() {
    if (taken != node.size()) {
      throw new InputException(
          place + ": has " + (node.size() - taken) + " keys that this format does not know");
    }
  }

  private Iterator<JsonNode> array(String key) {
    JsonNode value = take(key);
    check(value.isArray(), key, "a list");
    return value.elements();
  }

  private JsonNode take(String key) {
    JsonNode value = node.get(key);
    if (value == null) {
      throw new InputException(place + "." + key + ": is missing");
    }
    taken++;
    return value;
  }

  private void check(boolean holds, String key, String type) {
    if (!holds) {
      throw new InputException(place + "." + key + ": must be " + type);
    }
  }
}

package io.discreet.engine.yaml;

import io.discreet.engine.failure.Nearest;
import io.discreet.engine.failure.Quote;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A node of a YAML document that knows its place. Scalars stay the text that was written. */
public sealed interface YamlNode {

  Place place();

  /** What the node is, for messages. */
  String describe();

  /** This node as a mapping. */
  default Mapping mapping() {
    throw place().refuse("must be a mapping (key: value), got " + describe());
  }

  /** This node as the items of a list. */
  default List<YamlNode> items() {
    throw place().refuse("must be a list ([a, b]), got " + describe());
  }

  /** This node as the text of a single value. */
  default String text() {
    throw place().refuse("must be a single value, got " + describe());
  }

  /** A single value; {@code missing} for nothing, {@code ~} and {@code null}. */
  record Scalar(Place place, String written, boolean missing) implements YamlNode {
    @Override
    public String describe() {
      return missing ? "nothing" : "'" + Quote.shorten(written) + "'";
    }

    @Override
    public String text() {
      if (missing) {
        throw place.refuse("has no value");
      }
      return written;
    }
  }

  /** A list. */
  record Sequence(Place place, List<YamlNode> items) implements YamlNode {
    @Override
    public String describe() {
      return "a list";
    }
  }

  /** A mapping, in the order of the file. */
  record Mapping(Place place, Map<String, YamlNode> entries) implements YamlNode {
    @Override
    public String describe() {
      return "a mapping";
    }

    @Override
    public Mapping mapping() {
      return this;
    }

    /** Refuses keys other than these. */
    public Mapping allowing(String... known) {
      List<String> keys = Arrays.asList(known);
      for (Map.Entry<String, YamlNode> entry : entries.entrySet()) {
        if (!keys.contains(entry.getKey())) {
          List<String> absent = new ArrayList<>(keys);
          absent.removeAll(entries.keySet());
          String hint = Nearest.hint(entry.getKey(), absent);
          throw entry
              .getValue()
              .place()
              .refuse(
                  "unknown key"
                      + (hint.isEmpty() ? "; known here: " + String.join(", ", keys) : hint));
        }
      }
      return this;
    }

    public Optional<YamlNode> find(String key) {
      return Optional.ofNullable(entries.get(key));
    }

    /** The value of a key that must be there; {@code example} shows how to write it. */
    public YamlNode get(String key, String example) {
      return find(key)
          .orElseThrow(
              () -> place.refuse("key '" + key + "' is missing; write for example " + example));
    }
  }
}

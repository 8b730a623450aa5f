package io.discreet.engine.yaml;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads one YAML document strictly: no duplicate keys, aliases or tags, and no guessing of types,
 * so that {@code 18-24} and {@code 1e-6} arrive as they were written. Work and memory are linear in
 * the text, since an alias, the one thing that multiplies, is refused.
 */
final class YamlTree {

  /** A policy, the deepest file that is read, has five. */
  private static final int MOST_LEVELS = 16;

  private static final YAMLFactory FACTORY = new YAMLFactory();

  private final String source;
  private final String content;
  private final YAMLParser parser;

  private YamlTree(String source, String content, YAMLParser parser) {
    this.source = source;
    this.content = content;
    this.parser = parser;
  }

  static YamlNode parse(String yaml, String source, String content) {
    try (YAMLParser parser = FACTORY.createParser(yaml)) {
      return new YamlTree(source, content, parser).document();
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNr());
      throw new Place(source, line, "").refuse("is not YAML: " + problem(e), e);
    } catch (IOException e) {
      throw new UncheckedIOException("reading a text in memory failed", e);
    }
  }

  private YamlNode document() throws IOException {
    Place top = new Place(source, 1, "");
    JsonToken first = parser.nextToken();
    if (first == null) {
      throw top.refuse("is empty; " + content);
    }
    YamlNode root = node(first, top, 0);
    if (parser.nextToken() != null) {
      throw new Place(source, line(), "").refuse("holds a second document; keep one");
    }
    return root;
  }

  private YamlNode node(@Nullable JsonToken token, Place place, int level) throws IOException {
    if (level > MOST_LEVELS) {
      throw place.refuse("nested deeper than " + MOST_LEVELS + " levels");
    }
    if (token == null) {
      throw place.refuse("ends too early");
    }
    if (parser.isCurrentAlias()) {
      throw place.refuse("YAML aliases (*name) are not supported; write the value out");
    }
    if (parser.getTypeId() != null) {
      throw place.refuse("YAML tags (!name) are not supported; leave the tag away");
    }
    return switch (token) {
      case START_OBJECT -> mapping(place, level);
      case START_ARRAY -> sequence(place, level);
      case VALUE_NULL -> new YamlNode.Scalar(place, "", true);
      default -> new YamlNode.Scalar(place, wellFormed(parser.getText(), place), false);
    };
  }

  private YamlNode mapping(Place place, int level) throws IOException {
    Map<String, YamlNode> entries = new LinkedHashMap<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String key = wellFormed(parser.currentName(), place);
      Place keyPlace = place.key(key, line());
      if (entries.containsKey(key)) {
        throw keyPlace.refuse("key is written twice; keep one");
      }
      entries.put(key, node(parser.nextToken(), keyPlace, level + 1));
    }
    return new YamlNode.Mapping(place, entries);
  }

  private YamlNode sequence(Place place, int level) throws IOException {
    List<YamlNode> items = new ArrayList<>();
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      items.add(node(token, place.item(items.size(), line()), level + 1));
    }
    return new YamlNode.Sequence(place, items);
  }

  private int line() {
    return Math.max(1, parser.currentTokenLocation().getLineNr());
  }

  /** Half a surrogate pair has no UTF-8 form, so it could neither be hashed nor stored. */
  private static String wellFormed(String text, Place place) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        throw place.refuse("holds half a surrogate pair, which is no character");
      }
    }
    return text;
  }

  /** The library's messages span lines and draw the text; what it wanted is in the plain ones. */
  private static String problem(JsonProcessingException e) {
    StringBuilder plain = new StringBuilder();
    String message = e.getOriginalMessage() == null ? "" : e.getOriginalMessage();
    for (String line : message.lines().toList()) {
      if (!line.startsWith(" ") && !line.isBlank()) {
        plain.append(plain.isEmpty() ? "" : "; ").append(line.strip());
      }
    }
    String text = plain.isEmpty() ? "unreadable" : plain.toString();
    return text.length() <= 200 ? text : text.substring(0, 200) + "...";
  }
}

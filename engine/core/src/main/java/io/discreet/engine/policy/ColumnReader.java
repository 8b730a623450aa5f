package io.discreet.engine.policy;

import io.discreet.engine.policy.Column.Bounds;
import io.discreet.engine.yaml.YamlNode;
import io.discreet.engine.yaml.YamlNode.Mapping;
import io.discreet.engine.yaml.YamlValues;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** From one entry under {@code columns} to a column. */
final class ColumnReader {

  private static final String EXAMPLE = "{ type: decimal, scale: 2, range: [-500, 500] }";

  private ColumnReader() {}

  static Column read(String name, Mapping node) {
    Type type =
        YamlValues.choice(
            node.get("type", EXAMPLE),
            Map.of(
                "category", Type.CATEGORY,
                "date", Type.DATE,
                "decimal", Type.DECIMAL,
                "integer", Type.INTEGER));
    return switch (type) {
      case CATEGORY -> category(name, node.allowing("type", "values"));
      case DATE -> YamlValues.at(node.allowing("type"), () -> new Column.Date(name));
      case DECIMAL -> {
        node.allowing("type", "scale", "range", "clamp");
        YamlNode scale = node.get("scale", EXAMPLE);
        int digits = YamlValues.wholeNumber(scale);
        YamlValues.check(scale, () -> Column.Numeric.requireScale(digits));
        yield numeric(name, node, digits);
      }
      case INTEGER -> numeric(name, node.allowing("type", "range", "clamp"), 0);
    };
  }

  private static Column category(String name, Mapping node) {
    List<String> values = new ArrayList<>();
    Optional<YamlNode> declared = node.find("values");
    if (declared.isPresent()) {
      for (YamlNode item : declared.get().items()) {
        values.add(item.text());
      }
      if (values.isEmpty()) {
        throw declared.get().place().refuse("lists no value; leave the key away to discover them");
      }
    }
    return YamlValues.at(node, () -> new Column.Category(name, values));
  }

  private static Column numeric(String name, Mapping node, int scale) {
    Bounds range = bounds(node.get("range", EXAMPLE), scale);
    Optional<Bounds> clamp = node.find("clamp").map(value -> bounds(value, scale));
    return YamlValues.at(node, () -> new Column.Numeric(name, scale, range, clamp));
  }

  private static Bounds bounds(YamlNode node, int scale) {
    List<YamlNode> ends = node.items();
    if (ends.size() != 2) {
      throw node.place()
          .refuse("must be two numbers such as [-500, 500], got " + ends.size() + " items");
    }
    long low = units(ends.get(0), scale);
    long high = units(ends.get(1), scale);
    return YamlValues.at(node, () -> new Bounds(low, high));
  }

  private static long units(YamlNode node, int scale) {
    BigDecimal units = YamlValues.number(node).movePointRight(scale);
    try {
      return units.longValueExact();
    } catch (ArithmeticException e) {
      String resolution = BigDecimal.ONE.movePointLeft(scale).toPlainString();
      throw node.place()
          .refuse(
              units.abs().compareTo(BigDecimal.valueOf(Bounds.MOST)) > 0
                  ? "is too large: at most " + Bounds.MOST + " times " + resolution
                  : "must be a multiple of the column's resolution "
                      + resolution
                      + ", got "
                      + node.describe());
    }
  }

  private enum Type {
    CATEGORY,
    DATE,
    DECIMAL,
    INTEGER
  }
}

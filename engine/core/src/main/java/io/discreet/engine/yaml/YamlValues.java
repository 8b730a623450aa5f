package io.discreet.engine.yaml;

import io.discreet.engine.failure.InputException;
import io.discreet.engine.failure.Nearest;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Single values of a file: each is read in full or refused in place. */
public final class YamlValues {

  private static final Pattern NUMBER =
      Pattern.compile("[+-]?([0-9]{1,40}(\\.[0-9]{0,40})?|\\.[0-9]{1,40})([eE][+-]?[0-9]{1,3})?");

  private YamlValues() {}

  /** A decimal number, exact. The pattern bounds its digits and exponent, and knows no NaN. */
  public static BigDecimal number(YamlNode node) {
    String written = node.text();
    if (!NUMBER.matcher(written).matches()) {
      throw node.place().refuse("must be a number such as 4.0 or 1e-6, got " + node.describe());
    }
    return new BigDecimal(written);
  }

  /** The double nearest to a decimal number. What is above 0 does not become 0 on the way. */
  public static double real(YamlNode node) {
    BigDecimal exact = number(node);
    double nearest = exact.doubleValue();
    if (nearest == 0 && exact.signum() != 0) {
      throw node.place().refuse("is too close to 0, got " + node.describe());
    }
    return nearest;
  }

  /** A whole number that fits an int. */
  public static int wholeNumber(YamlNode node) {
    try {
      return number(node).intValueExact();
    } catch (ArithmeticException e) {
      throw node.place().refuse("must be a whole number, got " + node.describe());
    }
  }

  /** One of a few words. */
  public static <T> T choice(YamlNode node, Map<String, T> choices) {
    String written = node.text();
    T value = choices.get(written);
    if (value == null) {
      List<String> known = choices.keySet().stream().sorted().toList();
      throw node.place()
          .refuse(
              "must be "
                  + alternatives(known)
                  + ", got "
                  + node.describe()
                  + Nearest.hint(written, known));
    }
    return value;
  }

  private static String alternatives(List<String> words) {
    int last = words.size() - 1;
    return String.join(", ", words.subList(0, last)) + " or " + words.get(last);
  }

  /** Makes a value; where the value type refuses, the refusal gets its place in the file. */
  public static <T> T at(YamlNode node, Supplier<T> value) {
    try {
      return value.get();
    } catch (InputException e) {
      throw node.place().refuse(String.valueOf(e.getMessage()));
    }
  }

  /** As {@link #at}, for a check. */
  public static void check(YamlNode node, Runnable check) {
    at(
        node,
        () -> {
          check.run();
          return true;
        });
  }
}

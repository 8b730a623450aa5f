package io.discreet.engine.policy;

import io.discreet.engine.failure.InputException;
import io.discreet.engine.failure.Quote;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** The rule for names that queries and stored tables use. */
final class Identifier {

  private static final Pattern FORM = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,62}");

  private Identifier() {}

  /** Returns the name if it is one; {@code what} says what it names. */
  static String require(String what, String name) {
    if (!FORM.matcher(name).matches()) {
      throw new InputException(
          what
              + " '"
              + Quote.shorten(name)
              + "': a name is a letter or underscore, then letters, digits and underscores, 63"
              + " characters in all");
    }
    return name;
  }

  /** Refuses names that differ in case only: file headers and stored tables ignore case. */
  static void requireDistinct(String what, Collection<String> names) {
    Map<String, String> seen = new HashMap<>();
    for (String name : names) {
      String twin = seen.put(name.toLowerCase(Locale.ROOT), name);
      if (twin != null) {
        throw new InputException(
            what + " '" + twin + "' and '" + name + "' differ in case only; rename one");
      }
    }
  }
}

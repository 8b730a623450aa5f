package io.discreet.engine.policy;

import io.discreet.engine.failure.InputException;
import io.discreet.engine.failure.Quote;
import java.util.Optional;

/**
 * Who asks: an analyst, or a nightly plan. A name is what the asker says; nothing here proves it.
 *
 * @param name not blank, at most {@value #LONGEST} characters
 * @param quota how much of the budget it may use; empty where it may use all of it
 */
public record Asker(String name, Optional<Quota> quota) {

  private static final int LONGEST = 255;

  public Asker {
    if (name.isBlank()
        || name.length() > LONGEST
        || name.codePoints().anyMatch(Character::isISOControl)) {
      throw new InputException(
          "the name of an analyst or a plan must not be empty, nor longer than "
              + LONGEST
              + " characters, nor hold control characters, got '"
              + Quote.shorten(name)
              + "'");
    }
  }

  /** An asker without a quota. */
  public Asker(String name) {
    this(name, Optional.empty());
  }
}

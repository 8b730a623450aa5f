package io.discreet.engine.policy;

import io.discreet.engine.failure.InputException;
import io.discreet.engine.failure.Quote;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Why a query may be asked, and whether a customer takes part only after consenting to it.
 *
 * @param name a letter, then letters, digits, underscores and hyphens; at most 63 characters
 * @param quota how much of the budget it may use; empty where it may use all of it
 */
public record Purpose(String name, boolean consentRequired, Optional<Quota> quota) {

  private static final Pattern FORM = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,62}");

  public Purpose {
    if (!FORM.matcher(name).matches()) {
      throw new InputException(
          "purpose '"
              + Quote.shorten(name)
              + "': a name is a letter, then letters, digits, _ and -, 63 characters in all");
    }
  }

  /** A purpose without a quota. */
  public Purpose(String name, boolean consentRequired) {
    this(name, consentRequired, Optional.empty());
  }
}

package io.discreet.engine.policy;

import io.discreet.engine.failure.InputException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The PostgreSQL database that a shop keeps its ledger in. Who may log in, and with which password,
 * is nothing that a policy says.
 *
 * @param text such as jdbc:postgresql://db.example.org/shop, with the driver's parameters if any
 */
public record LedgerUrl(String text) {

  private static final Pattern FORM =
      Pattern.compile("jdbc:postgresql://[^/?#@\\s]*/[^/?#@\\s]+(\\?[^#\\s]*)?");

  private static final Pattern SECRET =
      Pattern.compile("[?&](user|password|sslpassword|passfile)=");

  public LedgerUrl {
    // The text is not repeated: it may hold a password.
    if (!FORM.matcher(text).matches()) {
      throw new InputException(
          "ledger must be like jdbc:postgresql://host:5432/database, without user and password");
    }
    if (SECRET.matcher(text.toLowerCase(Locale.ROOT)).find()) {
      throw new InputException(
          "ledger must not name a user or password: set DISCREET_LEDGER_USER and"
              + " DISCREET_LEDGER_PASSWORD, or use a .pgpass file");
    }
  }

  /** The address without parameters, for messages. */
  public String address() {
    return text.split("\\?", 2)[0];
  }
}

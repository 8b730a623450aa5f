package io.discreet.engine;

import java.nio.file.Path;
import java.time.Clock;
import org.jspecify.annotations.NullMarked;

/**
 * Shops that live by a clock of the caller's: whoever sets it grants budgets, so that it serves
 * experiments on made-up or public data only.
 *
 * <p>It stands in the engine's package to reach methods that only tests call otherwise; a module
 * path refuses a package that two modules share.
 */
@NullMarked
public final class InsecureClock {

  private InsecureClock() {}

  /** As {@link Discreet#init(Path, Path, char[])}. */
  public static void init(Path shop, Path policyFile, char[] passphrase, Clock clock) {
    Discreet.init(shop, policyFile, passphrase, clock);
  }

  /** As {@link Discreet#operate(Path, char[])}. */
  public static Operator operate(Path shop, char[] passphrase, Clock clock) {
    return Discreet.operate(shop, passphrase, clock);
  }

  /** As {@link Discreet#open(Path)}. */
  public static Discreet open(Path shop, Clock clock) {
    return Discreet.open(shop, clock);
  }
}

package io.discreet.engine.ledger;

import io.discreet.engine.policy.LedgerUrl;
import io.discreet.engine.policy.Policy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Where a ledger is: a SQLite file in the shop's folder, or a PostgreSQL database. Its witness lies
 * in the folder in either case, so that a database that was put back from a backup is recognized.
 */
public final class LedgerPlace {

  /** The name of the SQLite file. */
  public static final String FILE_NAME = "ledger.sqlite";

  private static final String USER = "DISCREET_LEDGER_USER";
  private static final String PASSWORD = "DISCREET_LEDGER_PASSWORD";

  private final Path file;
  private final Optional<LedgerUrl> url;
  private final Properties access;

  private LedgerPlace(Path file, Optional<LedgerUrl> url, Properties access) {
    this.file = file;
    this.url = url;
    this.access = access;
  }

  /** A SQLite file. */
  public static LedgerPlace file(Path file) {
    return new LedgerPlace(file, Optional.empty(), new Properties());
  }

  /**
   * Where a policy says. A server's user and password are those of {@code DISCREET_LEDGER_USER} and
   * {@code DISCREET_LEDGER_PASSWORD}; without them the driver's own, which reads {@code .pgpass}.
   *
   * @param environment such as {@link System#getenv()}
   */
  public static LedgerPlace of(Path folder, Policy policy, Map<String, String> environment) {
    return of(folder, policy.ledgerUrl(), environment);
  }

  static LedgerPlace of(Path folder, Optional<LedgerUrl> url, Map<String, String> environment) {
    Properties access = new Properties();
    put(access, "user", environment.get(USER));
    put(access, "password", environment.get(PASSWORD));
    return new LedgerPlace(folder.resolve(FILE_NAME), url, access);
  }

  private static void put(Properties access, String name, @Nullable String value) {
    if (value != null) {
      access.setProperty(name, value);
    }
  }

  /** Whether the folder lacks the file that the ledger should be; a server is not asked. */
  public boolean isMissing() {
    return url.isEmpty() && !Files.isRegularFile(file);
  }

  /** The witness lies beside this file, whether or not it is there. */
  Path file() {
    return file;
  }

  Database create() {
    return url.isPresent()
        ? PostgresDatabase.create(url.get(), access)
        : SqliteDatabase.create(file);
  }

  Database open() {
    return url.isPresent() ? PostgresDatabase.open(url.get(), access) : SqliteDatabase.open(file);
  }
}

package io.discreet.engine.ledger;

import io.discreet.engine.failure.InputException;
import io.discreet.engine.policy.LedgerUrl;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;

/**
 * A schema of a PostgreSQL database and one connection to it. Writers take turns by a lock on the
 * table with the facts of the shop, taken before the transaction looks at anything.
 */
final class PostgresDatabase extends OneConnection {

  private static final int LOCK_TIMEOUT_SECONDS = 30;

  /** Each session is durable, patient, and does not hold the lock after its machine is gone. */
  private static final String SESSION =
      "SET synchronous_commit = on; SET lock_timeout = '"
          + LOCK_TIMEOUT_SECONDS
          + "s'; SET idle_in_transaction_session_timeout = '120s'";

  /** Whoever reads queues behind a rewriting that waits for its lock. */
  private static final int REWRITE_LOCK_SECONDS = 2;

  private static final String MARK = "discreet ledger ";

  /** Tables whose rows forgetting, folding or a rotation changes or removes. */
  private static final String REWRITTEN =
      "intake_file, charge, fold, consent, cap, purpose_cap, statement, opening, tombstone, registry_block, seal,"
          + " snapshot";

  private final LedgerUrl url;
  private final Properties access;

  /** Whether the tables are there, so that every server that answers must have them. */
  private boolean made;

  private PostgresDatabase(LedgerUrl url, Properties access, boolean made) {
    this.url = url;
    this.access = access;
    this.made = made;
  }

  /**
   * @param access {@code user} and {@code password}, if they are not the driver's own defaults
   */
  static PostgresDatabase create(LedgerUrl url, Properties access) {
    return connected(new PostgresDatabase(url, access, false));
  }

  /** Opens a ledger; creates and repairs nothing. */
  static PostgresDatabase open(LedgerUrl url, Properties access) {
    return connected(new PostgresDatabase(url, access, true));
  }

  private static PostgresDatabase connected(PostgresDatabase database) {
    try {
      database.connection();
      return database;
    } catch (SQLException e) {
      throw database.translate(e);
    }
  }

  /** A server that may lose a commit, or rows unseen, is none to keep spend in. */
  private void checkServer(Connection connection) throws SQLException {
    for (String setting : List.of("fsync", "data_checksums")) {
      String value =
          Jdbc.first(connection, "SELECT current_setting(?)", row -> row.getString(1), setting)
              .orElse("off");
      if (!value.equals("on")) {
        throw new InputException(
            "the PostgreSQL server of "
                + url.address()
                + " has "
                + setting
                + " = "
                + value
                + ", so that spend could be lost unseen: turn it on there");
      }
    }
  }

  private void checkMark(Connection connection) throws SQLException {
    String mark =
        Jdbc.first(
                connection,
                "SELECT obj_description(to_regclass('shop'), 'pg_class')",
                row -> String.valueOf(row.getString(1)))
            .orElse("");
    if (!mark.startsWith(MARK)) {
      throw new InputException(
          "there is no ledger at " + url.address() + ": make the shop with init");
    }
    if (!mark.equals(MARK + SCHEMA_VERSION)) {
      throw new InputException(
          "the ledger at "
              + url.address()
              + " has another schema version than "
              + SCHEMA_VERSION
              + ": use the version of Discreet that wrote it");
    }
  }

  /** Whoever answers at the address may be another server than before, or the same restored. */
  @Override
  Connection connect() throws SQLException {
    Properties properties = new Properties();
    properties.putAll(access);
    properties.setProperty("logServerErrorDetail", "false"); // a detail may quote a row
    properties.setProperty("tcpKeepAlive", "true");
    properties.setProperty("ApplicationName", "discreet");
    Connection fresh = DriverManager.getConnection(url.text(), properties);
    try (Statement statement = fresh.createStatement()) {
      statement.execute(SESSION);
      checkServer(fresh);
      if (made) {
        checkMark(fresh);
      }
      fresh.setAutoCommit(false);
      return fresh;
    } catch (SQLException | RuntimeException e) {
      fresh.close();
      throw e;
    }
  }

  @Override
  public void initialize(List<String> tables, SqlWork rows) {
    try {
      execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
      for (String table : tables) {
        // Text is compared byte by byte as in SQLite, whatever the server's language.
        execute(table.replace(" BLOB", " BYTEA").replace(" TEXT", " TEXT COLLATE \"C\""));
      }
      rows.run(connection());
      execute("COMMENT ON TABLE shop IS '" + MARK + SCHEMA_VERSION + "'");
      connection().commit();
      made = true;
    } catch (SQLException e) {
      rollback();
      throw translate(e);
    }
  }

  @Override
  public void beginRead() throws SQLException {
    begin("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
  }

  @Override
  public void beginWrite() throws SQLException {
    begin("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ WRITE");
    // The state that is read is fixed by the first query: by then the lock is held.
    execute("LOCK TABLE shop IN SHARE ROW EXCLUSIVE MODE");
  }

  /** Begins on a new connection where the server has been restarted since the last transaction. */
  private void begin(String first) throws SQLException {
    boolean mayBeStale = isConnected();
    try {
      execute(first);
    } catch (SQLException e) {
      close();
      if (!mayBeStale || !isOffline(String.valueOf(e.getSQLState()))) {
        throw e;
      }
      execute(first);
    }
  }

  private static boolean isOffline(String state) {
    return state.startsWith("08") || state.startsWith("57P");
  }

  @Override
  public void commit() throws SQLException {
    connection().commit();
  }

  @Override
  public void rollback() {
    try {
      connection().rollback();
    } catch (SQLException e) {
      close();
    }
  }

  /** The server may still be at the old commit: it holds the lock until that has ended. */
  @Override
  public void abandon() throws SQLException {
    close();
    beginWrite();
    rollback();
  }

  /** What another connection sees is on disk: it becomes visible after it was forced there. */
  @Override
  public boolean flush() {
    return true;
  }

  /**
   * Rewrites the tables, as far as nobody reads from them. The server's write-ahead log keeps old
   * bytes until it is recycled, which is not ours to force.
   */
  @Override
  public boolean erase() throws SQLException {
    Connection open = connection();
    open.setAutoCommit(true);
    try {
      execute("SET lock_timeout = '" + REWRITE_LOCK_SECONDS + "s'");
      execute("VACUUM FULL " + REWRITTEN);
    } finally {
      execute(SESSION);
      open.setAutoCommit(false);
    }
    return false;
  }

  /** Nothing to do: the server verifies the checksum of every page that it reads. */
  @Override
  public void checkPages(String table) {}

  @Override
  public RuntimeException translate(SQLException e) {
    String state = String.valueOf(e.getSQLState());
    String address = url.address();
    return switch (state) {
      case "XX001", "XX002" -> {
        InputException damaged = RowChecksum.damaged("PostgreSQL finds its pages inconsistent");
        damaged.initCause(e);
        yield damaged;
      }
      case "42P07" ->
          new InputException(
              address + " already holds a ledger: give another database or schema", e);
      case "42P01" ->
          new InputException(
              "the ledger at " + address + " has lost a table; put back the newest backup", e);
      case "3D000", "3F000" ->
          new InputException(address + ": there is no such database or schema; make it first", e);
      case "42501" ->
          new InputException(
              address + ": the user lacks rights on the schema; the user must own the tables", e);
      case "25006" -> new LedgerException(address + " is read-only; use the primary server", e);
      case "53100" ->
          new LedgerException("the disk of " + address + " is full: nothing was written", e);
      case "55P03" ->
          new LedgerException(
              address + " was locked by another process for " + LOCK_TIMEOUT_SECONDS + " s", e);
      default -> other(state, address, e);
    };
  }

  private static RuntimeException other(String state, String address, SQLException e) {
    if (state.startsWith("28")) {
      return new InputException(
          address
              + " refuses the login: set DISCREET_LEDGER_USER and DISCREET_LEDGER_PASSWORD, or use"
              + " a .pgpass file",
          e);
    }
    if (isOffline(state)) {
      return new LedgerException(
          address + " cannot be reached; is the server running? Doing the same again is safe", e);
    }
    return new LedgerException("the ledger's storage failed", e);
  }

  @Override
  public String newestCopy() {
    return "the newest state of the database";
  }
}

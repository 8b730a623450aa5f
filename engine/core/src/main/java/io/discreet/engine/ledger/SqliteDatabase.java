package io.discreet.engine.ledger;

import io.discreet.engine.failure.InputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteOpenMode;

/**
 * One SQLite file and one connection to it: opening, transactions, and what its failures mean. Not
 * thread-safe.
 *
 * <p>The file is never opened by any other means while the process runs: closing a file descriptor
 * drops all POSIX locks that the process holds on that file, those of SQLite too.
 */
final class SqliteDatabase extends OneConnection {

  /** "DISC": what the header of a ledger carries. */
  static final int APPLICATION_ID = 0x44495343;

  /** Pages of 4 KB in the log before a commit moves them into the file: one in some hundreds. */
  private static final int PAGES_OF_LOG = 4_000;

  private static final Duration BUSY_TIMEOUT = Duration.ofSeconds(30);

  private final Path file;

  private SqliteDatabase(Path file) {
    this.file = file;
  }

  /** Makes an empty file, private to its owner; refuses one that exists. */
  static SqliteDatabase create(Path file) {
    try {
      Files.createFile(file, OwnerOnly.attributes(file));
    } catch (FileAlreadyExistsException e) {
      throw new InputException(file + " already exists: a shop is made once", e);
    } catch (NoSuchFileException e) {
      throw new InputException("the folder of " + file + " does not exist", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new SqliteDatabase(file);
  }

  /** Opens a ledger; creates and repairs nothing. */
  static SqliteDatabase open(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new InputException("there is no ledger at " + file + ": make the shop with init");
    }
    SqliteDatabase database = new SqliteDatabase(file);
    try {
      database.checkHeader();
      return database;
    } catch (SQLException e) {
      database.close();
      throw database.translate(e);
    } catch (RuntimeException e) {
      database.close();
      throw e;
    }
  }

  private void checkHeader() throws SQLException {
    int application = pragma("application_id");
    int version = pragma("user_version");
    if (application != APPLICATION_ID) {
      throw new InputException(
          file
              + " is not a ledger of Discreet, or its making was interrupted before it held any: restore"
              + " the shop's folder from a backup, all files together, or make it anew with init");
    }
    if (version != SCHEMA_VERSION) {
      throw new InputException(
          file
              + " has schema version "
              + version
              + ", this program reads "
              + SCHEMA_VERSION
              + ": use the version of Discreet that wrote it");
    }
  }

  @Override
  Connection connect() throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.resetOpenMode(SQLiteOpenMode.CREATE);
    config.setOpenMode(SQLiteOpenMode.OPEN_URI);
    config.setBusyTimeout(Math.toIntExact(BUSY_TIMEOUT.toMillis()));
    // The URI form, percent-encoded: a ? in a folder's name must not become a parameter.
    String uri = "jdbc:sqlite:file://" + file.toAbsolutePath().toUri().getRawPath();
    Connection fresh = config.createConnection(uri);
    try (Statement statement = fresh.createStatement()) {
      statement.execute("PRAGMA synchronous = FULL");
      statement.execute("PRAGMA secure_delete = ON");
      statement.execute("PRAGMA wal_autocheckpoint = " + PAGES_OF_LOG);
      statement.execute("PRAGMA foreign_keys = ON");
      return fresh;
    } catch (SQLException | RuntimeException e) {
      fresh.close();
      throw e;
    }
  }

  /** Turns a new, empty file into a ledger's: write-ahead log, then tables in one transaction. */
  @Override
  public void initialize(List<String> tables, SqlWork rows) {
    try {
      execute("PRAGMA journal_mode = WAL");
      execute("BEGIN IMMEDIATE");
      for (String table : tables) {
        execute(table);
      }
      rows.run(connection());
      execute("PRAGMA application_id = " + APPLICATION_ID);
      execute("PRAGMA user_version = " + SCHEMA_VERSION);
      execute("COMMIT");
    } catch (SQLException e) {
      throw translate(e);
    }
  }

  @Override
  public void beginRead() throws SQLException {
    execute("BEGIN");
  }

  /** Takes the write lock at once. */
  @Override
  public void beginWrite() throws SQLException {
    execute("BEGIN IMMEDIATE");
  }

  @Override
  public void commit() throws SQLException {
    execute("COMMIT");
  }

  @Override
  public void rollback() {
    try {
      execute("ROLLBACK");
    } catch (SQLException e) {
      close();
    }
  }

  /** An open transaction ends with its connection. */
  @Override
  public void abandon() {
    close();
  }

  /**
   * Moves the write-ahead log into the file and empties it; false if another process was reading
   * from it for longer than the busy timeout.
   */
  @Override
  public boolean erase() throws SQLException {
    return pragma("wal_checkpoint(TRUNCATE)") == 0;
  }

  /** Forces all that is committed into the file itself. */
  @Override
  public boolean flush() throws SQLException {
    return pragma("wal_checkpoint(FULL)") == 0;
  }

  /**
   * Checks the pages of a table and of its indexes. A damaged page can lose rows unseen, since the
   * checksum of a row that is not found is not looked at.
   */
  @Override
  public void checkPages(String table) throws SQLException {
    try (Statement statement = connection().createStatement();
        ResultSet row = statement.executeQuery("PRAGMA quick_check(" + table + ")")) {
      if (!row.next() || !"ok".equals(row.getString(1))) {
        throw RowChecksum.damaged("a page of table " + table + " is not what was written");
      }
    }
  }

  private int pragma(String name) throws SQLException {
    try (Statement statement = connection().createStatement();
        ResultSet row = statement.executeQuery("PRAGMA " + name)) {
      row.next();
      return row.getInt(1);
    }
  }

  @Override
  public RuntimeException translate(SQLException e) {
    int code = e.getErrorCode() & 0xff; // extended codes carry the basic one in the low byte
    if (code == SQLiteErrorCode.SQLITE_NOTADB.code) {
      return new InputException(
          file + " is not a ledger of Discreet, or its first page is damaged", e);
    }
    if (code == SQLiteErrorCode.SQLITE_CORRUPT.code) {
      InputException damaged = RowChecksum.damaged("SQLite finds its pages inconsistent");
      damaged.initCause(e);
      return damaged;
    }
    if (code == SQLiteErrorCode.SQLITE_BUSY.code) {
      return new LedgerException(
          file + " was locked by another process for " + BUSY_TIMEOUT.toSeconds() + " s", e);
    }
    if (code == SQLiteErrorCode.SQLITE_FULL.code) {
      return new LedgerException("the disk of " + file + " is full: nothing was written", e);
    }
    if (code == SQLiteErrorCode.SQLITE_READONLY.code
        || code == SQLiteErrorCode.SQLITE_CANTOPEN.code
        || code == SQLiteErrorCode.SQLITE_PERM.code) {
      return new LedgerException(file + " and its folder must be readable and writable", e);
    }
    if (code == SQLiteErrorCode.SQLITE_IOERR.code) {
      return new LedgerException(
          file
              + " or a file beside it could not be read or written: look for a full or failing disk;"
              + " doing the same again is safe",
          e);
    }
    return new LedgerException("the ledger's storage failed", e);
  }

  @Override
  public String newestCopy() {
    return "the newest ledger.sqlite together with its ledger.sqlite-wal";
  }
}

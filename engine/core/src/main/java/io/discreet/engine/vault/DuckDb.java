package io.discreet.engine.vault;

import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDriver;

/**
 * An in-memory DuckDB instance to which vault files are attached.
 *
 * <p>Attaching keeps a file's path out of the connection URL, where some characters have a meaning,
 * and lets several instances of one process read the same file. Law: a message of DuckDB never
 * leaves this class, because it can quote rows; its class of failure does.
 */
final class DuckDb implements AutoCloseable {

  // Blocks are 256 kB. With 2 MB in all, two threads read as fast as with a cache of everything.
  private static final int CACHE_MEGABYTES = 16;
  private static final int CACHE_MEGABYTES_OF_THREAD = 4;

  private static final int PART_MEGABYTES = 1024;

  private static final Pattern FAILURE_CLASS =
      Pattern.compile("^(?:java\\.sql\\.SQLException: )?([A-Z][A-Za-z ]{2,40} Error):");

  /** What reads rows or appends them: its failures are told by the caller's name for the work. */
  @FunctionalInterface
  interface Work<T> {
    T run(DuckDBConnection connection) throws SQLException;
  }

  private final DuckDBConnection connection;
  private final String subject;

  private DuckDb(DuckDBConnection connection, String subject) {
    this.connection = connection;
    this.subject = subject;
  }

  /**
   * Opens an instance to read with, by as many threads of ours as there are processors, each on its
   * own connection. It caches little of the file: what is read is kept once, in columns.
   *
   * @param subject what messages name: a vault file
   */
  static DuckDb forReading(String subject) {
    Properties properties = new Properties();
    properties.setProperty("threads", "1");
    properties.setProperty(
        "memory_limit",
        CACHE_MEGABYTES
            + CACHE_MEGABYTES_OF_THREAD * Runtime.getRuntime().availableProcessors()
            + "MB");
    properties.setProperty("temp_directory", "");
    return open(subject, properties);
  }

  /**
   * Opens an instance to write with.
   *
   * @param subject what messages name: a vault file
   * @param spill where operators may spill
   */
  static DuckDb forWriting(String subject, Path spill) {
    Properties properties = new Properties();
    properties.setProperty("temp_directory", spill.toString());
    return open(subject, properties);
  }

  /**
   * Opens an instance to write a part with, beside others of the same process or machine: one
   * thread, and memory for a part of usual length; a longer one spills.
   *
   * @param spill as for {@link #forWriting}
   */
  static DuckDb forPart(String subject, Path spill) {
    Properties properties = new Properties();
    properties.setProperty("threads", "1");
    properties.setProperty("memory_limit", PART_MEGABYTES + "MB");
    properties.setProperty("temp_directory", spill.toString());
    return open(subject, properties);
  }

  /** Opens an instance that never uses the network. */
  private static DuckDb open(String subject, Properties properties) {
    properties.setProperty("autoinstall_known_extensions", "false");
    properties.setProperty("autoload_known_extensions", "false");
    // Rows are read back in the order they were written in.
    properties.setProperty("preserve_insertion_order", "true");
    try {
      return new DuckDb(
          (DuckDBConnection) new DuckDBDriver().connect("jdbc:duckdb:", properties), subject);
    } catch (SQLException e) {
      throw failure(subject, e);
    }
  }

  void attach(Path file, String name, boolean readOnly) {
    run(
        "ATTACH "
            + quoted(file.toAbsolutePath().toString())
            + " AS "
            + name
            + (readOnly ? " (READ_ONLY)" : ""));
  }

  void run(String sql) {
    with(
        c -> {
          try (Statement statement = c.createStatement()) {
            return statement.execute(sql);
          }
        });
  }

  /** Runs one statement with its parameters in order. */
  void run(String sql, Object... parameters) {
    with(
        c -> {
          try (PreparedStatement statement = c.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
              statement.setObject(i + 1, parameters[i]);
            }
            return statement.execute();
          }
        });
  }

  /** The single whole number that a query answers; 0 for NULL. */
  long number(String sql) {
    return with(
        c -> {
          try (Statement statement = c.createStatement();
              ResultSet result = statement.executeQuery(sql)) {
            if (!result.next()) {
              throw new SQLException("no row");
            }
            return result.getLong(1);
          }
        });
  }

  DuckDBAppender appender(String temporaryTable) {
    return with(c -> c.createAppender("temp", "main", temporaryTable));
  }

  /** Runs work on the one connection that has the temporary tables, one work at a time. */
  <T> T with(Work<T> work) {
    synchronized (connection) {
      try {
        return work.run(connection);
      } catch (SQLException e) {
        throw failure(subject, e);
      }
    }
  }

  /** Runs work on a connection of its own, so that several threads can work at once. */
  <T> T withOwnConnection(Work<T> work) {
    return withOwnConnection(subject, work);
  }

  /** The same of work that messages call otherwise. */
  <T> T withOwnConnection(String subject, Work<T> work) {
    try (DuckDBConnection own = connection.duplicate().unwrap(DuckDBConnection.class)) {
      return work.run(own);
    } catch (SQLException e) {
      throw failure(subject, e);
    }
  }

  /** The failure of some work on a subject, without the text that could quote a row. */
  static VaultException failure(String subject, SQLException e) {
    String text = e.getMessage() == null ? "" : e.getMessage();
    Matcher matcher = FAILURE_CLASS.matcher(text);
    String kind = matcher.find() ? matcher.group(1).toLowerCase(Locale.ROOT) : "storage error";
    return new VaultException(
        subject
            + " failed ("
            + kind
            + "): look for a damaged file, a full disk or too little memory");
  }

  static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw failure(subject, e);
    }
  }
}

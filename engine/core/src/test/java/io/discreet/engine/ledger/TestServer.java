package io.discreet.engine.ledger;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A real PostgreSQL server of this process's own, started by who first needs it. */
public final class TestServer {

  static final Map<String, String> ACCESS = Map.of("DISCREET_LEDGER_USER", "postgres");

  private static final AtomicInteger SCHEMAS = new AtomicInteger();
  private static @Nullable EmbeddedPostgres server;

  private TestServer() {}

  /** The address of a new, empty schema, which this process's own user owns as well. */
  public static synchronized String newSchema() {
    EmbeddedPostgres running = server;
    if (running == null) {
      try {
        running = durable().start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      server = running;
    }
    String schema = "shop" + SCHEMAS.incrementAndGet();
    String database = "jdbc:postgresql://localhost:" + running.getPort() + "/postgres";
    try (Connection connection = DriverManager.getConnection(database, "postgres", "")) {
      if (schema.equals("shop1")) {
        Jdbc.update(
            connection, "CREATE ROLE \"" + System.getProperty("user.name") + "\" LOGIN SUPERUSER");
      }
      Jdbc.update(connection, "CREATE SCHEMA " + schema);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
    return database + "?currentSchema=" + schema;
  }

  /** With what the library turns off for speed. */
  static EmbeddedPostgres.Builder durable() {
    return EmbeddedPostgres.builder()
        .setServerConfig("fsync", "on")
        .setServerConfig("synchronous_commit", "on");
  }
}

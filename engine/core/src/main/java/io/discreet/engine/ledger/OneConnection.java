package io.discreet.engine.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** A database by one connection, which is made when it is first needed and after each failure. */
abstract class OneConnection implements Database {

  private @Nullable Connection connection;

  /** A new connection, to a database that was looked at and can be trusted with a ledger. */
  abstract Connection connect() throws SQLException;

  @Override
  public final Connection connection() throws SQLException {
    Connection open = connection;
    if (open == null) {
      open = connect();
      connection = open;
    }
    return open;
  }

  final boolean isConnected() {
    return connection != null;
  }

  final void execute(String sql) throws SQLException {
    try (Statement statement = connection().createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public final void close() {
    Connection open = connection;
    connection = null;
    if (open != null) {
      try {
        open.close();
      } catch (SQLException e) {
        throw translate(e);
      }
    }
  }
}

package io.discreet.engine.ledger;

import io.discreet.engine.keys.KeyRotation;
import io.discreet.engine.keys.Keyring;
import io.discreet.engine.keys.Pseudonym;
import io.discreet.engine.keys.RotationStep;
import io.discreet.engine.ledger.IntakeEntry.FileFingerprint;
import io.discreet.engine.policy.Budget.BudgetPeriod;
import io.discreet.engine.policy.CustomerId;
import io.discreet.engine.policy.LedgerUrl;
import io.discreet.engine.policy.Purpose;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.roaringbitmap.RoaringBitmap;

/** A real ledger in a temporary folder, by a clock of its own, and short ways to use it. */
final class TestLedger {

  static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  static final Purpose STOCK = new Purpose("stock-planning", false);

  /** The purposes of these that ask for no consent. */
  static final Set<String> WITHOUT_CONSENT = Set.of(STOCK.name());

  static final Purpose ADVICE = new Purpose("recommendations", true);
  static final int CUSTOMERS = 10;
  static final long BUDGET = 100;
  private static final String ADDRESS = "ledger.url";

  static final ShopFacts FACTS =
      new ShopFacts(
          "0123456789abcdef0123456789abcdef",
          ShopFacts.GAUSSIAN_DP,
          BudgetPeriod.MONTH,
          ZoneId.of("Europe/London"),
          new CustomerId("email", CustomerId.Kind.EMAIL),
          new byte[16]);

  /** The SQLite file, or where it would be: the witness lies beside it. */
  final Path file;

  private final Optional<LedgerUrl> url;
  private Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);

  private TestLedger(Path folder, Optional<LedgerUrl> url) {
    this.file = folder.resolve(LedgerPlace.FILE_NAME);
    this.url = url;
  }

  /** A new ledger in SQLite with ten customers and one vault generation. */
  static TestLedger create(Path folder) {
    return create(Backend.SQLITE, folder);
  }

  /** A new ledger with ten customers and one vault generation. */
  static TestLedger create(Backend backend, Path folder) {
    return create(backend, folder, FACTS, NOW);
  }

  /** The same with other facts, made at another time, where the clock then stands. */
  static TestLedger create(Backend backend, Path folder, ShopFacts facts, Instant now) {
    TestLedger test = new TestLedger(folder, address(backend, folder));
    test.setClock(now);
    Ledger.create(test.place(), facts, test.clock);
    try (Ledger ledger = test.open()) {
      ledger.registerIntake(intake(0, 0, CUSTOMERS));
    }
    return test;
  }

  /** The ledger that is in a folder already. */
  static TestLedger in(Path folder) {
    try {
      Path address = folder.resolve(ADDRESS);
      return new TestLedger(
          folder,
          Files.exists(address)
              ? Optional.of(new LedgerUrl(Files.readString(address)))
              : Optional.empty());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Notes the address of a server for child processes. */
  private static Optional<LedgerUrl> address(Backend backend, Path folder) {
    if (backend == Backend.SQLITE) {
      return Optional.empty();
    }
    String address = TestServer.newSchema();
    try {
      Files.writeString(folder.resolve(ADDRESS), address);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Optional.of(new LedgerUrl(address));
  }

  /** Where the ledger is. */
  LedgerPlace place() {
    return LedgerPlace.of(Objects.requireNonNull(file.getParent()), url, TestServer.ACCESS);
  }

  Ledger open() {
    return open(CommitProbe.NONE);
  }

  Ledger open(CommitProbe probe) {
    return Ledger.open(place(), clock, probe);
  }

  /** The facts of a shop with this period, counted in this zone. */
  static ShopFacts facts(BudgetPeriod period, ZoneId zone) {
    return new ShopFacts(
        FACTS.shopId(), FACTS.currencyId(), period, zone, FACTS.customer(), FACTS.boundingKey());
  }

  void setClock(Instant now) {
    clock = Clock.fixed(now, ZoneOffset.UTC);
  }

  /** The pseudonym of the n-th person. */
  static Pseudonym person(int n) {
    return new Pseudonym(0x5EED_0000_0000_0000L + n, 0x0DD5_0000_0000_0001L * (n + 1));
  }

  /** An intake of people {@code first} to {@code end} − 1, whose indexes are the same numbers. */
  static IntakeEntry intake(int generation, int first, int end) {
    return new IntakeEntry(
        generation,
        generation + 1,
        first,
        IntStream.range(first, end).mapToObj(TestLedger::person).toList(),
        List.of(new FileFingerprint("purchases", fingerprint(generation))),
        false);
  }

  /** The fingerprint of the file that made a generation. */
  static String fingerprint(int generation) {
    return String.format("%064x", generation);
  }

  static Terms terms(Purpose purpose, long budget) {
    return new Terms(purpose, budget, 100, 0, epsilon -> (long) epsilon);
  }

  /** A step to new pseudonyms, of a key file made for it. */
  static RotationStep rotation(Path folder) {
    char[] passphrase = "a passphrase".toCharArray();
    Path keys = folder.resolve("keys-of-" + System.nanoTime());
    Keyring.create(keys, passphrase, FACTS.shopId());
    return KeyRotation.prepare(keys, passphrase, passphrase, FACTS.shopId()).step();
  }

  /** Terms that need no consent, with a budget of 100 units and a cap of ε for ε units. */
  static Terms terms() {
    return terms(STOCK, BUDGET);
  }

  /** A charge of the same units for each of some customers. */
  static Charge charge(int id, long units, int... customers) {
    return new Charge(
        releaseId(id),
        units,
        0,
        new long[] {units},
        Payers.of(List.of(RoaringBitmap.bitmapOf(customers))));
  }

  static String releaseId(int id) {
    return String.format("%032x", id);
  }

  static String answerKey(int id) {
    return "question " + id;
  }

  static byte[] body(int id) {
    return ("release " + id).getBytes(StandardCharsets.UTF_8);
  }

  /** Commits a charge under a fresh standing. */
  static CommitResult commit(Ledger ledger, int id, long units, int... customers) {
    Terms terms = terms();
    return ledger.commit(
        ledger.standing(terms), terms, charge(id, units, customers), answerKey(id), body(id));
  }

  /** What each customer has left of 100 units, read by a ledger that is opened for it. */
  long[] remaining() {
    try (Ledger ledger = open()) {
      return ledger.standing(terms()).remainingUnits();
    }
  }

  /** What the ledger says that somebody has spent in the period. */
  static long spent(Ledger ledger, int person) {
    return ledger.customer(person(person)).orElseThrow().ofPeriod().units();
  }

  /** The rows of a query that knows nothing of our code; columns are separated by a bar. */
  List<String> rows(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      List<String> rows = new ArrayList<>();
      while (row.next()) {
        Object[] values = new Object[row.getMetaData().getColumnCount()];
        for (int i = 0; i < values.length; i++) {
          values[i] = String.valueOf(row.getObject(i + 1));
        }
        rows.add(String.join("|", Arrays.copyOf(values, values.length, String[].class)));
      }
      return rows;
    }
  }

  /** The names of all tables. */
  List<String> tables() throws SQLException {
    return rows(
        url.isPresent()
            ? "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"
            : "SELECT name FROM sqlite_master WHERE type = 'table'");
  }

  /** The names of a table's columns. */
  List<String> columns(String table) throws SQLException {
    return rows(
        url.isPresent()
            ? "SELECT column_name FROM information_schema.columns"
                + " WHERE table_schema = current_schema() AND table_name = '"
                + table
                + "'"
            : "SELECT name FROM pragma_table_info('" + table + "')");
  }

  /** What names each row of a table until the table changes, in an order that a copy keeps. */
  List<String> whereRow(String table) throws SQLException {
    return rows(
        url.isPresent()
            ? "SELECT format(' WHERE ctid = %L', ctid) FROM "
                + table
                + " ORDER BY "
                + table
                + "::text"
            : "SELECT ' WHERE rowid = ' || rowid FROM " + table);
  }

  /** A connection that lets references point nowhere, as a damaged file may. */
  Connection connectUnchecked() throws SQLException {
    Connection connection = connect();
    if (url.isPresent()) {
      Jdbc.update(connection, "SET session_replication_role = replica");
    }
    return connection;
  }

  /** Changes rows behind the ledger's back. */
  void change(String sql) throws SQLException {
    try (Connection connection = connect()) {
      Jdbc.update(connection, sql);
    }
  }

  /** A connection that knows nothing of our code. */
  Connection connect() throws SQLException {
    return url.isPresent()
        ? DriverManager.getConnection(url.get().text(), "postgres", "")
        : DriverManager.getConnection("jdbc:sqlite:" + file);
  }

  /** Copies the ledger aside, without its witness. Running the result puts the copy back. */
  Restore backup() throws IOException, SQLException {
    if (url.isEmpty()) {
      Path copy = Files.copy(file, file.resolveSibling("backup " + System.nanoTime()));
      return () -> Files.copy(copy, file, StandardCopyOption.REPLACE_EXISTING);
    }
    String copy = "backup" + System.nanoTime();
    List<String> tables = tables();
    change("CREATE SCHEMA " + copy);
    for (String table : tables) {
      change("CREATE TABLE " + copy + "." + table + " AS TABLE " + table);
    }
    return () -> {
      try (Connection connection = connectUnchecked()) {
        connection.setAutoCommit(false);
        // As a restored dump does: rows come back in whatever order.
        for (String table : tables) {
          Jdbc.update(connection, "DELETE FROM " + table);
          Jdbc.update(connection, "INSERT INTO " + table + " TABLE " + copy + "." + table);
        }
        connection.commit();
      }
    };
  }

  /** Puts a copy back. */
  interface Restore {
    void run() throws IOException, SQLException;
  }

  /** Puts another ledger in the place of this one, whose witness stays. */
  TestLedger replacedBy(TestLedger other) throws IOException {
    if (url.isEmpty()) {
      Files.copy(other.file, file, StandardCopyOption.REPLACE_EXISTING);
    }
    return new TestLedger(Objects.requireNonNull(file.getParent()), other.url);
  }

  /** Takes the ledger away and leaves its witness. */
  void remove() throws IOException, SQLException {
    if (url.isEmpty()) {
      Files.delete(file);
    } else {
      String schema = rows("SELECT current_schema()").get(0);
      change("DROP SCHEMA " + schema + " CASCADE");
      change("CREATE SCHEMA " + schema);
    }
  }
}

package io.discreet.engine.intake;

import io.discreet.engine.keys.Keyring;
import io.discreet.engine.keys.Pseudonym;
import io.discreet.engine.ledger.Registry;
import io.discreet.engine.policy.Policy;
import io.discreet.engine.policy.PolicyFile;
import io.discreet.engine.policy.Table;
import io.discreet.engine.rows.RowCheck;
import io.discreet.engine.vault.ColumnData;
import io.discreet.engine.vault.Packed;
import io.discreet.engine.vault.TableData;
import io.discreet.engine.vault.Vault;
import io.discreet.engine.vault.VaultWriter;
import io.discreet.engine.vault.WriterLock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.duckdb.DuckDBDriver;

/** Intakes into real vault files, with a registry in memory in place of the ledger. */
final class IntakeBench {

  static final LocalDate TODAY = LocalDate.of(2026, 11, 24);

  static final String POLICY =
      """
      customer: { column: email, kind: email }
      time-zone: Europe/London
      budget: { epsilon: 4.0, delta: 1e-6, selection-delta: 1e-7, period: month, when-spent: drop }
      purposes:
        recommendations: { consent: required }
      tables:
        customers:
          one-row-per-customer: true
          columns:
            city: { type: category, values: [Leeds, York] }
        purchases:
          max-rows: 1000
          columns:
            day: { type: date }
            product: { type: category }
            amount: { type: decimal, scale: 2, range: [-500, 500], clamp: [0, 60] }
      """;

  final Path shop;
  final Policy policy;
  private final Path files;
  private final Keyring keyring;
  private final List<Pseudonym> customers = new ArrayList<>();
  private int generation;

  IntakeBench(Path folder, Keyring keyring) {
    try {
      this.shop = Files.createTempDirectory(folder, "shop");
      this.files = Files.createTempDirectory(folder, "files");
      this.policy = PolicyFile.read(Files.writeString(files.resolve("policy.yaml"), POLICY));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.keyring = keyring;
  }

  Path file(String name, byte[] content) {
    try {
      return Files.write(files.resolve(name), content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path file(String name, String content) {
    return file(name, content.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  /** A Parquet file with the rows of a SELECT. */
  Path parquet(String name, String select) {
    Path file = files.resolve(name);
    try (Connection duck = new DuckDBDriver().connect("jdbc:duckdb:", new java.util.Properties());
        Statement sql = duck.createStatement()) {
      sql.execute("COPY (" + select + ") TO '" + file + "' (FORMAT parquet)");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return file;
  }

  IntakeSummary take(String table, IntakeOptions options, Path... from) {
    try (WriterLock lock = WriterLock.acquire(shop);
        VaultWriter writer = VaultWriter.begin(lock, "bench", policy, generation)) {
      ReadIntake.Result result =
          Intake.read(
                  writer,
                  policy,
                  declared(table),
                  Intake.files(List.of(from)),
                  new RowCheck(
                      POLICY, table, keyring.pseudonymKey(policy.customer().kind()), new byte[16]),
                  registry(List.copyOf(customers)),
                  TODAY,
                  options)
              .write();
      writer.publish();
      generation = writer.generation();
      customers.addAll(result.newCustomers());
      return result.summary();
    }
  }

  private Table declared(String table) {
    return Objects.requireNonNull(policy.tables().get(table));
  }

  private static Registry registry(List<Pseudonym> customers) {
    return new Registry() {
      @Override
      public int size() {
        return customers.size();
      }

      @Override
      public int find(Pseudonym pseudonym) {
        return customers.indexOf(pseudonym);
      }

      @Override
      public Pseudonym pseudonym(int index) {
        return customers.get(index);
      }
    };
  }

  /** Everything that the vault holds of a table: a line a row, in stored order. */
  List<String> dump(String table) {
    List<String> rows = new ArrayList<>();
    try (Vault vault = Vault.open(shop, "bench", generation, policy)) {
      TableData data = vault.table(table);
      int[] offsets = data.offsets();
      for (int customer = 0; customer + 1 < offsets.length; customer++) {
        for (int row = offsets[customer]; row < offsets[customer + 1]; row++) {
          StringBuilder line = new StringBuilder().append(customer);
          for (String name : declared(table).columns().keySet()) {
            line.append('|').append(value(data.column(name), row));
          }
          rows.add(line.toString());
        }
      }
    }
    return rows;
  }

  private static Object value(ColumnData column, int row) {
    int value = column.values().get(row);
    if (value == Packed.NULL) {
      return "-";
    } else if (column instanceof ColumnData.Codes codes) {
      return codes.dictionary().get(value);
    } else if (column instanceof ColumnData.Days) {
      return LocalDate.ofEpochDay(value);
    } else if (column instanceof ColumnData.Units) {
      return value;
    }
    throw new IllegalStateException("a column without a type");
  }
}

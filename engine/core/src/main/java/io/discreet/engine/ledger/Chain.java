package io.discreet.engine.ledger;

import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The hash chain over the ledger's entries. Each entry seals the parts that it wrote by salted
 * commitments, and its token is the SHA-256 of the token before, of itself and of its seals: who
 * knows the newest token can tell whether anything before it was changed.
 *
 * <p>An entry that changes older rows, as forgetting does, seals those parts again, and the older
 * seals lose their salts. The chain covers commitments only, so that it stays valid, and what they
 * once committed to can no longer be tried out.
 */
final class Chain {

  static final List<String> TABLES =
      List.of(
          "CREATE TABLE seal (entry BIGINT NOT NULL REFERENCES entry (sequence),"
              + " part TEXT NOT NULL, salt TEXT, hash TEXT NOT NULL, PRIMARY KEY (entry, part))",
          "CREATE INDEX seal_part ON seal (part, entry)");

  private static final SecureRandom RANDOM = new SecureRandom();

  private Chain() {}

  /**
   * One entry's commitment to one part.
   *
   * @param salt 32 hexadecimal digits; null once a newer entry sealed the part again
   */
  record Seal(long entry, String part, @Nullable String salt, String hash) {}

  /** A hash over rows and a salt. */
  record Commitment(String salt, String hash) {}

  /**
   * Seals all that an entry wrote and links it to the one before.
   *
   * @param touched parts of other entries, and those that many entries write
   * @param begun commitments to parts whose rows are known, in the making
   * @return the entry's token
   */
  static String close(
      Connection connection,
      Head before,
      long entry,
      Set<Part> touched,
      Map<Part, Beside<Commitment>> begun)
      throws SQLException {
    Set<Part> parts = new LinkedHashSet<>(touched);
    for (PartKind kind : PartKind.values()) {
      Part own = new Part(kind, entry);
      if (kind.ofOneEntry() && (begun.containsKey(own) || own.hasRows(connection))) {
        parts.add(own);
      }
    }
    for (Part part : parts) {
      Beside<Commitment> known = begun.get(part);
      seal(connection, entry, part, known == null ? commit(connection, part) : known.result());
    }
    String token = link(connection, before, entry);
    Jdbc.update(connection, "UPDATE entry SET token = ? WHERE sequence = ?", token, entry);
    return token;
  }

  /** Commits to rows that an entry writes while it writes them: payers of a charge are large. */
  static Beside<Commitment> begin(Part part, List<List<@Nullable Object>> rows) {
    return Beside.begin(
        () -> {
          String salt = newSalt();
          return new Commitment(salt, part.commitment(rows, salt));
        });
  }

  private static Commitment commit(Connection connection, Part part) throws SQLException {
    String salt = newSalt();
    return new Commitment(salt, part.commitment(connection, salt));
  }

  private static String newSalt() {
    byte[] random = new byte[16];
    RANDOM.nextBytes(random);
    return HexFormat.of().formatHex(random);
  }

  private static void seal(Connection connection, long entry, Part part, Commitment commitment)
      throws SQLException {
    String name = part.toString();
    Jdbc.update(
        connection, "UPDATE seal SET salt = NULL WHERE part = ? AND salt IS NOT NULL", name);
    Jdbc.update(
        connection,
        "INSERT INTO seal (entry, part, salt, hash) VALUES (?, ?, ?, ?)",
        entry,
        name,
        commitment.salt(),
        commitment.hash());
  }

  /** The token that an entry must have after the one before. */
  static String link(Connection connection, Head before, long entry) throws SQLException {
    List<@Nullable Object> values = new ArrayList<>();
    values.add("discreet-entry-1");
    values.add(before.sequence() == 0 ? beginning(connection) : before.token());
    values.addAll(
        Jdbc.first(
                connection,
                "SELECT sequence, kind, at FROM entry WHERE sequence = ?",
                row -> List.<Object>of(row.getLong(1), row.getString(2), row.getLong(3)),
                entry)
            .orElseThrow(() -> RowChecksum.damaged("an entry is missing")));
    for (Seal seal : seals(connection, entry)) {
      values.add(seal.part());
      values.add(seal.hash());
    }
    return Canonical.sha256(values.toArray());
  }

  /** What the first entry is linked to: the facts of the shop. */
  private static String beginning(Connection connection) throws SQLException {
    return Jdbc.first(
            connection,
            "SELECT id, currency, period, time_zone, id_column, id_kind, created_at, checksum,"
                + " bounding_key FROM shop",
            row ->
                Canonical.sha256(
                    "discreet-shop-2",
                    row.getString(1),
                    row.getString(2),
                    row.getString(3),
                    row.getString(4),
                    row.getString(5),
                    row.getString(6),
                    row.getLong(7),
                    row.getLong(8),
                    row.getBytes(9)))
        .orElseThrow(() -> RowChecksum.damaged("the facts of the shop are missing"));
  }

  /** The seals of one entry, by part. */
  static List<Seal> seals(Connection connection, long entry) throws SQLException {
    return Jdbc.list(
        connection,
        "SELECT entry, part, salt, hash FROM seal WHERE entry = ? ORDER BY part",
        row -> new Seal(row.getLong(1), row.getString(2), row.getString(3), row.getString(4)),
        entry);
  }
}

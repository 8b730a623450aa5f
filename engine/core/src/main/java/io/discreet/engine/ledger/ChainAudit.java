package io.discreet.engine.ledger;

import io.discreet.engine.ledger.Chain.Seal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Verifies that the entries are one chain, and that every row of the ledger is what the newest seal
 * of its part committed to.
 */
final class ChainAudit {

  private record Entry(long sequence, String token, String kind) {}

  private final Connection connection;
  private final Map<Part, Seal> newest = new LinkedHashMap<>();

  ChainAudit(Connection connection) {
    this.connection = connection;
  }

  /**
   * @throws AuditFault naming the first thing that is wrong
   */
  void verify(Head head) throws SQLException {
    Head before = Head.NONE;
    for (Entry entry : entries()) {
      AuditFault.require(
          entry.sequence() == before.sequence() + 1,
          () -> "the entry after entry " + entry.sequence() + " is missing or out of order");
      AuditFault.require(
          Chain.link(connection, before, entry.sequence()).equals(entry.token()),
          () -> "entry " + entry.sequence() + " is not linked to what came before it");
      follow(entry);
      before = new Head(entry.sequence(), entry.token());
    }
    AuditFault.require(before.equals(head), () -> "the newest entry is not the head of the chain");
    verifyParts();
    verifyNothingUnsealed();
  }

  private List<Entry> entries() throws SQLException {
    return Jdbc.list(
        connection,
        "SELECT sequence, token, kind FROM entry ORDER BY sequence",
        row -> new Entry(row.getLong(1), row.getString(2), row.getString(3)));
  }

  /** Takes note of an entry's seals, each of which it must be allowed to make. */
  private void follow(Entry entry) throws SQLException {
    EntryKind kind = EntryKind.parse(entry.kind());
    for (Seal seal : Chain.seals(connection, entry.sequence())) {
      Part part = Part.parse(seal.part());
      @Nullable Seal older = newest.put(part, seal);
      boolean makesIt =
          older == null && (!part.kind().ofOneEntry() || part.number() == seal.entry());
      AuditFault.require(
          makesIt || (older != null && part.kind().maySealAgain(kind)),
          () -> "entry " + entry.sequence() + " may not seal " + part);
      AuditFault.require(
          older == null || older.salt() == null,
          () -> "the older seal of " + part + " could still be opened");
    }
  }

  private void verifyParts() throws SQLException {
    for (Map.Entry<Part, Seal> sealed : newest.entrySet()) {
      @Nullable String salt = sealed.getValue().salt();
      AuditFault.require(
          salt != null
              && sealed.getKey().commitment(connection, salt).equals(sealed.getValue().hash()),
          () -> sealed.getKey() + " is not what entry " + sealed.getValue().entry() + " sealed");
    }
  }

  private void verifyNothingUnsealed() throws SQLException {
    for (PartKind kind : PartKind.values()) {
      Set<Long> numbers =
          new HashSet<>(Jdbc.list(connection, kind.numbers(), row -> row.getLong(1)));
      for (long number : numbers) {
        Part part = new Part(kind, number);
        AuditFault.require(newest.containsKey(part), () -> part + " was sealed by no entry");
      }
    }
    long strays =
        Jdbc.first(
                connection,
                "SELECT COUNT(*) FROM seal s LEFT JOIN entry e ON e.sequence = s.entry"
                    + " WHERE e.sequence IS NULL",
                row -> row.getLong(1))
            .orElseThrow();
    AuditFault.require(strays == 0, () -> "a seal belongs to no entry");
  }
}

package io.discreet.engine.ledger;

import io.discreet.engine.keys.Pseudonym;
import io.discreet.engine.ledger.CustomerSql.ConsentSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.roaringbitmap.RoaringBitmap;

/** Groups consent records that say the same into sets of customers, and writes them. */
final class ConsentBook {

  /** What all customers of one set said. */
  private record Word(String purpose, long sinceDay, boolean granted) {}

  private ConsentBook() {}

  static void write(
      Transaction transaction,
      long entry,
      Map<Pseudonym, Integer> indexes,
      List<ConsentRecord> records)
      throws SQLException {
    Map<Word, RoaringBitmap> sets = new HashMap<>();
    for (ConsentRecord record : records) {
      Word word = new Word(record.purpose(), record.since().toEpochDay(), record.granted());
      Integer index = indexes.get(record.customer());
      if (index == null) {
        throw new IllegalStateException("a consent is of a customer who is not registered");
      }
      sets.computeIfAbsent(word, key -> new RoaringBitmap()).add(index);
    }
    Instant now = transaction.now();
    for (Map.Entry<Word, RoaringBitmap> set : sets.entrySet()) {
      Word word = set.getKey();
      CustomerSql.insertConsent(
          transaction.connection(),
          new ConsentSet(
              entry, now, word.purpose(), word.sinceDay(), word.granted(), set.getValue()));
    }
  }
}

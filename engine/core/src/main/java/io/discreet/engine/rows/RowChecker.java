package io.discreet.engine.rows;

import io.discreet.engine.failure.RowFault;
import io.discreet.engine.keys.IdRefusal;
import io.discreet.engine.keys.IdResult;
import io.discreet.engine.keys.KeyedHash;
import io.discreet.engine.keys.Pseudonym;
import io.discreet.engine.keys.Pseudonymizer;
import io.discreet.engine.vault.StagedRows;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Checks rows, quantizes them and puts them under pseudonyms, a batch at a time. Not thread-safe.
 *
 * <p>Law 7: the raw id of a row lives in the row's buffer and in the pseudonymizer, and nowhere
 * else.
 */
public final class RowChecker {

  private static final int ROWS_OF_BATCH = 1 << 13;

  private final ValueEncoder[] encoders;
  private final Pseudonymizer pseudonymizer;
  private final KeyedHash hash;
  private final TextRow row;
  private final long[] values;
  private final CanonicalBytes content = new CanonicalBytes();
  private final int[] wordsSent;
  private boolean first = true;

  RowChecker(List<ValueEncoder> encoders, Pseudonymizer pseudonymizer, KeyedHash hash) {
    this.encoders = encoders.toArray(ValueEncoder[]::new);
    this.pseudonymizer = pseudonymizer;
    this.hash = hash;
    this.row = new TextRow(1 + this.encoders.length);
    this.values = new long[this.encoders.length];
    this.wordsSent = new int[this.encoders.length];
  }

  /**
   * Reads and checks the rows of the next batch.
   *
   * @param rows with the fields of {@link RowCheck#fields}; the same at every call
   * @return null if there was none left
   */
  public <X extends Exception> @Nullable RowBatch next(TextRows<X> rows) throws X {
    RowBatch.Builder batch = new RowBatch.Builder(encoders.length, ROWS_OF_BATCH);
    while (batch.rowsRead() < ROWS_OF_BATCH && rows.next(row)) {
      RowFault fault = check(batch);
      if (fault != null) {
        batch.fault(fault);
      }
    }
    if (batch.rowsRead() == 0) {
      return null;
    }
    for (int i = 0; i < encoders.length; i++) {
      if (encoders[i] instanceof CategoryEncoder categories) {
        List<String> words = categories.dictionary();
        batch.newWords(i, words.subList(wordsSent[i], words.size()));
        wordsSent[i] = words.size();
      }
    }
    RowBatch built = batch.build(first);
    first = false;
    return built;
  }

  /** Adds a row to the batch, or says why it is bad. */
  private @Nullable RowFault check(RowBatch.Builder batch) {
    if (row.fault() != null) {
      return row.fault();
    }
    IdResult id = pseudonymizer.of(row.string(0));
    if (id instanceof IdRefusal refusal) {
      return fault(refusal);
    }
    for (int i = 0; i < encoders.length; i++) {
      values[i] = encoders[i].encode(row, i + 1);
      RowFault fault = encoders[i].faultOf(values[i]);
      if (fault != null) {
        return fault;
      }
    }
    Pseudonym pseudonym = (Pseudonym) id;
    batch.add(pseudonym, rowHash(pseudonym), values);
    for (int i = 0; i < encoders.length; i++) {
      if (encoders[i].adjusted()) {
        batch.adjusted(i);
      }
    }
    return null;
  }

  /** The fault of a row whose id has no pseudonym. */
  public static RowFault fault(IdRefusal refusal) {
    return switch (refusal) {
      case EMPTY -> RowFault.EMPTY_ID;
      case TOO_LONG -> RowFault.ID_TOO_LONG;
      case INVALID -> RowFault.INVALID_UTF8;
    };
  }

  /** A keyed hash of whose row it is and what it says: no other customer's rows can move it. */
  private long rowHash(Pseudonym pseudonym) {
    content.clear();
    content.put(pseudonym.high());
    content.put(pseudonym.low());
    for (int i = 0; i < values.length; i++) {
      boolean present = values[i] != StagedRows.NULL;
      content.put((byte) (present ? 1 : 0));
      if (present) {
        encoders[i].canonical(values[i], content);
      }
    }
    return hash.hash(content.toArray());
  }
}

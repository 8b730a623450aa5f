package io.discreet.engine.ledger;

import io.discreet.engine.failure.InputException;
import java.io.OutputStream;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A CRC-32C over the values of a row, so that a damaged disk cannot lower a balance unseen. It
 * detects accidents; it is no defence against somebody who can write the file.
 */
final class RowChecksum {

  private RowChecksum() {}

  /** The checksum of text, whole numbers and byte strings; order and lengths count. */
  static long of(@Nullable Object... values) {
    CRC32C crc = new CRC32C();
    Canonical.write(new CheckedOutputStream(OutputStream.nullOutputStream(), crc), values);
    return crc.getValue();
  }

  /** Refuses a row whose values are not those that were written. */
  static void verify(String table, long stored, @Nullable Object... values) {
    if (of(values) != stored) {
      throw damaged("a row of table " + table + " is not what was written");
    }
  }

  /** An amount of a row, which cannot be negative. */
  static Spend amount(String table, long units, long deltaUnits) {
    if (units < 0 || deltaUnits < 0) {
      throw damaged("a row of table " + table + " is not what was written");
    }
    return new Spend(units, deltaUnits);
  }

  /** What a reader is told when the ledger cannot be what was written. */
  static InputException damaged(String what) {
    return new InputException(
        "the ledger is damaged: "
            + what
            + "; nothing was repaired or rebuilt, since that could lose spend;"
            + " keep the folder and put back the newest backup of all its files");
  }
}

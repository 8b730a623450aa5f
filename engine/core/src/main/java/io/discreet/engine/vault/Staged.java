package io.discreet.engine.vault;

import io.discreet.engine.vault.Contents.StoredColumn;

/** New rows of a table, as far as SQL has to know of them where the next generation is planned. */
interface Staged {

  /** Selects who has new rows. */
  String customers();

  /** Selects the values that new rows have in a category column. */
  String words(StoredColumn column);
}

package io.discreet.engine.parts;

import io.discreet.engine.vault.PartOrder;
import io.discreet.engine.vault.PartSite;
import io.discreet.engine.vault.StoredPart;
import java.io.Serializable;
import java.util.Iterator;

/** Writes the part of one range of customers, of the previous generation's rows and of new ones. */
public final class PartTask implements Serializable {
  private static final long serialVersionUID = 1L;

  private final PartOrder order;
  private final int[] borders;

  /**
   * @param borders between ranges, rising from 0
   */
  public PartTask(PartOrder order, int[] borders) {
    this.order = order;
    this.borders = borders;
  }

  /** How many ranges there are. */
  public int ranges() {
    return borders.length - 1;
  }

  /**
   * Writes the part of a range.
   *
   * @param rows of that range, in any order
   * @throws io.discreet.engine.failure.StorageException if the shop's folder is not in reach, or a
   *     file cannot be written
   */
  public Done run(int range, Iterator<RoutedRows> rows) {
    try (PartSite site = PartSite.open(order)) {
      long newRows = 0;
      while (rows.hasNext()) {
        newRows += rows.next().stage(site.staged());
      }
      return new Done(newRows, site.write(borders[range], borders[range + 1]));
    }
  }

  /**
   * What was written.
   *
   * @param newRows that came to it
   */
  public record Done(long newRows, StoredPart part) implements Serializable {}
}

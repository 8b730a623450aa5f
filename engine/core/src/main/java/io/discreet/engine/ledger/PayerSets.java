package io.discreet.engine.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.roaringbitmap.IntConsumer;
import org.roaringbitmap.RoaringBitmap;

/**
 * Who paid how much, as stored: disjoint sets of customer indexes with the units that each member
 * paid. Stored as sets in the portable Roaring format, or as {@link PackedLevels}.
 */
record PayerSets(List<Level> levels) {

  /** Customer indexes of one container of a set. */
  private static final int CONTAINER = 1 << 16;

  /** What a set in the portable Roaring format takes besides its containers. */
  private static final int SET_BYTES = 8;

  /**
   * What a container takes there besides its customers: key, size, offset, flag, number of runs.
   */
  private static final int CONTAINER_BYTES = 11;

  /** The customers that paid the same. */
  record Level(long units, RoaringBitmap payers) {}

  PayerSets {
    levels = List.copyOf(levels);
  }

  /**
   * What {@link #encode()} makes of a charge's payers where sets surely take less than two thirds
   * of what packed numbers do; else packed numbers, which take less time to make.
   *
   * @param levelUnits the units of each level
   */
  static byte[] encode(Payers payers, long[] levelUnits) {
    if (payers.count() == 0) {
      return new PayerSets(List.of()).encode();
    }
    PackedLevels packed = PackedLevels.of(payers, levelUnits);
    if (2 * packed.bytes() <= 3 * mostBytes(payers, packed.levels())) {
      return packed.encode();
    }
    List<RoaringBitmap> sets = payers.sets(levelUnits.length);
    List<Level> levels = new ArrayList<>();
    for (int k = 0; k < sets.size(); k++) {
      if (!sets.get(k).isEmpty()) {
        levels.add(new Level(levelUnits[k], sets.get(k)));
      }
    }
    return new PayerSets(levels).encode();
  }

  /** About as many bytes suffice for sets of payers, all kept as lists or all as runs. */
  private static long mostBytes(Payers payers, int levels) {
    long containers = levels * (1L + payers.customers() / CONTAINER);
    return Integer.BYTES
        + levels * (long) (Long.BYTES + Integer.BYTES + SET_BYTES)
        + containers * CONTAINER_BYTES
        + Math.min(2 * payers.count(), 4 * payers.runs());
  }

  /** What one customer paid; 0 if not among the payers. */
  long unitsOf(int customer) {
    for (Level level : levels) {
      if (level.payers().contains(customer)) {
        return level.units();
      }
    }
    return 0;
  }

  /** The same without one customer. */
  PayerSets without(int customer) {
    List<Level> rest = new ArrayList<>();
    for (Level level : levels) {
      RoaringBitmap payers = level.payers().clone();
      payers.remove(customer);
      if (!payers.isEmpty()) {
        rest.add(new Level(level.units(), payers));
      }
    }
    return new PayerSets(rest);
  }

  /**
   * The smaller of two forms. Sets, little-endian: the number of levels, then for each its units,
   * length in bytes, and set.
   */
  byte[] encode() {
    List<RoaringBitmap> sets = levels.stream().map(level -> compact(level.payers())).toList();
    long bytes = Integer.BYTES;
    for (RoaringBitmap set : sets) {
      bytes += Long.BYTES + Integer.BYTES + set.serializedSizeInBytes();
    }
    if (!levels.isEmpty() && levels.size() <= Payers.MOST_LEVELS) {
      PackedLevels packed = PackedLevels.of(levels);
      if (bytes > packed.bytes()) {
        return packed.encode();
      }
    }
    ByteBuffer out = ByteBuffer.allocate(Math.toIntExact(bytes)).order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(levels.size());
    for (int k = 0; k < levels.size(); k++) {
      out.putLong(levels.get(k).units()).putInt(sets.get(k).serializedSizeInBytes());
      sets.get(k).serialize(out);
    }
    return out.array();
  }

  /**
   * Adds what is stored to balances, without making sets of it.
   *
   * @param deltaUnits what each payer paid in the second column
   */
  static void add(byte[] stored, long deltaUnits, Balances to) {
    ByteBuffer in = ByteBuffer.wrap(stored).order(ByteOrder.LITTLE_ENDIAN);
    if (in.getInt() == PackedLevels.MARK) {
      PackedLevels.forEachRun(
          in, (first, numbers, count, units) -> to.add(first, numbers, count, units, deltaUnits));
      return;
    }
    for (Level level : decode(stored).levels()) {
      level.payers().forEach((IntConsumer) payer -> to.add(payer, level.units(), deltaUnits));
    }
  }

  static PayerSets decode(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int count = in.getInt();
    if (count == PackedLevels.MARK) {
      return new PayerSets(PackedLevels.decode(in));
    }
    List<Level> levels = new ArrayList<>();
    for (int k = 0; k < count; k++) {
      long units = in.getLong();
      byte[] set = new byte[in.getInt()];
      in.get(set);
      levels.add(new Level(units, decodeSet(set)));
    }
    return new PayerSets(levels);
  }

  /** One set in the portable Roaring format. */
  static byte[] encode(RoaringBitmap set) {
    RoaringBitmap compact = compact(set);
    ByteBuffer out = ByteBuffer.allocate(compact.serializedSizeInBytes());
    compact.serialize(out);
    return out.array();
  }

  private static RoaringBitmap compact(RoaringBitmap set) {
    RoaringBitmap compact = set.clone();
    compact.runOptimize();
    return compact;
  }

  static RoaringBitmap decodeSet(byte[] bytes) {
    RoaringBitmap set = new RoaringBitmap();
    try {
      set.deserialize(ByteBuffer.wrap(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return set;
  }
}

package io.discreet.engine.release;

import io.discreet.engine.release.Release.Axis;
import io.discreet.engine.release.Release.Charged;
import io.discreet.engine.release.Release.Coverage;
import io.discreet.engine.release.Release.Estimate;
import io.discreet.engine.release.Release.MeasureInfo;
import io.discreet.engine.release.Release.Night;
import io.discreet.engine.release.Release.Noise;
import io.discreet.engine.release.Release.Place;
import io.discreet.engine.release.Release.Row;
import io.discreet.engine.release.Release.Selection;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/** Releases of every shape that the records allow, from a seed. */
final class RandomReleases {

  private static final String[] ALPHABET = {
    "a", "Z", "0", " ", "\"", "\\", "\n", "\u0000", "é", "Ω", "\u2028", "😀", "'", "/", "other",
    "NULL"
  };

  private final Random random;

  private RandomReleases(long seed) {
    this.random = new Random(seed);
  }

  static Release fromSeed(long seed) {
    return new RandomReleases(seed).release();
  }

  private Release release() {
    int axes = random.nextInt(4);
    List<MeasureInfo> measures =
        Stream.generate(this::measure).limit(1 + random.nextInt(4)).toList();
    boolean placed =
        measures.size() == 1
            && measures.get(0).kind() == MeasureInfo.Kind.TOP_K
            && random.nextInt(4) > 0;
    return new Release(
        hexadecimal(32),
        Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000)),
        LocalDate.ofEpochDay(random.nextInt(4_000_000) - 2_000_000),
        random.nextBoolean() ? Optional.of(new Night(text(), text())) : Optional.empty(),
        text(),
        text(),
        text(),
        1 + random.nextInt(Integer.MAX_VALUE),
        new Charged(
            random.nextBoolean() ? "gaussian-dp" : "pure-dp",
            random.nextLong() >>> 1,
            1 + (random.nextLong() >>> 2),
            Math.abs(real())),
        random.nextBoolean() ? Optional.of(selection()) : Optional.empty(),
        random.nextBoolean() ? Coverage.COMPLETE : Coverage.MAY_BE_PARTIAL,
        random.nextLong() >>> 1,
        hexadecimal(64),
        Stream.generate(() -> new Axis(text(), text())).limit(axes).toList(),
        measures,
        Stream.generate(() -> row(axes, measures.size(), placed))
            .limit(random.nextInt(20))
            .toList());
  }

  private Selection selection() {
    double delta = random.nextDouble();
    return new Selection(text(), 1 + Math.abs(random.nextGaussian()), delta > 0 ? delta : 0.5);
  }

  private MeasureInfo measure() {
    MeasureInfo.Kind[] kinds = MeasureInfo.Kind.values();
    return new MeasureInfo(
        text(),
        kinds[random.nextInt(kinds.length)],
        random.nextInt(10),
        Stream.generate(
                () -> new Noise(text(), text(), Math.nextUp(Math.abs(real())), "0.0" + digit()))
            .limit(random.nextInt(3))
            .toList());
  }

  private Row row(int axes, int measures, boolean placed) {
    return new Row(
        Stream.generate(this::text).limit(axes).toList(),
        Stream.generate(this::estimate).limit(measures).toList(),
        placed ? Optional.of(place()) : Optional.empty());
  }

  private Place place() {
    int[] places = random.ints(3, 1, Integer.MAX_VALUE).sorted().toArray();
    return new Place(places[1], places[0], places[2]);
  }

  private Estimate estimate() {
    double one = real();
    double other = real();
    return new Estimate(real(), Math.abs(real()), Math.min(one, other), Math.max(one, other));
  }

  /** Any finite double: small integers and all bit patterns alike, so subnormals and −0.0 too. */
  private double real() {
    double value =
        switch (random.nextInt(4)) {
          case 0 -> random.nextInt(2000) - 1000;
          case 1 -> random.nextGaussian() * 1e3;
          case 2 -> random.nextInt(5) * -0.0;
          default -> Double.longBitsToDouble(random.nextLong());
        };
    return Double.isFinite(value) ? value : Double.MAX_VALUE / 2;
  }

  private char digit() {
    return (char) ('1' + random.nextInt(9));
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    for (int left = random.nextInt(8); left > 0; left--) {
      text.append(ALPHABET[random.nextInt(ALPHABET.length)]);
    }
    return text.toString();
  }

  private String hexadecimal(int digits) {
    StringBuilder text = new StringBuilder();
    for (int left = digits; left > 0; left--) {
      text.append(Character.forDigit(random.nextInt(16), 16));
    }
    return text.toString();
  }
}

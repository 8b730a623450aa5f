package io.discreet.engine.personalize;

import static org.assertj.core.api.Assertions.assertThat;

import io.discreet.engine.memory.Memory;
import io.discreet.engine.release.Release;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LevelCountsTest {
  private static final String CHARGE = "c".repeat(32);
  private static final Level EVERYBODY = new Level(Map.of());
  private static final Level LEEDS = new Level(Map.of("city", "Leeds"));
  private static final String BREAD = Bakery.ITEMS.get(0);

  private final Random random = new Random(5);
  private final TrueCounts.Draft everybody = Bakery.counts().draft(random, 10, "category");
  private final TrueCounts.Draft cities = Bakery.counts().draft(random, 10, "city", "category");

  private static LevelCounts of(Level level, Release... releases) {
    return of(level, Stream.of(releases).map(LevelCountsTest::counts).toList());
  }

  private static LevelCounts of(Level level, List<CustomerCounts> sources) {
    return LevelCounts.of(level, "category", sources).orElseThrow();
  }

  private static CustomerCounts counts(Release release) {
    return new CustomerCounts(Memory.of(List.of()).recall(release));
  }

  private static double variance(LevelCounts counts) {
    return counts.variance(counts.indexOf(BREAD));
  }

  @Test
  void of_answersOfTheirOwnDraws_knowsMoreThanEither() {
    double alone = variance(of(EVERYBODY, everybody.release()));
    double both = variance(of(EVERYBODY, everybody.release(), cities.release()));
    assertThat(both).isLessThan(alone);
  }

  /** They hold the same noise: a sum of one is the other again. */
  @Test
  void of_answersOfOneDraw_knowsNoMoreThanTheMostDirect() {
    Release first = everybody.jointly(CHARGE).release();
    LevelCounts both = of(EVERYBODY, first, cities.jointly(CHARGE).release());
    assertThat(variance(both)).isEqualTo(variance(of(EVERYBODY, first)));
    assertThat(both.releases()).containsExactly(first.id());
  }

  /** The most by which noise that was drawn together can be trusted to cancel is not at all. */
  @Test
  void covariance_jointDraw_isNotReliedUpon() {
    Release alone = cities.release();
    Release joint = cities.jointly(CHARGE).release();
    assertThat(covariance(alone)).isPositive();
    assertThat(covariance(joint)).isZero();
    assertThat(shareVariance(joint)).isGreaterThan(shareVariance(alone));
  }

  private static double covariance(Release release) {
    List<CustomerCounts> source = List.of(counts(release));
    LevelCounts wider = of(EVERYBODY, source);
    LevelCounts level = of(LEEDS, source);
    return level.covariance(level.indexOf(BREAD), wider, wider.indexOf(BREAD));
  }

  private static double shareVariance(Release release) {
    LevelCounts level = of(LEEDS, release);
    return new ShareNoise(level, Bakery.ITEMS).variance(level.indexOf(BREAD));
  }
}

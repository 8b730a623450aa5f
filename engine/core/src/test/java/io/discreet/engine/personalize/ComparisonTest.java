package io.discreet.engine.personalize;

import static org.assertj.core.api.Assertions.assertThat;

import io.discreet.engine.memory.Memory;
import io.discreet.engine.personalize.Comparison.ItemLift;
import io.discreet.engine.release.Release;
import io.discreet.engine.release.Release.Estimate;
import io.discreet.engine.release.Release.Row;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What intervals and tests claim, against a known truth. Odds of a false alarm: each bound is
 * passed by a correct program but for 1 in 10⁹ runs; seeds are fixed, so that a run that passed
 * does again.
 */
class ComparisonTest {

  private static final int SHOPS = 4000;
  private static final double ODDS = 1e-9;
  private static final double SIGMA = 14;

  private static final Level SEGMENT = new Level(Map.of("city", "Leeds", "age", "35-44"));
  private static final Level CITY = new Level(Map.of("city", "Leeds"));

  /** Where the counts of the wider level come from. */
  enum Sources {
    /** A release of its own: independent noise. */
    COARSER {
      @Override
      List<Release> draw(TrueCounts truth, Random random) {
        return List.of(
            truth.release(random, SIGMA, "city", "age", "category"),
            truth.release(random, SIGMA, "city", "category"));
      }

      @Override
      List<CustomerCounts> forCity(List<CustomerCounts> both) {
        return both.subList(1, 2);
      }
    },
    /** Summed from the finest release: its noise contains the segment's. */
    SUMMED {
      @Override
      List<Release> draw(TrueCounts truth, Random random) {
        return List.of(truth.release(random, SIGMA, "city", "age", "category"));
      }

      @Override
      List<CustomerCounts> forCity(List<CustomerCounts> one) {
        return one;
      }
    },
    /** Both, joined by inverse variance. */
    JOINED {
      @Override
      List<Release> draw(TrueCounts truth, Random random) {
        return COARSER.draw(truth, random);
      }

      @Override
      List<CustomerCounts> forCity(List<CustomerCounts> both) {
        return both;
      }
    };

    abstract List<Release> draw(TrueCounts truth, Random random);

    abstract List<CustomerCounts> forCity(List<CustomerCounts> all);

    /** Segment against city; {@code claimed} scales the standard errors that releases claim. */
    Comparison compare(TrueCounts truth, Random random, double claimed) {
      List<CustomerCounts> counts =
          draw(truth, random).stream()
              .map(release -> claiming(release, claimed))
              .map(release -> new CustomerCounts(Memory.of(List.of()).recall(release)))
              .toList();
      return new Comparison(
          LevelCounts.of(SEGMENT, "category", counts.subList(0, 1)).orElseThrow(),
          LevelCounts.of(CITY, "category", forCity(counts)).orElseThrow());
    }
  }

  @ParameterizedTest
  @EnumSource(Sources.class)
  void interval_knownTruth_covers95Percent(Sources sources) {
    int covered = covered(sources, 1);
    assertThat(covered).isBetween(quantile(0.95, ODDS), quantile(0.95, 1 - ODDS));
  }

  @ParameterizedTest
  @EnumSource(Sources.class)
  void interval_understatedNoise_isCaught(Sources sources) {
    assertThat(covered(sources, 0.8)).isLessThan(quantile(0.95, ODDS));
  }

  @ParameterizedTest
  @EnumSource(Sources.class)
  void standsOut_noDifference_isRare(Sources sources) {
    assertThat(falseAlarms(sources, 1)).isLessThanOrEqualTo(quantile(0.025, 1 - ODDS));
  }

  @ParameterizedTest
  @EnumSource(Sources.class)
  void standsOut_understatedNoise_isCaught(Sources sources) {
    assertThat(falseAlarms(sources, 0.6)).isGreaterThan(quantile(0.025, 1 - ODDS));
  }

  /** Of that many shops, in how many the interval of one item (in turn) holds the true lift. */
  private static int covered(Sources sources, double claimed) {
    TrueCounts truth = Bakery.counts();
    Random random = new Random(11);
    int covered = 0;
    for (int shop = 0; shop < SHOPS; shop++) {
      String item = Bakery.ITEMS.get(shop % Bakery.ITEMS.size());
      ItemLift lift =
          sources.compare(truth, random, claimed).lifts().stream()
              .filter(one -> one.item().equals(item))
              .findFirst()
              .orElseThrow();
      double trueLift = share(truth, SEGMENT, item) / share(truth, CITY, item);
      covered += lift.lift().low() <= trueLift && trueLift <= lift.lift().high() ? 1 : 0;
    }
    return covered;
  }

  private static int falseAlarms(Sources sources, double claimed) {
    TrueCounts truth = Bakery.withoutDifferences();
    Random random = new Random(12);
    int alarms = 0;
    for (int shop = 0; shop < SHOPS; shop++) {
      alarms +=
          sources.compare(truth, random, claimed).lifts().stream().anyMatch(ItemLift::standsOut)
              ? 1
              : 0;
    }
    return alarms;
  }

  private static double share(TrueCounts truth, Level level, String item) {
    Map<String, String> cell = TrueCounts.cell("category", item);
    cell.putAll(level.cells());
    return truth.at(cell) / truth.at(level.cells());
  }

  private static int quantile(double probability, double at) {
    return new BinomialDistribution(null, SHOPS, probability).inverseCumulativeProbability(at);
  }

  private static Release claiming(Release release, double factor) {
    List<Row> rows =
        release.rows().stream()
            .map(
                row -> {
                  Estimate estimate = row.estimates().get(0);
                  return new Row(
                      row.segment(),
                      Stream.of(estimate)
                          .map(
                              one ->
                                  new Estimate(
                                      one.value(),
                                      one.standardError() * factor,
                                      one.low(),
                                      one.high()))
                          .toList());
                })
            .toList();
    return new Release(
        release.id(),
        release.at(),
        release.asOf(),
        release.night(),
        release.query(),
        release.table(),
        release.purpose(),
        release.l0(),
        release.charged(),
        release.selection(),
        release.coverage(),
        release.dataVersion(),
        release.policyHash(),
        release.dimensions(),
        release.measures(),
        rows);
  }
}

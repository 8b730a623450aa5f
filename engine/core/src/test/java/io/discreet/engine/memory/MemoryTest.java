package io.discreet.engine.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.discreet.engine.release.Release;
import io.discreet.engine.release.Release.Axis;
import io.discreet.engine.release.Release.Charged;
import io.discreet.engine.release.Release.Coverage;
import io.discreet.engine.release.Release.Estimate;
import io.discreet.engine.release.Release.MeasureInfo;
import io.discreet.engine.release.Release.Noise;
import io.discreet.engine.release.Release.Row;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MemoryTest {

  private static final int NIGHTS = 60;
  private static final int EACH = 30;
  private static final double SIGMA = 20;
  private static final double ERROR = Math.sqrt(SIGMA * SIGMA + 1.0 / 12);

  /** How a segment's true number changes: by chance every night, and once for all. */
  private enum Kind {
    STILL(0, 0),
    SLOW(0.6, 0),
    DRIFTING(2, 0),
    RESTLESS(8, 0),
    FAST(20, 0),
    WILD(120, 0),
    SHIFTED(0.6, 150);

    private final double step;
    private final double shift;

    Kind(double step, double shift) {
      this.step = step;
      this.shift = shift;
    }

    boolean isSlow() {
      return step <= 0.6 && shift == 0;
    }
  }

  /** Ways of changing that the memory was not made for, nor measured on while it was made. */
  private enum Stranger {
    WALK_OF_A_FIFTH {
      @Override
      double next(double before, int night, Random random) {
        return before + 4 * random.nextGaussian();
      }
    },
    WALK_OF_ONE_AND_A_HALF {
      @Override
      double next(double before, int night, Random random) {
        return before + 30 * random.nextGaussian();
      }
    },
    TREND {
      @Override
      double next(double before, int night, Random random) {
        return before + 1;
      }
    },
    SMALL_WEEK {
      @Override
      double next(double before, int night, Random random) {
        return 1_000 + 10 * Math.sin(2 * Math.PI * night / 7);
      }
    },
    LARGE_WEEK {
      @Override
      double next(double before, int night, Random random) {
        return 1_000 + 40 * Math.sin(2 * Math.PI * night / 7);
      }
    },
    RARE_STEPS {
      @Override
      double next(double before, int night, Random random) {
        return before + (random.nextInt(15) == 0 ? 60 * random.nextGaussian() : 0);
      }
    };

    abstract double next(double before, int night, Random random);
  }

  private record World(double[][] truth, List<Release> nights) {}

  private static World world(long seed) {
    Random random = new Random(seed);
    int segments = Kind.values().length * EACH;
    double[][] truth = new double[NIGHTS][segments];
    List<Release> nights = new ArrayList<>();
    for (int night = 0; night < NIGHTS; night++) {
      double[] noisy = new double[segments];
      for (int i = 0; i < segments; i++) {
        Kind kind = Kind.values()[i / EACH];
        double before = night == 0 ? 1_000 : truth[night - 1][i];
        truth[night][i] =
            before + kind.step * random.nextGaussian() + (night == 30 ? kind.shift : 0);
        noisy[i] = Math.rint(truth[night][i] + SIGMA * random.nextGaussian());
      }
      nights.add(night(night, noisy, "recommendations", 1, "0", Coverage.COMPLETE));
    }
    return new World(truth, nights);
  }

  private static Release night(
      int night, double[] values, String purpose, int l0, String policy, Coverage coverage) {
    return night(night, values, purpose, l0, policy, coverage, MeasureInfo.Kind.CUSTOMERS);
  }

  private static Release night(
      int night,
      double[] values,
      String purpose,
      int l0,
      String policy,
      Coverage coverage,
      MeasureInfo.Kind kind) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      rows.add(new Row(List.of("s" + i), List.of(estimate(values[i]))));
    }
    return new Release(
        String.format("%032x", night + 1),
        Instant.parse("2026-01-01T02:00:00Z").plusSeconds(86_400L * night),
        LocalDate.of(2026, 1, 1).plusDays(night),
        Optional.empty(),
        "SELECT city, COUNT(DISTINCT customer) FROM purchases GROUP BY city",
        "purchases",
        purpose,
        l0,
        new Charged("gaussian-dp", 1, 100, 0.1),
        Optional.empty(),
        coverage,
        night,
        policy.repeat(64),
        List.of(new Axis("city", "city")),
        List.of(
            new MeasureInfo(
                "customers", kind, 0, List.of(new Noise("count", "rounded-gaussian", SIGMA, "1")))),
        rows);
  }

  private static Estimate estimate(double value) {
    return new Estimate(value, ERROR, value - 1.96 * ERROR, value + 1.96 * ERROR);
  }

  private static Release flat(int night, double value) {
    return night(night, new double[] {value}, "recommendations", 1, "0", Coverage.COMPLETE);
  }

  @Test
  void recall_sixtyNightsOfKnownTruth_halvesSlowErrorsHurtsNobodyAndCovers() {
    Kind[] kinds = Kind.values();
    Measured[] measured = measure(world(20_261_124), kinds.length);
    int all = 0;
    for (int k = 0; k < kinds.length; k++) {
      Kind kind = kinds[k];
      Measured of = measured[k];
      log(kind.toString(), of);
      assertThat(of.ratio()).as("%s", kind).isLessThanOrEqualTo(kind.isSlow() ? 0.5 : 1.05);
      assertThat(of.coverage()).as("%s", kind).isBetween(0.91, 0.995);
      all += of.covered();
    }
    assertThat(all / (double) (kinds.length * EACH * NIGHTS)).isBetween(0.93, 0.97);
  }

  /**
   * How the remembered values of one kind of segment did.
   *
   * @param ratio of their root mean square error to that of the raw values
   * @param covered how many intervals hold the truth
   */
  private record Measured(double ratio, int covered) {
    double coverage() {
      return covered / (double) (NIGHTS * EACH);
    }
  }

  private static Measured[] measure(World world, int kinds) {
    Memory memory = Memory.of(world.nights());
    double[] squared = new double[kinds];
    double[] rawSquared = new double[kinds];
    int[] covered = new int[kinds];
    for (int night = 0; night < NIGHTS; night++) {
      Remembered remembered = memory.recall(world.nights().get(night));
      for (int i = 0; i < kinds * EACH; i++) {
        double truth = world.truth()[night][i];
        Estimate estimate = remembered.at(i, 0).estimate();
        double raw = remembered.release().rows().get(i).estimates().get(0).value();
        squared[i / EACH] += (estimate.value() - truth) * (estimate.value() - truth);
        rawSquared[i / EACH] += (raw - truth) * (raw - truth);
        covered[i / EACH] += estimate.low() <= truth && truth <= estimate.high() ? 1 : 0;
      }
    }
    Measured[] measured = new Measured[kinds];
    for (int k = 0; k < kinds; k++) {
      measured[k] = new Measured(Math.sqrt(squared[k] / rawSquared[k]), covered[k]);
    }
    return measured;
  }

  private static void log(String kind, Measured measured) {
    System.getLogger(MemoryTest.class.getName())
        .log(
            System.Logger.Level.INFO,
            "{0}: RMSE × {1}, coverage {2}",
            kind,
            measured.ratio(),
            measured.coverage());
  }

  @Test
  void recall_changesOfOtherKinds_hurtNobodyAndCover() {
    Random random = new Random(20_261_126);
    Stranger[] kinds = Stranger.values();
    double[][] truth = new double[NIGHTS][kinds.length * EACH];
    List<Release> nights = new ArrayList<>();
    for (int night = 0; night < NIGHTS; night++) {
      double[] noisy = new double[kinds.length * EACH];
      for (int i = 0; i < noisy.length; i++) {
        truth[night][i] =
            kinds[i / EACH].next(night == 0 ? 1_000 : truth[night - 1][i], night + i, random);
        noisy[i] = Math.rint(truth[night][i] + SIGMA * random.nextGaussian());
      }
      nights.add(night(night, noisy, "recommendations", 1, "0", Coverage.COMPLETE));
    }
    int all = 0;
    Measured[] measured = measure(new World(truth, nights), kinds.length);
    for (int k = 0; k < kinds.length; k++) {
      log(kinds[k].toString(), measured[k]);
      assertThat(measured[k].ratio()).as("%s", kinds[k]).isLessThanOrEqualTo(1.05);
      assertThat(measured[k].coverage()).as("%s", kinds[k]).isGreaterThan(0.91);
      all += measured[k].covered();
    }
    assertThat(all / (double) (kinds.length * EACH * NIGHTS)).isBetween(0.93, 0.97);
  }

  @Test
  void recall_levelShift_isNoticedAtOnceAndNotSmoothedAway() {
    List<Release> nights = new ArrayList<>();
    for (int night = 0; night < 20; night++) {
      nights.add(flat(night, night % 2 == 0 ? 1_010 : 990));
    }
    nights.add(flat(20, 1_400));
    Combined after = Memory.of(nights).recall(nights.get(20)).at(0, 0);
    assertThat(after.shifted()).isTrue();
    assertThat(after.releases()).isEqualTo(1);
    assertThat(after.estimate()).isEqualTo(estimate(1_400));
  }

  /** Law 8: no error may depend on the values released. */
  @ParameterizedTest
  @ValueSource(doubles = {0, 1e12, -1e13, 1e14, 1e16, -1e18, 9.2e18, 1e40, -1e100})
  void recall_levelsOfAnySizeBesideTheirError_areTold(double level) {
    List<Release> nights = List.of(flat(0, level), flat(1, level), flat(2, level + 10));
    Combined combined = Memory.of(nights).recall(nights.get(2)).at(0, 0);
    double reach = 4 * ERROR + Math.ulp(level);
    assertThat(combined.estimate().value()).isBetween(level - reach, level + reach);
    assertThat(combined.estimate().low()).isBetween(level - 2 * reach, combined.estimate().value());
    assertThat(combined.estimate().high())
        .isBetween(combined.estimate().value(), level + 2 * reach);
  }

  @Test
  void recall_quietNights_comesCloserAndNamesWhatItRestsOn() {
    List<Release> nights = List.of(flat(0, 990), flat(1, 1_010), flat(2, 1_003), flat(3, 1_000));
    Remembered remembered = Memory.of(nights).recall(nights.get(3));
    assertThat(remembered.combines()).isTrue();
    assertThat(remembered.at(0, 0).releases()).isEqualTo(4);
    assertThat(remembered.at(0, 0).estimate().standardError()).isLessThan(ERROR);
    assertThat(remembered.releases(0)).hasSize(4).startsWith(nights.get(3).id());
  }

  /** A ranking tells of the nights on which noise was kind to a value, and of no others. */
  @Test
  void recall_rankings_areNotCombined() {
    List<Release> nights =
        IntStream.range(0, 4)
            .mapToObj(
                night ->
                    night(
                        night,
                        new double[] {1_000 + night},
                        "recommendations",
                        1,
                        "0",
                        Coverage.COMPLETE,
                        MeasureInfo.Kind.TOP_K))
            .toList();
    Remembered remembered = Memory.of(nights).recall(nights.get(3));
    assertThat(remembered.combines()).isFalse();
    assertThat(remembered.at(0, 0)).isEqualTo(Combined.raw(estimate(1_003)));
  }

  @Test
  void trail_ofAHistory_isWhatEachNightRecalled() {
    List<Release> nights = List.of(flat(0, 990), flat(1, 1_010), flat(2, 1_003), flat(3, 1_500));
    Memory memory = Memory.of(nights);

    List<Memory.Past> trail = memory.trail(memory.recall(nights.get(3)), 0, 0);

    assertThat(trail).hasSize(4);
    for (int i = 0; i < 4; i++) {
      assertThat(trail.get(i).asOf()).isEqualTo(nights.get(i).asOf());
      assertThat(trail.get(i).raw()).isEqualTo(nights.get(i).rows().get(0).estimates().get(0));
      assertThat(trail.get(i).combined()).isEqualTo(memory.recall(nights.get(i)).at(0, 0));
    }
  }

  @Test
  void recall_otherPurposeBoundPolicyCoverageOrLaterNight_isNotCombined() {
    double[] value = {1_000};
    Release newest = flat(5, 1_000);
    List<Release> others =
        List.of(
            night(0, value, "stock-planning", 1, "0", Coverage.COMPLETE),
            night(1, value, "recommendations", 2, "0", Coverage.COMPLETE),
            night(2, value, "recommendations", 1, "1", Coverage.COMPLETE),
            night(3, value, "recommendations", 1, "0", Coverage.MAY_BE_PARTIAL),
            newest,
            flat(6, 1_000));
    Remembered remembered = Memory.of(others).recall(newest);
    assertThat(remembered.combines()).isFalse();
    assertThat(remembered.at(0, 0)).isEqualTo(Combined.raw(estimate(1_000)));
    Release partial = night(7, value, "recommendations", 1, "0", Coverage.MAY_BE_PARTIAL);
    assertThat(Memory.of(others).recall(partial).combines()).isFalse();
  }

  @Test
  void recall_segmentThatWasMissing_isFollowedFromItsReturn() {
    double[] one = {1_000};
    List<Release> nights =
        List.of(
            night(0, new double[] {1, 2}, "recommendations", 1, "0", Coverage.COMPLETE),
            night(1, one, "recommendations", 1, "0", Coverage.COMPLETE),
            night(2, new double[] {1_000, 2}, "recommendations", 1, "0", Coverage.COMPLETE));
    assertThat(Memory.of(nights).recall(nights.get(2)).at(1, 0).releases()).isEqualTo(1);
  }

  /** A choice of discovered segments may leave one out of a night's release. */
  @Test
  void recall_segmentNotNamedInANight_isMissingThatNightAndNotZero() {
    Release first = night(0, new double[] {1_000, 500}, "p", 1, "0", Coverage.COMPLETE);
    Release without = night(1, new double[] {1_000}, "p", 1, "0", Coverage.COMPLETE);
    Release again = night(2, new double[] {1_000, 500}, "p", 1, "0", Coverage.COMPLETE);
    Remembered recalled = Memory.of(List.of(first, without, again)).recall(again);
    assertThat(recalled.at(0, 0).releases()).isEqualTo(3);
    assertThat(recalled.at(1, 0).releases()).isEqualTo(1);
    assertThat(recalled.at(1, 0).shifted()).isFalse();
    assertThat(recalled.at(1, 0).estimate().value()).isEqualTo(500);
    assertThat(Memory.of(List.of(first, without)).recall(without).rows()).hasSize(1);
  }
}

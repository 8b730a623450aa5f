package io.discreet.mechanisms.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.discreet.mechanisms.accounting.Currency;
import io.discreet.mechanisms.accounting.DeltaUnits;
import io.discreet.mechanisms.accounting.PureDp;
import io.discreet.mechanisms.accounting.SafeSide;
import io.discreet.mechanisms.marginals.AttributeSet;
import io.discreet.mechanisms.marginals.Domain;
import io.discreet.mechanisms.marginals.MarginalPlan;
import io.discreet.mechanisms.marginals.Workload;
import io.discreet.mechanisms.moments.CentredRange;
import io.discreet.mechanisms.moments.NoisyMoments;
import io.discreet.mechanisms.noise.LatticeNoise;
import io.discreet.mechanisms.noise.RandomBits;
import io.discreet.mechanisms.quantiles.LeafCounts;
import io.discreet.mechanisms.quantiles.LeafOf;
import io.discreet.mechanisms.quantiles.NoisyQuantiles;
import io.discreet.mechanisms.quantiles.QuantileTree;
import io.discreet.mechanisms.ranking.OneShotTop;
import io.discreet.mechanisms.ranking.PossiblePlaces;
import io.discreet.mechanisms.ranking.ReleasedOrder;
import io.discreet.mechanisms.selection.NoisyThreshold;
import io.discreet.mechanisms.selection.SelectionChoice;
import io.discreet.mechanisms.selection.SelectionRounds;
import io.discreet.mechanisms.selection.TruncatedGeometric;
import io.discreet.mechanisms.testing.InsecureSeededNoise;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Attacks by the edges of integers and by the order of rows (Casacuberta, Shoemate, Vadhan and
 * Wagaman 2022): sums that wrap around or depend on order have a sensitivity that nobody charged.
 */
class IntegerEdgeAttackTest {

  private static final long MIN = Long.MIN_VALUE;
  private static final long MAX = Long.MAX_VALUE;
  private static final RandomBits SILENCE = () -> -2L; // the largest uniform: a draw of 0

  /** Every public entry with a long or an array of them; a new one needs an attack, too. */
  @Test
  void publicEntries_thatTakeLongs_areAllAttackedHere() {
    TreeSet<String> entries = new TreeSet<>();
    for (JavaClass type :
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.discreet.mechanisms")) {
      boolean isExported = !type.getPackageName().endsWith(".exact");
      if (isExported && type.getModifiers().contains(JavaModifier.PUBLIC)) {
        for (JavaCodeUnit unit : type.getCodeUnits()) {
          boolean takesLongs =
              unit.getRawParameterTypes().stream()
                  .anyMatch(p -> p.getName().equals("long") || p.getName().equals("[J"));
          if (takesLongs && unit.getModifiers().contains(JavaModifier.PUBLIC)) {
            entries.add(type.getSimpleName() + "." + unit.getName());
          }
        }
      }
    }
    assertThat(entries)
        .containsExactlyInAnyOrder(
            "AttributeSet.<init>",
            "CentredRange.<init>",
            "CentredRange.centredSquare",
            "CentredRange.deviation",
            "Currency.epsilon",
            "Currency.noiseScale",
            "DeltaUnits.toDeltaDown",
            "DeltaUnits.toDeltaUp",
            "GaussianCurrency.epsilon",
            "GaussianCurrency.noiseScale",
            "LatticeNoise.fill", // overwrites what it is given, as the next three do
            "RandomBits.fill",
            "RoundedGaussian.fill",
            "RoundedLaplace.fill",
            "SecureBits.fill",
            "LatticeNoise.tail",
            "LeafCounts.add",
            "LeafOf.leaf",
            "MarginalCounts.addAll",
            "MarginalPlan.leastSumOfVariances",
            "NoisyMoments.<init>",
            "NoisyMoments.varianceInterval",
            "NoisyThreshold.named",
            "NoisyThreshold.noised",
            "NoisyThreshold.select",
            "NoisyThreshold.sharing",
            "OneShotTop.<init>",
            "OneShotTop.select",
            "PossiblePlaces.<init>",
            "PureCurrency.epsilon",
            "PureCurrency.noiseScale",
            "PureDp.epsilonPerStep",
            "QuantileTree.<init>",
            "QuantileTree.release",
            "ReleasedOrder.top",
            "RoundedGaussian.tail",
            "RoundedLaplace.tail",
            "SafeSide.share",
            "SegmentSelection.select",
            "SelectionChoice.namingMost",
            "SelectionRounds.of",
            "TruncatedGeometric.keepProbability",
            "TruncatedGeometric.select");
  }

  private static long[] shuffled(long[] values, int seed) {
    List<Long> list = new ArrayList<>(Arrays.stream(values).boxed().toList());
    Collections.shuffle(list, new Random(seed));
    return list.stream().mapToLong(Long::longValue).toArray();
  }

  /** What a row adds is bounded whatever its value is, so that no sum of rows can wrap around. */
  @Test
  void contributions_ofExtremeRows_stayWithinTheirBounds() {
    for (CentredRange range :
        new CentredRange[] {
          new CentredRange(-3, 1_000),
          new CentredRange(MIN, MIN + (1L << 32) - 2),
          new CentredRange(MAX - (1L << 32) + 2, MAX)
        }) {
      for (long value : new long[] {MIN, MIN + 1, -1, 0, 1, MAX - 1, MAX}) {
        assertThat(range.deviation(value))
            .isBetween(-range.deviationBound(), range.deviationBound());
        assertThat(range.centredSquare(value)).isBetween(-range.squareBound(), range.squareBound());
        // Two billion rows of the worst kind are still a long.
        Math.multiplyExact(range.deviationBound(), (long) Integer.MAX_VALUE);
        Math.multiplyExact(range.squareBound(), (long) Integer.MAX_VALUE);
      }
      assertThat(range.deviation(MAX)).isEqualTo(range.greatest() - range.centre());
      assertThat(range.deviation(MIN)).isEqualTo(range.least() - range.centre());
    }
    assertThatThrownBy(() -> new CentredRange(MIN, MAX)).hasMessageContaining("2^32");
    assertThatThrownBy(() -> new CentredRange(MAX, MIN)).hasMessageContaining("2^32");
    assertThatThrownBy(() -> new QuantileTree(MIN, MAX)).hasMessageContaining("2^62");
    assertThatThrownBy(() -> new QuantileTree(MAX, MIN)).hasMessageContaining("2^62");
  }

  @Test
  void sumsAndTrees_anyOrderOfExtremeRows_areTheSame() {
    CentredRange range = new CentredRange(-100, 5_000);
    long[] rows = new long[3_000];
    Random random = new Random(4);
    for (int i = 0; i < rows.length; i++) {
      rows[i] = i % 3 == 0 ? MIN : i % 3 == 1 ? MAX : random.nextLong();
    }
    for (QuantileTree tree :
        new QuantileTree[] {
          new QuantileTree(0, 100),
          new QuantileTree(MIN, -2 - (MAX >> 1)),
          new QuantileTree((MAX >> 1) + 2, MAX)
        }) {
      NoisyQuantiles first = released(tree, rows, 0);
      for (int seed = 1; seed < 4; seed++) {
        long[] other = shuffled(rows, seed);
        assertThat(Arrays.stream(other).map(range::deviation).sum())
            .isEqualTo(Arrays.stream(rows).map(range::deviation).sum());
        assertThat(Arrays.stream(other).map(range::centredSquare).sum())
            .isEqualTo(Arrays.stream(rows).map(range::centredSquare).sum());
        NoisyQuantiles again = released(tree, other, seed * 1_000);
        for (double q : new double[] {0, 0.2, 0.5, 0.9, 1}) {
          assertThat(again.quantile(q)).isEqualTo(first.quantile(q));
        }
      }
      assertThat(first.rows()).isEqualTo(rows.length, within(1e-6));
    }
  }

  @Test
  void leaves_ofExtremeValuesAndCounts_areTheOuterOnesAndNeverWrapAround() {
    for (QuantileTree tree :
        new QuantileTree[] {
          new QuantileTree(0, 100),
          new QuantileTree(-3, 999_999),
          new QuantileTree(MIN, -2 - (MAX >> 1)),
          new QuantileTree((MAX >> 1) + 2, MAX)
        }) {
      LeafOf leafOf = new LeafOf(tree);
      int last = tree.usedLeaves() - 1;
      assertThat(leafOf.leaf(MIN)).isZero();
      assertThat(leafOf.leaf(tree.least())).isZero();
      assertThat(leafOf.leaf(MAX)).isEqualTo(last);
      assertThat(leafOf.leaf(tree.greatest())).isEqualTo(last);
      for (long edge : new long[] {MIN, MAX}) {
        long[] full = new long[last + 1];
        Arrays.fill(full, edge);
        assertThatThrownBy(() -> tree.release(full, 0, Currency.gaussian().noise(0.1), SILENCE))
            .isInstanceOf(ArithmeticException.class)
            .hasMessageNotContaining(Long.toString(edge));
      }
    }
  }

  private static NoisyQuantiles released(QuantileTree tree, long[] rows, int oneByOne) {
    LeafCounts counts = tree.newCounts();
    for (int i = 0; i < Math.min(oneByOne, rows.length); i++) {
      counts.add(rows[i]);
    }
    counts.add(rows, Math.min(oneByOne, rows.length), rows.length);
    return tree.release(counts, Currency.gaussian().noise(0.1), SILENCE).quantiles();
  }

  /** The twin: a float sum, which order changes, and a plain sum that wraps around. */
  @Test
  void sumsWithoutClamping_areToldApart() {
    double[] rows = {1e16, 1, -1e16};
    assertThat(rows[0] + rows[1] + rows[2]).isNotEqualTo(rows[0] + rows[2] + rows[1]);
    assertThat(MAX + 1).isNegative();
  }

  @Test
  void totals_atTheEdge_areExactOrRefusedButNeverWrapAround() {
    NoisyThreshold threshold = NoisyThreshold.counting(3, 1, 1e-6);
    assertThat(threshold.noised(new long[] {MIN, -1, 0, MAX}, SILENCE))
        .containsExactly(MIN, -1, 0, MAX);
    RandomBits bits = new InsecureSeededNoise(6);
    for (long edge : new long[] {MIN, MAX}) {
      long[] totals = new long[100];
      Arrays.fill(totals, edge);
      assertThatThrownBy(() -> threshold.noised(totals, bits))
          .isInstanceOf(ArithmeticException.class)
          .hasMessageNotContaining(Long.toString(edge));
    }
    long[] totals = {MIN, 0, 1, MAX};
    assertThat(threshold.named(totals, new long[] {MAX, MAX, MIN, MAX}).stream())
        .containsExactly(3);
    assertThat(threshold.select(new long[] {0, MAX}, SILENCE).stream()).containsExactly(1);
    TruncatedGeometric geometric = new TruncatedGeometric(1, 1e-6, 1);
    assertThat(geometric.select(new long[] {MAX}, SILENCE).get(0)).isTrue();
    assertThat(geometric.keepProbability(MAX)).isEqualTo(1);
    assertThatThrownBy(() -> geometric.select(new long[] {MIN}, SILENCE))
        .hasMessageContaining("fewer than 0")
        .hasMessageNotContaining(Long.toString(MIN));
    assertThatThrownBy(() -> geometric.keepProbability(MIN)).hasMessageContaining("at least 0");
    OneShotTop top = new OneShotTop(1, 1, 1);
    for (long edge : new long[] {MIN, MAX}) {
      assertThatThrownBy(() -> top.select(new long[] {edge}, SILENCE))
          .hasMessageContaining("2^52")
          .hasMessageNotContaining(Long.toString(edge));
      assertThatThrownBy(() -> new OneShotTop(1, edge, 1)).hasMessageContaining("2^31");
      assertThatThrownBy(() -> NoisyThreshold.sharing(3, 1, edge, 1e-6))
          .hasMessageContaining("2^26");
    }
    assertThat(ReleasedOrder.top(new long[] {MIN, 0, MAX, -1, MIN}, 5))
        .containsExactly(2, 1, 3, 0, 4);
  }

  /** A value and a reach are added, so that both are refused before that could wrap around. */
  @Test
  void places_ofExtremeValues_areRefusedOrRight() {
    long largest = (1L << 62) - 1;
    for (long edge : new long[] {MIN, MIN + 1, -largest - 1, largest + 1, MAX}) {
      assertThatThrownBy(() -> new PossiblePlaces(new long[] {edge}, 0))
          .hasMessageContaining("below 2^62");
    }
    for (long edge : new long[] {MIN, -1, largest + 1, MAX}) {
      assertThatThrownBy(() -> new PossiblePlaces(new long[] {0}, edge))
          .hasMessageContaining("0 to 2^62");
    }
    PossiblePlaces places = new PossiblePlaces(new long[] {largest, 0, -largest}, largest);
    assertThat(IntStream.range(0, 3).map(places::best)).containsExactly(1, 1, 2);
    assertThat(IntStream.range(0, 3).map(places::worst)).containsExactly(2, 3, 3);
  }

  /** The choice of a segment looks at its own total: a permutation permutes the choice. */
  @Test
  void selection_permutedTotals_isPermutedWhereItIsCertain() {
    long[] totals = new long[500];
    Arrays.setAll(totals, i -> i % 2 == 0 ? 0 : 1_000_000L + i);
    long[] other = shuffled(totals, 9);
    for (var selection :
        List.of(NoisyThreshold.counting(3, 1, 1e-6), new TruncatedGeometric(1, 1e-6, 1))) {
      for (long[] some : List.of(totals, other)) {
        var named = selection.select(some, new InsecureSeededNoise(2));
        for (int i = 0; i < some.length; i++) {
          assertThat(named.get(i)).isEqualTo(some[i] > 0);
        }
      }
    }
  }

  @Test
  void tails_atTheEdge_areProbabilities() {
    for (Currency currency : List.of(Currency.gaussian(), Currency.pure())) {
      for (double scale : new double[] {0.1, 1, 0x1p40}) {
        LatticeNoise noise = currency.noise(scale);
        assertThat(noise.tail(MIN)).isEqualTo(1);
        assertThat(noise.tail(MIN + 1)).isEqualTo(1);
        assertThat(noise.tail(MIN + 2)).isBetween(1 - 1e-15, 1.0);
        assertThat(noise.tail(MAX)).isBetween(0.0, 1e-300);
      }
    }
  }

  @Test
  void units_atTheEdge_areRefusedOrRoundedToTheSafeSide() {
    for (Currency currency : List.of(Currency.gaussian(), Currency.pure())) {
      double delta = currency == Currency.pure() ? 0 : 1e-6;
      assertThatThrownBy(() -> currency.epsilon(MIN, delta)).hasMessageContaining("units");
      // 2²³ of the measure: ε itself, or μ², of which ε is more than half at any small δ.
      assertThat(currency.epsilon(MAX, delta))
          .isGreaterThanOrEqualTo(currency == Currency.pure() ? 0x1p23 : 0x1p22);
      assertThatThrownBy(() -> currency.noiseScale(1, MIN)).hasMessageContaining("1 unit");
      assertThat(currency.noiseScale(1, MAX)).isEqualTo(LatticeNoise.MIN_SCALE_UNITS);
    }
    assertThatThrownBy(() -> DeltaUnits.toDeltaUp(MIN)).hasMessageContaining("at least 0");
    assertThat(DeltaUnits.toDeltaUp(MAX)).isEqualTo(2);
    assertThatThrownBy(() -> DeltaUnits.toDeltaDown(MIN)).hasMessageContaining("at least 0");
    assertThat(DeltaUnits.toDeltaDown(MAX)).isEqualTo(Math.nextDown(2.0));
    assertThatThrownBy(() -> PureDp.epsilonPerStep(MIN, 1)).isInstanceOf(RuntimeException.class);
    assertThatThrownBy(() -> SelectionChoice.namingMost(MIN, 1e-6, 1))
        .hasMessageContaining("1 unit");
    assertThat(SelectionChoice.namingMost(MAX, 1e-6, 1).costUnits(1)).isPositive();
    assertThatThrownBy(() -> SelectionRounds.of(2, MIN, 1e-6, 1)).hasMessageContaining("100000");
  }

  @Test
  void moments_ofExtremeSums_stayWithinTheRange() {
    CentredRange range = new CentredRange(-50, 150);
    for (long count : new long[] {MIN, 0, 1, MAX}) {
      for (long sum : new long[] {MIN, MAX}) {
        for (long squares : new long[] {MIN, MAX}) {
          NoisyMoments moments = new NoisyMoments(range, count, sum, squares, 1, 1, 1);
          assertThat(moments.mean()).isBetween(-50.0, 150.0);
          assertThat(moments.variance()).isBetween(0.0, 10_000.0);
          for (long slack : new long[] {0, 1, MAX}) {
            NoisyMoments.Interval interval = moments.varianceInterval(slack, slack, slack);
            assertThat(interval.low()).isBetween(0.0, 10_000.0);
            assertThat(interval.high()).isBetween(interval.low(), 10_000.0);
          }
        }
      }
    }
  }

  @Test
  void marginals_atTheEdge_areRefusedOrCostNoMoreThanIsGiven() {
    Workload workload =
        Workload.of(Domain.of(2, 3), List.of(AttributeSet.of(0), AttributeSet.of(1)));
    MarginalPlan plan = MarginalPlan.leastSumOfVariances(workload, MAX);
    assertThat(plan.costUnits()).isBetween(1L, MAX);
    assertThatThrownBy(() -> MarginalPlan.leastSumOfVariances(workload, MIN))
        .hasMessageContaining("too few units");
    for (long edge : new long[] {MIN, MAX}) {
      assertThatThrownBy(() -> new AttributeSet(edge)).hasMessageContaining("numbered 0 to");
      assertThatThrownBy(() -> plan.newCounts().addAll(edge, 0, 0))
          .hasMessageContaining("2^31")
          .hasMessageNotContaining(Long.toString(edge));
    }
  }

  @Test
  void shares_atTheEdge_areOnTheirSide() {
    BigDecimal most = BigDecimal.valueOf(MAX);
    assertThat(BigDecimal.valueOf(SafeSide.SPENT.share(MAX, 1))).isGreaterThanOrEqualTo(most);
    assertThat(BigDecimal.valueOf(SafeSide.LEFT.share(MAX, 1))).isLessThanOrEqualTo(most);
    assertThat(BigDecimal.valueOf(SafeSide.LEFT.share(MIN, 1)))
        .isLessThanOrEqualTo(BigDecimal.valueOf(MIN));
    assertThat(BigDecimal.valueOf(SafeSide.SPENT.share(1, MAX)).multiply(most))
        .isGreaterThanOrEqualTo(BigDecimal.ONE);
    assertThat(BigDecimal.valueOf(SafeSide.LEFT.share(1, MAX)).multiply(most))
        .isLessThanOrEqualTo(BigDecimal.ONE);
  }
}

package io.discreet.mechanisms.quantiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NeverFallingTest {

  /** At each place the greatest over starts of the least mean over ends. */
  private static double[] byDefinition(double[] values) {
    int length = values.length;
    double[] fitted = new double[length];
    for (int place = 0; place < length; place++) {
      fitted[place] = Double.NEGATIVE_INFINITY;
      for (int start = place; start >= 0; start--) {
        double sum = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int end = start + 1; end <= length; end++) {
          sum += values[end - 1];
          if (end > place) {
            least = Math.min(least, sum / (end - start));
          }
        }
        fitted[place] = Math.max(fitted[place], least);
      }
    }
    return fitted;
  }

  /** Walks of any drift: pools of one value, of some blocks, and of nearly everything. */
  @ParameterizedTest
  @CsvSource({
    "1, 0",
    "2, -1",
    "15, 0.5",
    "16, 0",
    "17, 0",
    "33, -0.1",
    "160, 0.3",
    "200, 0",
    "200, 1",
    "200, 3",
    "200, -3",
    "257, 0.05"
  })
  void of_noisyWalk_isTheNearestBySquares(int length, double drift) {
    for (long seed = 0; seed < 10; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      double[] values = new double[length];
      double rank = 0;
      for (int i = 0; i < length; i++) {
        values[i] = rank + random.nextDouble(-1, 1);
        rank += drift + random.nextDouble(-2, 2);
      }
      double[] expected = byDefinition(values);
      assertThat(NeverFalling.of(values))
          .as("seed %d", seed)
          .containsExactly(expected, within(1e-9));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 16, 100})
  void of_equalValues_leavesThem(int length) {
    double[] values = new double[length];
    Arrays.fill(values, 0.1);
    double[] given = values.clone();
    assertThat(NeverFalling.of(values)).containsExactly(given, within(1e-15));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 16, 100})
  void of_risingValues_leavesThemAsTheyAre(int length) {
    double[] values = new SplittableRandom(1).doubles(length).sorted().toArray();
    double[] given = values.clone();
    assertThat(NeverFalling.of(values)).containsExactly(given);
  }
}

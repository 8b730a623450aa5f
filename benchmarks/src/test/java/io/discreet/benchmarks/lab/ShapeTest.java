package io.discreet.benchmarks.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Draws are seeded: what is asserted of a histogram here never changes from run to run. */
class ShapeTest {
  private static final int CUSTOMERS = 64_000;

  private static double[] shares(Shape shape, int segments) {
    double[] shares = Question.CUSTOMERS.exact(shape.data(CUSTOMERS, segments, 3));
    Arrays.setAll(shares, i -> shares[i] / CUSTOMERS);
    return shares;
  }

  @Test
  void spikes_oneSegmentInTwelve_holdsEverybodyByHalves() {
    double[] spikes = Arrays.stream(shares(Shape.SPIKES, 64)).filter(share -> share > 0).toArray();
    Arrays.sort(spikes);
    // 5 of 64: 1 + 1/2 + 1/4 + 1/8 + 1/16 = 31/16.
    assertThat(spikes)
        .containsExactly(
            new double[] {1 / 31.0, 2 / 31.0, 4 / 31.0, 8 / 31.0, 16 / 31.0}, within(0.01));
  }

  @Test
  void bimodal_hasTwoBellsAtTheQuarters() {
    double[] shares = shares(Shape.BIMODAL, 48); // deviations of 4 segments, middles 12 and 36
    double peak = 0.5 / (4 * Math.sqrt(2 * Math.PI));
    assertThat(shares[11] + shares[12]).isCloseTo(2 * peak, within(0.008));
    assertThat(shares[35] + shares[36]).isCloseTo(2 * peak, within(0.008));
    // Three deviations from both.
    assertThat(shares[23] + shares[24]).isCloseTo(4 * peak * Math.exp(-4.5), within(0.002));
  }

  @Test
  void heavyTail_fallsAsThePowerOfThePosition() {
    double[] shares = shares(Shape.HEAVY_TAIL, 64);
    assertThat(shares[4] / shares[0]).isCloseTo(Math.pow(2, -2.5), within(0.02));
    assertThat(shares[12] / shares[4]).isCloseTo(Math.pow(2, -2.5), within(0.02));
  }

  @Test
  void steps_eachEighth_isHalfAsHighAsTheOneBefore() {
    double[] shares = shares(Shape.STEPS, 32);
    for (int step = 0; step < 8; step++) {
      double all = Arrays.stream(shares, 4 * step, 4 * step + 4).sum();
      assertThat(all).as("step %d", step).isCloseTo(Math.pow(0.5, step) * 128 / 255, within(0.01));
    }
  }

  @ParameterizedTest
  @EnumSource(Shape.class)
  void data_sameSeed_isTheSame(Shape shape) {
    DataSet data = shape.data(200, 20, 4);
    assertThat(data.customers()).isEqualTo(200);
    assertThat(data.segments()).hasSize(20);
    assertThat(shape.data(200, 20, 4).segment()).isEqualTo(data.segment());
    assertThat(shape.data(200, 20, 5).cents()).isNotEqualTo(data.cents());
  }
}

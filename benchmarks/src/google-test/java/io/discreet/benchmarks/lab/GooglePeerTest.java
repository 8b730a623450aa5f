package io.discreet.benchmarks.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.discreet.benchmarks.lab.Peer.Bounds;
import io.discreet.mechanisms.accounting.GaussianDp;
import java.util.ServiceLoader;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Draws are seeded: what is asserted of noise here never changes from run to run. */
class GooglePeerTest {
  private static final DataSet DATA = Shape.UNIFORM.data(2_000, 8, 1);

  private static LongFunction<double[]> answers(Question question, double epsilon, double clamp) {
    return new GooglePeer().answers(DATA, question, new Bounds(epsilon, 1e-6, 20, 40, clamp));
  }

  @Test
  void peer_isFoundAsAService() {
    assertThat(ServiceLoader.load(Peer.class).findFirst()).get().isInstanceOf(GooglePeer.class);
  }

  @ParameterizedTest
  @EnumSource(names = {"CUSTOMERS", "SUM", "MEDIAN"})
  void answers_atLargeEpsilon_areAlmostExact(Question question) {
    double[] told = answers(question, 100, 80).apply(1);
    double[] exact = question.exact(DATA);
    for (int i = 0; i < exact.length; i++) {
      assertThat(told[i]).isCloseTo(exact[i], within(0.04 * exact[i]));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"CUSTOMERS", "SUM"})
  void noise_hasTheScaleOfTheBounds(Question question) {
    double greatest = question == Question.SUM ? 80 : 1;
    double sigma = greatest / GaussianDp.mu(1, 1e-6);
    LongFunction<double[]> answers = answers(question, 1, 80);
    double[] exact = question.exact(DATA);
    double squares = 0;
    int runs = 200;
    for (int seed = 0; seed < runs; seed++) {
      double[] told = answers.apply(seed);
      for (int i = 0; i < exact.length; i++) {
        squares += (told[i] - exact[i]) * (told[i] - exact[i]);
      }
    }
    double measured = Math.sqrt(squares / (runs * exact.length));
    assertThat(measured).isCloseTo(sigma, within(0.07 * sigma));
  }

  @Test
  void sum_ofClampedTotals_leavesOutWhatIsAboveTheClamp() {
    double[] told = answers(Question.SUM, 100, 10).apply(1);
    double[] customers = Question.CUSTOMERS.exact(DATA);
    for (int i = 0; i < told.length; i++) {
      // Four amounts of 10 on average: few customers are below 10 in all.
      assertThat(told[i]).isBetween(9.5 * customers[i], 10.01 * customers[i]);
    }
  }

  @Test
  void answers_sameSeed_areTheSame() {
    LongFunction<double[]> answers = answers(Question.MEDIAN, 1, 80);
    assertThat(answers.apply(3)).isEqualTo(answers.apply(3)).isNotEqualTo(answers.apply(4));
  }

  @Test
  void customerInTwoSegments_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new GooglePeer()
                    .answers(
                        Shape.EVERYWHERE.data(5, 3, 1),
                        Question.CUSTOMERS,
                        new Bounds(1, 1e-6, 20, 40, 80)))
        .withMessageContaining("more than one segment");
  }
}

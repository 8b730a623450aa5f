package io.discreet.engine.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.discreet.engine.failure.InputException;
import java.math.BigInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CoverageReserveTest {

  @ParameterizedTest
  @CsvSource({
    "5%, 100, 95",
    "5%, 101, 95", // 95.95
    "5%, 1, 0",
    "5%, 0, 0",
    "33.3%, 3, 2", // 2.001
    "33.4%, 3, 1", // 1.998
    "99.99999999999999999999%, 9223372036854775807, 0",
    "0.00000000000000000001%, 9223372036854775807, 9223372036854775806",
    "12.5 %, 9223372036854775807, 8070450532247928831" // 8070450532247928831.125
  })
  void leaves_roundsTheExactShareDown(String share, long limit, long left) {
    assertThat(CoverageReserve.parse(share).leaves(limit)).isEqualTo(left);
  }

  /** limit × (1 − p/1000) as a quotient of integers. */
  @Test
  void leaves_anyThousandths_isTheFloorOfTheExactProduct() {
    for (int thousandths = 1; thousandths < 1000; thousandths++) {
      CoverageReserve reserve =
          CoverageReserve.parse(thousandths / 10 + "." + thousandths % 10 + "%");
      for (long limit : LongStream.of(1, 7, 999, 1L << 40, (1L << 62) + 12_345).toArray()) {
        BigInteger exact =
            BigInteger.valueOf(limit)
                .multiply(BigInteger.valueOf(1000 - thousandths))
                .divide(BigInteger.valueOf(1000));
        assertThat(reserve.leaves(limit)).isEqualTo(exact.longValueExact());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0%", "100%", "101%", "5", "-5%", "5 percent", "1e-3%", "", "NaN%"})
  void parse_noShareBetween_isRefused(String text) {
    assertThatThrownBy(() -> CoverageReserve.parse(text))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("coverage-reserve ");
  }

  @Test
  void policy_withAReserve_hasItAndAnotherFingerprint() {
    Policy none = PolicyFile.parse(Policies.BAKERY, "policy");
    String reserved = "period: month, coverage-reserve: ";
    Policy five = PolicyFile.parse(Policies.bakeryWith("period: month", reserved + "5%"), "policy");
    Policy same =
        PolicyFile.parse(Policies.bakeryWith("period: month", reserved + "5.0 %"), "policy");
    Policy six = PolicyFile.parse(Policies.bakeryWith("period: month", reserved + "6%"), "policy");
    assertThat(none.budget().coverageReserve()).isEmpty();
    assertThat(five.budget().coverageReserve()).hasToString("Optional[5%]");
    assertThat(PolicyHash.of(five)).isEqualTo(PolicyHash.of(same));
    assertThat(PolicyHash.of(five)).isNotEqualTo(PolicyHash.of(none));
    assertThat(PolicyHash.of(five)).isNotEqualTo(PolicyHash.of(six));
  }
}

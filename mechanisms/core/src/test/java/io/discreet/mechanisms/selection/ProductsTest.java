package io.discreet.mechanisms.selection;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ProductsTest {

  @Test
  void upAndDown_anyNumbers_areTheDoublesNextToTheExactProduct() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 2_000; i++) {
      double value = random.nextDouble() * 1e-6;
      int count = 1 + random.nextInt(1000);
      BigDecimal product = new BigDecimal(value).multiply(BigDecimal.valueOf(count));
      double up = Products.up(count, value);
      assertThat(new BigDecimal(up)).isGreaterThanOrEqualTo(product);
      assertThat(new BigDecimal(Math.nextDown(up))).isLessThan(product);
      long shares = count + random.nextLong(5000);
      double down = Products.down(value, count, shares);
      BigDecimal all = BigDecimal.valueOf(shares);
      assertThat(new BigDecimal(down).multiply(all)).isLessThanOrEqualTo(product);
      assertThat(new BigDecimal(Math.nextUp(down)).multiply(all)).isGreaterThan(product);
    }
    assertThat(Products.down(0.75, 1, 3)).isEqualTo(0.25);
    assertThat(Products.up(3, 0.25)).isEqualTo(0.75);
  }
}

package io.discreet.benchmarks.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ChartTest {
  private static final double[] PLACES = {0, 1, 2};
  private static final double[] VALUES = {1, 10, 100};
  private static final int BLUE = 0xFF0072B2;
  private static final int VERMILION = 0xFFD55E00;

  @Test
  void image_ofALineAndPoints_hasBothInTheirColours() {
    BufferedImage image =
        new Chart("title", "x", "customers")
            .logY()
            .places(List.of("a", "b", "c"))
            .line("one", PLACES, VALUES)
            .points("other", PLACES, VALUES, new double[] {1, 5, 50}, new double[] {2, 20, 200})
            .image();
    assertThat(pixels(image, BLUE)).isGreaterThan(300);
    assertThat(pixels(image, VERMILION)).isGreaterThan(300);
  }

  @Test
  void series_withoutAValueForEachPlace_isRefused() {
    assertThatThrownBy(() -> new Chart("t", "x", "y").line("one", PLACES, new double[] {1}))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static long pixels(BufferedImage image, int colour) {
    return IntStream.range(0, image.getWidth() * image.getHeight())
        .filter(i -> image.getRGB(i % image.getWidth(), i / image.getWidth()) == colour)
        .count();
  }
}

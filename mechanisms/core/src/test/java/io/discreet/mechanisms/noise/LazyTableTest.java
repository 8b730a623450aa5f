package io.discreet.mechanisms.noise;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.lang.reflect.Constructor;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Explaining a query makes noise objects and draws nothing: it must not pay for the table. */
class LazyTableTest {

  private static final String PACKAGE = "io.discreet.mechanisms.noise.";

  @ParameterizedTest
  @ValueSource(strings = {"Gaussian", "Laplace"})
  void construct_everythingButADraw_buildsNoTable(String name) throws Exception {
    try (FreshClasses classes = new FreshClasses()) {
      Class<?> type = classes.loadClass(PACKAGE + "Rounded" + name);
      Constructor<?> constructor = type.getConstructor(double.class);
      Object noise = constructor.newInstance(3.0);
      type.getMethod("variance").invoke(noise);
      type.getMethod("tail", long.class).invoke(noise, 5L);
      type.getMethod("halfWidth", double.class).invoke(noise, 0.95);
      assertThat(classes.hasTable()).isFalse();

      Class<?> bitsType = classes.loadClass(PACKAGE + "RandomBits");
      Object bits =
          classes.loadClass(PACKAGE + "SecureBits").getMethod("fromOperatingSystem").invoke(null);
      type.getMethod("draw", bitsType).invoke(noise, bits);
      assertThat(classes.hasTable()).isTrue();
    }
  }

  /** The classes of the noise as a new process sees them: none is loaded yet. */
  private static final class FreshClasses extends URLClassLoader {

    FreshClasses() {
      super(
          Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
              .map(FreshClasses::url)
              .toArray(URL[]::new),
          ClassLoader.getPlatformClassLoader());
    }

    boolean hasTable() {
      return findLoadedClass(PACKAGE + "QuantileTable$Normal") != null
          || findLoadedClass(PACKAGE + "QuantileTable$Laplace") != null;
    }

    private static URL url(String entry) {
      try {
        return Path.of(entry).toUri().toURL();
      } catch (MalformedURLException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}

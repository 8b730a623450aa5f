package io.discreet.cli.nightly;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.discreet.engine.failure.InputException;
import io.discreet.engine.failure.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NightLockTest {

  @TempDir private Path shop;

  @Test
  void take_whereAnotherNightRuns_saysWhichUntilItIsDone() {
    NightLock first = NightLock.take(shop, "monday");
    assertThatThrownBy(() -> NightLock.take(shop, "tuesday"))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("plan monday");
    first.close();
    NightLock.take(shop, "tuesday").close();
  }

  @Test
  void take_whereItCannotBeWritten_saysWhatToLookFor() throws IOException {
    Files.createDirectory(shop.resolve(NightLock.FILE_NAME));
    assertThatThrownBy(() -> NightLock.take(shop, "monday"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("look for a full disk");
    Files.delete(shop.resolve(NightLock.FILE_NAME));
    NightLock.take(shop, "monday").close();
  }
}

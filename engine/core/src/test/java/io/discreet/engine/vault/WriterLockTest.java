package io.discreet.engine.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WriterLockTest {

  @TempDir private Path shop;

  @Test
  void tryAcquire_whereItCannotBeWritten_saysWhatToLookFor() throws IOException {
    Files.createDirectory(shop.resolve(WriterLock.FILE_NAME));
    assertThatThrownBy(() -> WriterLock.tryAcquire(shop))
        .isInstanceOf(VaultException.class)
        .hasMessageContaining("look for a full disk");
    Files.delete(shop.resolve(WriterLock.FILE_NAME));
    assertThat(WriterLock.tryAcquire(shop)).isPresent();
  }
}

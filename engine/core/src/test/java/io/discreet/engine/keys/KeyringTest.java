package io.discreet.engine.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.discreet.engine.failure.InputException;
import io.discreet.engine.failure.RefusedException;
import io.discreet.engine.policy.CustomerId.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code -Ddiscreet.damage=200} flips more bits than the build does, at half a second each. */
class KeyringTest {

  private static final long SEED = 20261126;
  private static final int FLIPS = Integer.getInteger("discreet.damage", 6);
  private static final char[] PASSPHRASE = "loaf of \u00e9pi \ud83c\udf5e".toCharArray();

  @TempDir private static Path sealedOnce;
  @TempDir private Path folder;
  private Path file;

  /** Once for all tests: each sealing costs half a second of Argon2id. */
  @BeforeAll
  static void createKeys() {
    Keyring.create(sealedOnce.resolve("keys.sealed"), PASSPHRASE, "shop");
  }

  @BeforeEach
  void copyKeys() throws IOException {
    file =
        Files.copy(
            sealedOnce.resolve("keys.sealed"),
            folder.resolve("keys.sealed"),
            StandardCopyOption.COPY_ATTRIBUTES);
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  @Test
  void open_rightPassphrase_givesTheSameKeysEveryTime() {
    try (Keyring first = Keyring.open(file, PASSPHRASE, "shop");
        Keyring second = Keyring.open(file, PASSPHRASE, "shop")) {
      assertThat(first.pseudonymizer(Kind.TEXT).of("ann"))
          .isInstanceOf(Pseudonym.class)
          .isEqualTo(second.pseudonymizer(Kind.TEXT).of("ann"))
          .isEqualTo(first.pseudonymizer(Kind.EMAIL).of("Ann"));
      assertThat(first.fingerprint(new byte[32]))
          .matches("[0-9a-f]{64}")
          .isEqualTo(second.fingerprint(new byte[32]));
      assertThat(first.toString()).isEqualTo("Keyring");
    }
  }

  @Test
  void create_twoShops_haveDifferentPseudonymsAndFingerprints() {
    Path other = folder.resolve("other.sealed");
    Keyring.create(other, PASSPHRASE, "shop");
    try (Keyring first = Keyring.open(file, PASSPHRASE, "shop");
        Keyring second = Keyring.open(other, PASSPHRASE, "shop")) {
      assertThat(first.pseudonymizer(Kind.TEXT).of("ann"))
          .isNotEqualTo(second.pseudonymizer(Kind.TEXT).of("ann"));
      assertThat(first.fingerprint(new byte[32])).isNotEqualTo(second.fingerprint(new byte[32]));
    }
  }

  @Test
  void create_newFile_isForItsOwnerOnlyAndAlone() throws IOException {
    Path made = sealedOnce.resolve("keys.sealed");

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
        .isEqualTo("rw-------");
    assertThat(list(sealedOnce)).containsExactly(made);
  }

  @Test
  void create_passphraseArray_isLeftToTheCaller() {
    assertThat(PASSPHRASE).isEqualTo("loaf of \u00e9pi \ud83c\udf5e".toCharArray());
  }

  @Test
  void create_fileExists_isRefusedAndChangesNothing() throws IOException {
    byte[] before = Files.readAllBytes(file);

    assertThatThrownBy(() -> Keyring.create(file, "another".toCharArray(), "shop"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("exists already and is never replaced");
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
    assertThat(list(folder)).containsExactly(file);
  }

  @Test
  void create_noFolder_isRefused() {
    assertThatThrownBy(() -> Keyring.create(folder.resolve("none/keys.sealed"), PASSPHRASE, "shop"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("its folder does not exist");
  }

  @Test
  void create_emptyPassphrase_isRefusedAndWritesNothing() throws IOException {
    assertThatThrownBy(() -> Keyring.create(folder.resolve("new.sealed"), new char[0], "shop"))
        .isInstanceOf(InputException.class)
        .hasMessage("the passphrase is empty; give one of several words");
    assertThat(list(folder)).containsExactly(file);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"loaf", "loaf of \u00e9pi \ud83c\udf5e ", "Loaf of \u00e9pi \ud83c\udf5e", "x"})
  void open_wrongPassphrase_isRefusedWithoutQuotingItAndWritesNothing(String wrong)
      throws IOException {
    byte[] before = Files.readAllBytes(file);

    assertThatThrownBy(() -> Keyring.open(file, wrong.toCharArray(), "shop"))
        .isInstanceOf(RefusedException.class)
        .hasMessage(
            "keys.sealed does not open: the passphrase is wrong, or the file is damaged or another"
                + " shop's")
        .hasNoCause();
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
    assertThat(list(folder)).containsExactly(file);
  }

  @Test
  void open_anyByteFlipped_isRefused() throws IOException {
    byte[] sound = Files.readAllBytes(file);
    // One byte of each field: magic, memory, passes, lanes, salt, nonce, ciphertext, tag.
    for (int at : new int[] {0, 11, 15, 19, 20, 36, 48, sound.length - 1}) {
      byte[] damaged = sound.clone();
      damaged[at] ^= 1;
      Files.write(file, damaged);

      assertThatThrownBy(() -> Keyring.open(file, PASSPHRASE, "shop"))
          .as("byte %d", at)
          .isInstanceOf(RefusedException.class);
    }
  }

  @Test
  void open_truncatedToAnyLengthOrLengthened_isRefused() throws IOException {
    byte[] sound = Files.readAllBytes(file);
    for (int length = 0; length < sound.length + 64; length++) {
      if (length != sound.length) {
        Files.write(file, Arrays.copyOf(sound, length));

        assertThatThrownBy(() -> Keyring.open(file, PASSPHRASE, "shop"))
            .as("%d bytes", length)
            .isInstanceOf(RefusedException.class)
            .hasMessage("keys.sealed is damaged or no key file: restore it from a backup");
      }
    }
  }

  @Test
  void open_anyBitFlippedAtRandom_isRefused() throws IOException {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
    byte[] sound = Files.readAllBytes(file);
    for (int flip = 0; flip < FLIPS; flip++) {
      int place = random.nextInt(8 * sound.length);
      byte[] damaged = sound.clone();
      damaged[place / 8] ^= (byte) (1 << (place % 8));
      Files.write(file, damaged);

      assertThatThrownBy(() -> Keyring.open(file, PASSPHRASE, "shop"))
          .as("seed %d, bit %d", SEED, place)
          .isInstanceOf(RefusedException.class);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "8, 2147483647",
    "8, 262145",
    "8, 0",
    "8, -1",
    "12, 2147483647",
    "12, 11",
    "12, 0",
    "16, 5",
    "16, 0",
    "16, -2147483648"
  })
  void open_fileAsksForTooMuch_isRefusedBeforeAnyIsSpent(int offset, int value) throws IOException {
    byte[] greedy = Files.readAllBytes(file);
    ByteBuffer.wrap(greedy).putInt(offset, value);
    Files.write(file, greedy);

    assertThatThrownBy(() -> Keyring.open(file, PASSPHRASE, "shop"))
        .isInstanceOf(RefusedException.class)
        .hasMessage("keys.sealed is damaged or no key file: restore it from a backup");
  }

  @Test
  void open_missingFile_saysWhatToDo() {
    assertThatThrownBy(() -> Keyring.open(folder.resolve("none.sealed"), PASSPHRASE, "shop"))
        .isInstanceOf(InputException.class)
        .hasMessageEndingWith(
            "none.sealed: there is no key file; put it back from a backup, or make the shop");
  }

  @Test
  void fingerprint_otherLengthThanSha256_isRefused() {
    try (Keyring keyring = Keyring.open(file, PASSPHRASE, "shop")) {
      assertThatThrownBy(() -> keyring.fingerprint(new byte[31]))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("a SHA-256 must have 32 bytes, got 31");
    }
  }

  @Test
  void close_keyring_givesNothingMoreButWhatWasTakenWorks() {
    Keyring keyring = Keyring.open(file, PASSPHRASE, "shop");
    Pseudonymizer taken = keyring.pseudonymizer(Kind.TEXT);
    IdResult before = taken.of("ann");
    keyring.close();

    assertThat(taken.of("ann")).isEqualTo(before);
    assertThatThrownBy(() -> keyring.pseudonymizer(Kind.TEXT))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> keyring.fingerprint(new byte[32]))
        .isInstanceOf(IllegalStateException.class);
  }
}

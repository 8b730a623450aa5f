package io.discreet.engine.keys;

import static org.assertj.core.api.Assertions.assertThat;

import io.discreet.engine.policy.CustomerId.Kind;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.text.Normalizer;
import java.util.List;
import java.util.Random;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PseudonymizerTest {

  private static final byte[] KEY =
      "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private final Pseudonymizer email = new Pseudonymizer(KEY, List.of(), Kind.EMAIL);
  private final Pseudonymizer text = new Pseudonymizer(KEY, List.of(), Kind.TEXT);

  /** The definition, on the platform's own HMAC. */
  private static Pseudonym expected(String normalized) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(KEY, "HmacSHA256"));
    ByteBuffer out = ByteBuffer.wrap(mac.doFinal(normalized.getBytes(StandardCharsets.UTF_8)));
    return new Pseudonym(out.getLong(), out.getLong());
  }

  @ParameterizedTest
  @CsvSource({
    "ann@example.org, ann@example.org",
    "'  Ann@Example.ORG\t', ann@example.org",
    "'\u00a0\u3000\u2007Ann@example.org\u202f\u0085', ann@example.org",
    "'JOSE\u0301@example.org', jos\u00e9@example.org",
    "'Jos\u00c9@example.org', jos\u00e9@example.org",
    "'\u212Aim@example.org', kim@example.org",
    "'\ud83c\udf5e@example.org', '\ud83c\udf5e@example.org'",
    "'a b', 'a b'"
  })
  void of_email_isHmacOfNormalForm(String raw, String normalized) throws GeneralSecurityException {
    assertThat(email.of(raw)).isEqualTo(expected(normalized));
  }

  @ParameterizedTest
  @CsvSource({
    "'  Ann ', Ann",
    "'E\u0301COLE', '\u00c9COLE'",
    "'\u1112\u1161\u11ab', '\ud55c'",
    "0042, 0042"
  })
  void of_text_isHmacOfNormalFormInItsOwnCase(String raw, String normalized)
      throws GeneralSecurityException {
    assertThat(text.of(raw)).isEqualTo(expected(normalized));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\t\r\n", "\u00a0\u2003\u3000\u2028\u0085"})
  void of_nothingButWhiteSpace_isEmpty(String raw) {
    assertThat(text.of(raw)).isEqualTo(IdRefusal.EMPTY);
    assertThat(email.of(raw)).isEqualTo(IdRefusal.EMPTY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\ud83c", "\udf5e", "a\udf5e\ud83cb", "x\ud83c", "\ud83c\ud83c\udf5e"})
  void of_halfSurrogatePair_isInvalid(String raw) {
    assertThat(text.of(raw)).isEqualTo(IdRefusal.INVALID);
    assertThat(email.of(raw)).isEqualTo(IdRefusal.INVALID);
  }

  @Test
  void of_oneKibibyte_isTheLimit() throws GeneralSecurityException {
    assertThat(text.of(" " + "x".repeat(1024) + " ")).isEqualTo(expected("x".repeat(1024)));
    assertThat(text.of("x".repeat(1025))).isEqualTo(IdRefusal.TOO_LONG);
    assertThat(text.of("\u00e9".repeat(512))).isEqualTo(expected("\u00e9".repeat(512)));
    assertThat(text.of("\u00e9".repeat(512) + "x")).isEqualTo(IdRefusal.TOO_LONG);
    assertThat(text.of("e\u0301".repeat(512))).isEqualTo(expected("\u00e9".repeat(512)));
    assertThat(text.of("\u20ac".repeat(1_000_000))).isEqualTo(IdRefusal.TOO_LONG);
    assertThat(text.of(" ".repeat(1_000_000) + "x")).isEqualTo(expected("x"));
  }

  @Test
  void of_afterRefusalOrAnotherId_dependsOnThisIdAlone() throws GeneralSecurityException {
    assertThat(text.of("y".repeat(2000))).isEqualTo(IdRefusal.TOO_LONG);
    assertThat(text.of("\u00e9".repeat(600))).isEqualTo(IdRefusal.TOO_LONG);
    assertThat(text.of("long".repeat(100))).isEqualTo(expected("long".repeat(100)));
    assertThat(text.of("a")).isEqualTo(expected("a"));
  }

  @Test
  void of_randomText_agreesWithItsOwnNormalForm() throws GeneralSecurityException {
    long seed = 31;
    Random random = new Random(seed);
    int[] pool = {
      'a', 'Z', ' ', 0xA0, 0xE9, 0x130, 0x301, 0x307, 0x323, 0x3A3, 0x1E9B, 0x2126, 0x1F82, 0x2F800,
      0x1F35E, 0xAC00, 0x1112, 0x1161
    };
    for (int round = 0; round < 5_000; round++) {
      StringBuilder raw = new StringBuilder("k");
      for (int i = random.nextInt(12); i >= 0; i--) {
        raw.appendCodePoint(pool[random.nextInt(pool.length)]);
      }
      raw.append('k');
      String nfc = Normalizer.normalize(raw, Normalizer.Form.NFC);
      String nfd = Normalizer.normalize(raw, Normalizer.Form.NFD);
      String once = IdText.normalize(raw.toString(), Kind.EMAIL);

      assertThat(text.of(raw.toString()))
          .as("seed %d, round %d", seed, round)
          .isEqualTo(expected(nfc))
          .isEqualTo(text.of(nfd));
      assertThat(email.of(raw.toString()))
          .as("seed %d, round %d", seed, round)
          .isEqualTo(expected(once))
          .isEqualTo(email.of(nfd))
          .isEqualTo(email.of(once));
    }
  }

  @Test
  void of_anotherKey_givesAnotherPseudonym() {
    byte[] other = KEY.clone();
    other[31] ^= 1;

    assertThat(new Pseudonymizer(other, List.of(), Kind.TEXT).of("ann"))
        .isNotEqualTo(text.of("ann"));
  }

  @Test
  void toString_anyOfTheRoom_showsNoKey() {
    assertThat(email.toString()).isEqualTo("Pseudonymizer[EMAIL]");
    assertThat(SipHash24.of(new byte[16]).toString()).isEqualTo("SipHash24");
  }
}

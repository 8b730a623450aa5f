package io.discreet.engine.ledger;

import static io.discreet.engine.ledger.TestLedger.commit;
import static io.discreet.engine.ledger.TestLedger.terms;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.discreet.engine.failure.InputException;
import io.discreet.engine.failure.RefusedException;
import io.discreet.engine.policy.Cap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A damaged ledger is detected and named, or the damage did not matter: nobody's balance is better
 * than it was, and every release is what was stored.
 */
class LedgerDamageTest {

  private static final int PAGE = 4096;
  private static final long SEED = 20261124;

  @TempDir private Path folder;
  private TestLedger test;
  private byte[] whole = {};
  private long[] remaining = {};
  private List<String> releases = List.of();

  @BeforeEach
  void makeLedger() throws IOException {
    test = TestLedger.create(folder);
    try (Ledger ledger = test.open()) {
      commit(ledger, 1, 30, 3, 4, 5);
      commit(ledger, 2, 16, 7);
      ledger.setCap(4, Cap.own(50));
      ledger.forget(7, 1, 2, TestLedger.WITHOUT_CONSENT);
      ledger.registerIntake(
          new IntakeEntry(2, 3, 10, List.of(TestLedger.person(7)), List.of(), false));
      commit(ledger, 3, 5, 10);
      commit(ledger, 4, 5, 1);
      ledger.storeBalances();
      ledger.forget(1, 3, 4, TestLedger.WITHOUT_CONSENT);
      remaining = ledger.standing(terms()).remainingUnits();
      releases = texts(ledger.releases());
    }
    whole = Files.readAllBytes(test.file);
  }

  @Test
  void law6_truncatedLedger_isDetected() throws IOException {
    for (int length = whole.length - 1; length >= 0; length -= PAGE / 2 - 1) {
      // The last pages may be free ones.
      assertThat(outcome(Arrays.copyOf(whole, length)))
          .as("%d bytes", length)
          .isIn(length > whole.length - 3 * PAGE ? List.of("named", "harmless") : List.of("named"));
    }
  }

  @Test
  void open_witnessThatCannotBeLocked_saysWhatToLookFor() throws IOException {
    Path lock = test.file.resolveSibling(Witness.FILE_NAME + ".lock");
    Files.delete(lock);
    Files.createDirectory(lock);
    assertThatThrownBy(() -> test.open().close())
        .isInstanceOf(InputException.class)
        .hasMessageContaining("look for a full disk");
  }

  @Test
  void law6_flippedBits_giveNobodyABetterBalance() throws IOException {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
    Set<Integer> places = new TreeSet<>();
    for (int page = 0; page < whole.length; page += PAGE) {
      int header = page == 0 ? 100 : page;
      for (int bit = 0; bit < 8 * 12; bit++) {
        places.add(8 * header + bit); // the page's header and its first cells' places
      }
    }
    while (places.size() < 3_200) {
      places.add(random.nextInt(8 * whole.length));
    }
    List<String> wrong = new ArrayList<>();
    int named = 0;
    for (int place : places) {
      byte[] damaged = whole.clone();
      damaged[place / 8] ^= (byte) (1 << (place % 8));
      String outcome = outcome(damaged);
      if (outcome.equals("named")) {
        named++;
      } else if (!outcome.equals("harmless")) {
        wrong.add("byte " + place / 8 + " bit " + place % 8 + ": " + outcome);
      }
    }
    assertThat(wrong).as("seed %d", SEED).isEmpty();
    assertThat(named).as("flips that were noticed").isGreaterThan(500);
  }

  @Test
  void law6_damagedWitness_isDetected() throws IOException {
    Path witness = Witness.path(test.file);
    byte[] sound = Files.readAllBytes(witness);
    for (int length = 0; length < sound.length; length++) {
      Files.write(witness, Arrays.copyOf(sound, length));
      assertThat(outcome(whole)).as("%d bytes", length).isEqualTo("named");
    }
    for (int place = 0; place < 8 * sound.length; place++) {
      byte[] damaged = sound.clone();
      damaged[place / 8] ^= (byte) (1 << (place % 8));
      Files.write(witness, damaged);
      // A number that became lower names an entry with another token.
      assertThat(outcome(whole)).as("bit %d", place).isEqualTo("named");
    }
  }

  /** What comes of a ledger file: "named", "harmless", or what went wrong. */
  private String outcome(byte[] bytes) throws IOException {
    Files.write(test.file, bytes);
    Files.deleteIfExists(test.file.resolveSibling("ledger.sqlite-wal"));
    Files.deleteIfExists(test.file.resolveSibling("ledger.sqlite-shm"));
    try (Ledger ledger = test.open()) {
      long[] found = ledger.standing(terms()).remainingUnits();
      for (int i = 0; i < remaining.length; i++) {
        if (i >= found.length || found[i] > remaining[i]) {
          return "a better balance of customer " + i;
        }
      }
      return texts(ledger.releases()).equals(releases) ? "harmless" : "other releases";
    } catch (InputException | LedgerException | RefusedException e) {
      return "named";
    } catch (RuntimeException e) {
      return "not named: " + e;
    }
  }

  private static List<String> texts(List<byte[]> bodies) {
    return bodies.stream().map(Arrays::toString).toList();
  }
}

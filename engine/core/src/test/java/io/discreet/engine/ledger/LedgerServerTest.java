package io.discreet.engine.ledger;

import static io.discreet.engine.ledger.TestLedger.answerKey;
import static io.discreet.engine.ledger.TestLedger.body;
import static io.discreet.engine.ledger.TestLedger.charge;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.discreet.engine.failure.InputException;
import io.discreet.engine.failure.RefusedException;
import io.discreet.engine.policy.LedgerUrl;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What only a ledger on a server can meet: the server dies, refuses, or cannot be trusted. */
class LedgerServerTest {

  private static final long SEED = 20261126;
  private static final int KILLS = Integer.getInteger("discreet.sweep", 2);
  private static final Clock CLOCK = Clock.fixed(TestLedger.NOW, ZoneOffset.UTC);

  @TempDir private Path folder;

  /**
   * Law 5 where the server dies instead of us: whatever a commit returned from is there afterwards,
   * and an outcome that nobody knew is settled by asking again.
   */
  @Test
  void law5_serverKilledWhileCharging_losesNothingThatWasReturned() throws Exception {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
    Path data = folder.resolve("data");
    EmbeddedPostgres server = start(data, 0);
    LedgerPlace place = place(server.getPort());
    Ledger.create(place, TestLedger.FACTS, CLOCK);
    AtomicInteger returned = new AtomicInteger();
    try (Ledger ledger = Ledger.open(place, CLOCK)) {
      ledger.registerIntake(TestLedger.intake(0, 0, TestLedger.CUSTOMERS));
      for (int kill = 0; kill < KILLS; kill++) {
        AtomicBoolean stop = new AtomicBoolean();
        Thread charging = new Thread(() -> chargeUntilItFails(ledger, returned, stop));
        charging.start();
        int enough = returned.get() + random.nextInt(1, 6);
        while (returned.get() < enough && charging.isAlive()) {
          Thread.sleep(1);
        }
        Thread.sleep(random.nextInt(20));
        killServer(data);
        charging.join();
        server.close(); // lets go of the folder
        server = start(data, server.getPort());
        // The same question once more, by the ledger that lived through it.
        assertThat(offer(ledger, returned.get())).isNotNull();
        int next = returned.incrementAndGet();
        for (int id = 0; id < next; id++) {
          assertThat(ledger.find(answerKey(id))).as("seed %d, %d", SEED, id).contains(body(id));
        }
        assertThat(ledger.releases()).hasSize(next);
        assertThat(TestLedger.spent(ledger, 3)).isEqualTo(next);
        assertThat(ledger.audit(Optional.empty()).fault()).isEmpty();
      }
    }
    assertThat(returned.get()).as("charges in all").isGreaterThan(KILLS);
    server.close();
  }

  private static void chargeUntilItFails(
      Ledger ledger, AtomicInteger returned, AtomicBoolean stop) {
    while (!stop.get()) {
      try {
        offer(ledger, returned.get());
        returned.incrementAndGet();
      } catch (LedgerException e) {
        stop.set(true);
      }
    }
  }

  private static CommitResult offer(Ledger ledger, int id) {
    Terms terms = TestLedger.terms(TestLedger.STOCK, 1_000_000);
    return ledger.commit(ledger.standing(terms), terms, charge(id, 1, 3), answerKey(id), body(id));
  }

  private static EmbeddedPostgres start(Path data, int port) throws IOException {
    return start(TestServer.durable(), data, port);
  }

  private static EmbeddedPostgres start(EmbeddedPostgres.Builder server, Path data, int port)
      throws IOException {
    EmbeddedPostgres.Builder builder = server.setDataDirectory(data).setCleanDataDirectory(false);
    return port == 0 ? builder.start() : builder.setPort(port).start();
  }

  /** Every process of that server, with SIGKILL: its postmaster first, so that it starts no new. */
  private static void killServer(Path data) throws Exception {
    long pid = Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip());
    ProcessHandle postmaster = ProcessHandle.of(pid).orElseThrow();
    var others = postmaster.children().toList();
    postmaster.destroyForcibly();
    others.forEach(ProcessHandle::destroyForcibly);
    postmaster.onExit().get();
    for (ProcessHandle other : others) {
      other.onExit().get();
    }
  }

  @Test
  void law5_serverThatMayLoseACommit_isRefused() throws Exception {
    try (EmbeddedPostgres careless = EmbeddedPostgres.builder().start()) {
      assertThatThrownBy(() -> Ledger.create(place(careless.getPort()), TestLedger.FACTS, CLOCK))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("fsync = off");
    }
  }

  /** Laws 5 and 6 where another server than before answers at the address. */
  @Test
  void law6_anotherServerAnswersAfterAFailover_isLookedAtAnew() throws Exception {
    Path data = folder.resolve("data");
    EmbeddedPostgres server = start(data, 0);
    int port = server.getPort();
    LedgerPlace place = place(port);
    Ledger.create(place, TestLedger.FACTS, CLOCK);
    try (Ledger ledger = Ledger.open(place, CLOCK)) {
      ledger.registerIntake(TestLedger.intake(0, 0, TestLedger.CUSTOMERS));
      assertThat(offer(ledger, 0)).isInstanceOf(CommitResult.Committed.class);
      server.close();
      server = start(EmbeddedPostgres.builder(), data, port); // the library's: fsync off
      assertThatThrownBy(() -> offer(ledger, 1))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("fsync = off");
      server.close();
      server = start(folder.resolve("empty"), port);
      assertThatThrownBy(() -> offer(ledger, 1))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("no ledger at");
      server.close();
      Path older = folder.resolve("older");
      server = start(older, port);
      Files.createDirectory(folder.resolve("other"));
      Ledger.create(
          LedgerPlace.of(folder.resolve("other"), Optional.of(address(port)), TestServer.ACCESS),
          TestLedger.FACTS,
          CLOCK);
      assertThatThrownBy(() -> offer(ledger, 1))
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining("restored from a backup");
      server.close();
      server = start(data, port);
      assertThat(offer(ledger, 1)).isInstanceOf(CommitResult.Committed.class);
      assertThat(ledger.audit(Optional.empty()).fault()).isEmpty();
    }
    server.close();
  }

  @ParameterizedTest
  @CsvSource({
    "postgres?currentSchema=nowhere, postgres, no ledger at",
    "nowhere, postgres, no such database",
    "postgres, nobody, refuses the login",
  })
  void open_wrongAddressOrLogin_saysWhatToDo(String database, String user, String message) {
    String address = TestServer.newSchema().replaceFirst("/postgres.*", "/" + database);
    LedgerPlace place =
        LedgerPlace.of(
            folder,
            Optional.of(new LedgerUrl(address)),
            Map.of("DISCREET_LEDGER_USER", user, "DISCREET_LEDGER_PASSWORD", "secret"));
    assertThatThrownBy(() -> Ledger.open(place, CLOCK))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(message)
        .hasMessageNotContaining("secret");
  }

  @Test
  void open_serverNotThere_saysSo() {
    assertThatThrownBy(() -> Ledger.open(place(1), CLOCK))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("cannot be reached");
  }

  @Test
  void create_whereALedgerIs_isRefused() throws Exception {
    TestLedger test = TestLedger.create(Backend.POSTGRES, folder);
    Files.delete(Witness.path(test.file));
    assertThatThrownBy(() -> Ledger.create(test.place(), TestLedger.FACTS, CLOCK))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("already holds a ledger");
  }

  /** What was committed is done, even where old bytes cannot be cleared away just now. */
  @Test
  void law5_forgottenAndRotatedWhileSomebodyReads_isDoneAndSaysThatOldBytesStay() throws Exception {
    TestLedger test = TestLedger.create(Backend.POSTGRES, folder);
    try (Ledger ledger = test.open();
        Connection reader = test.connect()) {
      TestLedger.commit(ledger, 1, 10, 3);
      reader.setAutoCommit(false);
      Jdbc.first(reader, "SELECT count(*) FROM charge", row -> row.getLong(1));
      assertThat(ledger.forget(3, 1, 2, TestLedger.WITHOUT_CONSENT).logErased()).isFalse();
      assertThat(ledger.rotate("a".repeat(64), TestLedger.rotation(folder), 2, 3)).isFalse();
      assertThat(TestLedger.commit(ledger, 2, 10, 4)).isInstanceOf(CommitResult.Committed.class);
      assertThat(ledger.audit(Optional.empty()).fault()).isEmpty();
      reader.rollback();
    }
    assertThat(test.remaining()[3]).isEqualTo(Standing.OUT);
  }

  @ParameterizedTest
  @CsvSource({
    "UPDATE charge SET worst_case_units = 1, is not what",
    "'UPDATE charge SET payers = substr(payers, 2)', is not what",
    "DELETE FROM release, release 2 is not what",
    "DELETE FROM charge, charge 2 is not what",
    "DELETE FROM seal WHERE part = 'charge 2', is not linked",
    "UPDATE entry SET at = at - 1 WHERE sequence = 2, is not linked",
    "DELETE FROM registry_block, is not what",
    "UPDATE cap SET epsilon = 3, is not what",
  })
  void audit_rowChangedBehindTheLedger_isNamed(String change, String fault) throws Exception {
    TestLedger test = TestLedger.create(Backend.POSTGRES, folder);
    try (Ledger ledger = test.open()) {
      TestLedger.commit(ledger, 1, 30, 3, 4);
      ledger.setCap(3, io.discreet.engine.policy.Cap.own(2));
      assertThat(ledger.audit(Optional.empty()).fault()).isEmpty();
    }
    test.change(change);
    try (Ledger ledger = test.open()) {
      assertThat(ledger.audit(Optional.empty()).fault().orElseThrow()).contains(fault);
    } catch (InputException named) {
      assertThat(named).hasMessageContaining(fault);
    }
  }

  private LedgerPlace place(int port) {
    return LedgerPlace.of(folder, Optional.of(address(port)), TestServer.ACCESS);
  }

  private static LedgerUrl address(int port) {
    return new LedgerUrl("jdbc:postgresql://localhost:" + port + "/postgres");
  }
}

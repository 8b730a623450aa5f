package io.discreet.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.discreet.engine.ledger.ChildJvm;
import io.discreet.engine.ledger.Crowd;
import io.discreet.engine.plan.Share;
import io.discreet.engine.policy.Cap;
import io.discreet.engine.query.SegmentQuery;
import io.discreet.engine.release.Release;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Laws 3, 5, 11 and 12 for whole engines: processes with many threads each ask the same and
 * different questions, with scans that read the vault, while an operator writes one vault
 * generation after the other. The big crowd, which also prints how many queries a second it got
 * through:
 *
 * <pre>
 * mvn -pl engine/core -am test -Dtest=EngineCrowdTest -Dsurefire.failIfNoSpecifiedTests=false \
 *     -Ddiscreet.crowd.processes=4 -Ddiscreet.crowd.threads=16 -Ddiscreet.crowd.own=6
 * </pre>
 */
class EngineCrowdTest {

  private static final int PROCESSES = Integer.getInteger("discreet.crowd.processes", 2);
  private static final int THREADS = Integer.getInteger("discreet.crowd.threads", 2);
  private static final int OWN = Integer.getInteger("discreet.crowd.own", 4);
  private static final int SHARED = 4;
  private static final int INTAKES = 5;
  private static final int CUSTOMERS = 50;

  /** A cap far below what all questions cost together. */
  private static final double CAP = 0.25;

  private static final String CAPPED = TestShop.rawId(1);
  private static final String OPEN = TestShop.rawId(2);

  @TempDir private Path temporary;

  /** One process of the crowd: its arguments are the shop's temporary folder and its number. */
  static final class Child {
    private Child() {}

    public static void main(String[] arguments) throws Exception {
      TestShop shop = TestShop.in(Path.of(arguments[0]));
      int process = Integer.parseInt(arguments[1]);
      int threads = Integer.parseInt(arguments[2]);
      int own = Integer.parseInt(arguments[3]);
      // As a server would share one door, and another program open one of its own.
      try (Discreet one = shop.open();
          Discreet other = shop.open()) {
        Crowd.run(
            threads,
            thread -> {
              int first = SHARED + (process * threads + thread) * own;
              ask(thread % 2 == 0 ? one : other, first, own);
            });
        System.out.println("done");
      }
    }

    private static void ask(Discreet door, int first, int own) {
      for (int i = 0; i < Math.max(SHARED, own); i++) {
        if (i < SHARED) {
          answer(door, i);
        }
        if (i < own) {
          answer(door, first + i);
        }
      }
    }

    /** Says question, data version and release. */
    private static void answer(Discreet door, int question) {
      Release release = door.run(question(question), Share.percent(0.2));
      System.out.println(question + " " + release.dataVersion() + " " + release.id());
    }
  }

  private static SegmentQuery question(int number) {
    return SegmentQuery.parse(
        "SELECT city, COUNT(DISTINCT customer), SUM(amount) FROM purchases WHERE amount > -"
            + (100 + number)
            + " GROUP BY city",
        "stock-planning");
  }

  @Test
  void laws_crowdOfEnginesDuringIntakes_noDoubleSpendNoLostReleaseNoDeadlock() throws Exception {
    TestShop shop =
        TestShop.filled(
            temporary, TestShop.POLICY.replace("period: month", "period: year"), 7, CUSTOMERS);
    try (Operator operator = shop.operate()) {
      operator.cap(CAPPED, Cap.own(CAP));
    }
    int questions = SHARED + PROCESSES * THREADS * OWN;
    int answers = PROCESSES * THREADS * (SHARED + OWN);
    Map<String, String> said = new HashMap<>();
    double seconds;
    try (Crowd crowd = Crowd.start(PROCESSES, this::start)) {
      long begun = System.nanoTime();
      List<ChildJvm> children = crowd.go();
      takeIn(shop);
      for (ChildJvm child : children) {
        for (int i = 0; i < answers / PROCESSES; i++) {
          String[] words = child.read().split(" ", -1); // fails where a deadlock keeps it silent
          String question = words[0] + " of " + words[1];
          assertThat(said.merge(question, words[2], (old, now) -> now))
              .as("one release for question %s of one data version", question)
              .isEqualTo(words[2]);
        }
        assertThat(child.read()).isEqualTo("done");
      }
      seconds = (System.nanoTime() - begun) / 1e9;
      crowd.await();
    }
    System.out.printf(
        "%d processes of %d threads: %d answers, %d of them drawn, in %.1f s%n",
        PROCESSES, THREADS, answers, said.size(), seconds);
    assertThat(said).hasSizeGreaterThanOrEqualTo(questions);
    try (Discreet analyst = shop.open();
        Operator operator = shop.operate()) {
      assertThat(analyst.releases().stream().map(Release::id))
          .as("what was returned is stored, and nothing else was drawn")
          .containsExactlyInAnyOrderElementsOf(said.values());
      assertThat(analyst.releases().stream().map(Release::dataVersion))
          .allSatisfy(version -> assertThat(version).isBetween(3L, 3L + INTAKES));
      Statement open = operator.statement(OPEN);
      assertThat(open.uses()).as("in every answer, and paid for each once").hasSize(said.size());
      assertThat(open.uses().stream().mapToDouble(Statement.Use::share).sum())
          .isCloseTo(open.periodShare(), Offset.offset(1e-9));
      Statement capped = operator.statement(CAPPED);
      assertThat(capped.periodEpsilon()).isLessThanOrEqualTo(CAP);
      assertThat(capped.uses().size()).isBetween(1, said.size() - 1);
      assertThat(open.rowCounts().get("purchases"))
          .as("rows of every intake")
          .isGreaterThan(INTAKES);
      assertThat(operator.audit(Optional.empty()).releases()).isEqualTo(said.size());
    }
    assertThat(shop.vaultFiles()).containsExactly("vault-" + (2 + INTAKES) + ".duckdb");
  }

  private ChildJvm start(int process) throws IOException {
    return ChildJvm.start(
        temporary,
        Child.class,
        temporary.toString(),
        String.valueOf(process),
        String.valueOf(THREADS),
        String.valueOf(OWN));
  }

  private static void takeIn(TestShop shop) {
    try (Operator operator = shop.operate()) {
      for (int i = 0; i < INTAKES; i++) {
        StringBuilder rows = new StringBuilder("email,day,category,amount\n");
        for (int customer = 0; customer < CUSTOMERS; customer++) {
          rows.append(TestShop.rawId(customer)).append(",2026-11-0").append(1 + i);
          rows.append(",bread,5.00\n");
        }
        operator.intake(
            "purchases", List.of(shop.file("rows-" + i + ".csv", rows)), TestShop.options());
      }
    }
  }
}

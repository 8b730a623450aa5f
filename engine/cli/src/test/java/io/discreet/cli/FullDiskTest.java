package io.discreet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.discreet.cli.CliShop.Outcome;
import io.discreet.engine.Discreet;
import io.discreet.engine.Operator;
import io.discreet.engine.release.Release;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Laws 5 and 6 on a disk that fills up at another point of the work each time: what was reported as
 * done is there, what was not says so in one line, and the shop works on when there is room again.
 */
class FullDiskTest {

  @TempDir private Path temporary;

  @Test
  @EnabledOnOs(OS.LINUX) // where a process can have a file system of its own
  void laws5And6_diskFull_oneLineAndNothingLost() throws Exception {
    OwnDisk.run(temporary, 24, Child.class);
  }

  /** Works on a full disk; its only argument is the folder where that is mounted. */
  static final class Child {

    /** Bytes left when the work begins. */
    private static final int[] ROOM = {0, 40 << 10, 200 << 10, 600 << 10};

    private static final List<String> KINDS =
        List.of("query", "consent", "cap", "intake", "forget", "nightly", "rotate");

    private final Path disk;
    private final CliShop shop;
    private final Set<String> stored = new HashSet<>();
    private final Set<String> outcomes = new TreeSet<>();
    private double spent;
    private int question;

    private Child(Path disk) {
      this.disk = disk;
      this.shop = CliShop.filled(disk, CliShop.POLICY);
    }

    public static void main(String[] arguments) throws Exception {
      new Child(Path.of(arguments[0])).run();
    }

    private void run() throws IOException {
      shop.file("one.txt", CliShop.rawId(1) + "\n");
      prepare();
      Outcome first = shop.run(command("query"));
      verifyReleases(first, "query", first.toString());
      verifyBooks();
      for (int room : ROOM) {
        for (String kind : KINDS) {
          prepare();
          fill(room);
          Outcome outcome = shop.run(command(kind));
          Files.delete(disk.resolve("filler"));
          String what = kind + " with " + room + " bytes left: " + outcome;
          System.out.println(what);
          outcomes.add(kind + (outcome.code() == 0 ? " done" : " failed"));
          if (outcome.code() != 0) {
            isToldInOneLine(outcome, what);
          }
          verifyReleases(outcome, kind, what);
        }
        verifyBooks();
      }
      KINDS.forEach(this::succeeds);
      verifyBooks();
      assertThat(outcomes).as("each met a full disk").hasSizeGreaterThan(KINDS.size());
    }

    private static void isToldInOneLine(Outcome outcome, String what) {
      assertThat(outcome.code()).as(what).isIn(1, 2, 3);
      List<String> failures =
          outcome.err().lines().filter(line -> !line.contains("broken off")).toList();
      assertThat(failures).as(what).hasSize(1);
      assertThat(outcome.err())
          .as(what)
          .contains("full")
          .doesNotContain("something went wrong", "Exception");
    }

    /** New files and a new question for each try, because the same ones would be known. */
    private void prepare() {
      question++;
      StringBuilder rows = new StringBuilder("email,day,category,amount,pieces\n");
      for (int i = 0; i < 3_000; i++) {
        rows.append(CliShop.rawId(i % 700)).append(",2026-05-01,bread,3.00,").append(question % 40);
        rows.append('\n');
      }
      shop.file("rows.csv", rows);
      shop.file(
          "plan.yaml",
          "purpose: recommendations\nspend: 1%\nqueries:\n  - name: q"
              + question
              + "\n    query: SELECT city, COUNT(*) FROM purchases GROUP BY city\n");
      shop.file("forget.txt", CliShop.rawId(10 + question) + "\n");
    }

    private String[] command(String kind) {
      String folder = shop.path();
      return switch (kind) {
        case "query" ->
            new String[] {
              "query",
              folder,
              "SELECT COUNT(*) FROM purchases WHERE pieces > "
                  + question % 40
                  + " AND amount > 0."
                  + question,
              "--purpose",
              "stock-planning",
              "--spend",
              "0.1%"
            };
        case "consent" -> new String[] {"consent", folder, shop.at("consents.csv")};
        case "cap" -> new String[] {"cap", folder, "--strict", "--id-file", shop.at("one.txt")};
        case "intake" -> new String[] {"intake", folder, "purchases", shop.at("rows.csv")};
        case "forget" -> new String[] {"forget", folder, "--id-file", shop.at("forget.txt")};
        case "nightly" -> new String[] {"nightly", folder, shop.at("plan.yaml")};
        default -> new String[] {"rotate", folder};
      };
    }

    private void succeeds(String kind) {
      prepare();
      shop.done(command(kind));
    }

    private void fill(int room) throws IOException {
      try (OutputStream out = Files.newOutputStream(disk.resolve("filler"))) {
        byte[] page = new byte[4096];
        while (Files.getFileStore(disk).getUsableSpace() > room) {
          out.write(page);
        }
      }
    }

    private void verifyReleases(Outcome outcome, String kind, String what) {
      Set<String> before = new HashSet<>(stored);
      try (Discreet analyst = Discreet.open(Path.of(shop.path()))) {
        analyst.releases().stream().map(Release::id).forEach(stored::add);
        assertThat(analyst.releases()).as(what).hasSize(stored.size());
      }
      boolean answered = outcome.code() == 0 && List.of("query", "nightly").contains(kind);
      assertThat(stored.size() - before.size()).as(what).isEqualTo(answered ? 1 : 0);
    }

    private void verifyBooks() {
      Path folder = Path.of(shop.path());
      try (Operator operator = Discreet.operate(folder, CliShop.PASSPHRASE.toCharArray())) {
        operator.audit(Optional.empty()); // throws where it finds a fault
        double now = operator.statement(CliShop.rawId(1)).periodShare();
        assertThat(now).isGreaterThanOrEqualTo(spent);
        spent = now;
      }
    }
  }
}

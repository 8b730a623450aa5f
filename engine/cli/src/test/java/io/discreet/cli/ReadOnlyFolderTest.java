package io.discreet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.discreet.cli.CliShop.Outcome;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * A shop in a place that is mounted read-only: every command says in one line what to do, changes
 * nothing, and works when the place may be written to again.
 */
class ReadOnlyFolderTest {

  @TempDir private Path temporary;

  @Test
  @EnabledOnOs(OS.LINUX) // where a process can have a file system of its own
  void everyCommand_folderReadOnly_saysWhatToDoInOneLine() throws Exception {
    OwnDisk.run(temporary, 24, Child.class);
  }

  /** Works on a read-only disk; its only argument is the folder where that is mounted. */
  static final class Child {

    private static final String PLAN =
        """
        purpose: recommendations
        spend: 1%
        queries:
          - name: customers-by-city
            query: SELECT city, COUNT(*) FROM purchases GROUP BY city
        """;

    private Child() {}

    public static void main(String[] arguments) throws Exception {
      Path disk = Path.of(arguments[0]);
      CliShop shop = CliShop.filled(disk, CliShop.POLICY);
      shop.file("one.txt", CliShop.rawId(1) + "\n");
      shop.file("plan.yaml", PLAN);
      shop.file("more.csv", "email,day,category,amount,pieces\na@b.org,2026-05-01,bread,3,1\n");
      shop.done(query(shop, "city"));
      Map<String, String> before = shop.bytes();
      List<String[]> commands =
          List.of(
              query(shop, "city"),
              query(shop, "category"),
              words("nightly", shop.path(), shop.at("plan.yaml")),
              words("intake", shop.path(), "purchases", shop.at("more.csv")),
              words("consent", shop.path(), shop.at("consents.csv")),
              words("cap", shop.path(), "--strict", "--id-file", shop.at("one.txt")),
              words("statement", shop.path(), "--id-file", shop.at("one.txt")),
              words("forget", shop.path(), "--id-file", shop.at("one.txt")),
              words("audit", shop.path()),
              words("rotate", shop.path()),
              words("budget", shop.path()),
              words("releases", shop.path()),
              words("init", shop.at("other"), "--policy", shop.at("policy.yaml")));
      mount("ro", disk);
      for (String[] command : commands) {
        Outcome outcome = shop.run(command);
        String what = String.join(" ", command) + ": " + outcome;
        System.out.println(what);
        assertThat(outcome.code()).as(what).isEqualTo(2);
        assertThat(outcome.out()).as(what).isEmpty();
        assertThat(outcome.err().lines()).as(what).hasSize(1);
        assertThat(outcome.err()).as(what).contains("writable", disk.toString());
      }
      assertThat(shop.bytes()).isEqualTo(before);
      mount("rw", disk);
      for (String[] command : commands) {
        shop.done(command);
      }
    }

    private static String[] query(CliShop shop, String column) {
      String text = "SELECT " + column + ", COUNT(*) FROM purchases GROUP BY " + column;
      return words("query", shop.path(), text, "--purpose", "stock-planning", "--spend", "1%");
    }

    private static String[] words(String... words) {
      return words;
    }

    private static void mount(String how, Path disk) throws Exception {
      Process mount =
          new ProcessBuilder("mount", "-o", "remount," + how, disk.toString()).inheritIO().start();
      assertThat(mount.waitFor()).isZero();
    }
  }
}

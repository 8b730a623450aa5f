package io.discreet.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.discreet.engine.failure.InputException;
import io.discreet.engine.failure.StorageException;
import io.discreet.engine.intake.IntakeOptions;
import io.discreet.engine.vault.VaultDump;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows that are surveyed, routed and written in parts become what the rows of files become. */
class PartedIntakeTest {
  private static final int LINES = 200;
  private static final IntakeOptions ANY_FAULTS =
      new IntakeOptions(1, true, (rows, bytes, total) -> {});

  @TempDir private Path temporary;

  private static String rows(int seed) {
    return IntStream.range(0, LINES)
        .mapToObj(
            i ->
                "c%d@example.org,2026-11-%02d,%s,%d.50\n"
                    .formatted(
                        (i * 37 + seed) % 61,
                        1 + i % 20,
                        TestShop.CATEGORIES.get((i + seed) % 3),
                        i % 9))
        .collect(Collectors.joining("", "email,day,category,amount\n", ""));
  }

  @Test
  void law10_partitions_becomeWhatTheirFilesBecome() throws Exception {
    Path one = Files.createDirectory(temporary.resolve("one"));
    TestShop byFile = TestShop.create(one, TestShop.POLICY);
    TestShop byParts = TestShop.in(one).copiedTo(Files.createDirectory(temporary.resolve("other")));
    List<Path> files = List.of(byFile.file("a.csv", rows(1)), byFile.file("b.csv", rows(2)));
    try (Operator whole = byFile.operate();
        Operator divided = byParts.operate()) {
      assertThat(divided.intake("purchases", new LocalParts(files, 5), TestShop.options()))
          .isEqualTo(whole.intake("purchases", files, TestShop.options()));
      divided.audit(Optional.empty());
    }
    assertThat(VaultDump.of(byParts.folder, 1))
        .hasSizeGreaterThan(2 * LINES)
        .isEqualTo(VaultDump.of(byFile.folder, 1));
  }

  @Test
  void sourceThatChangesBetweenItsReadings_isRefused() throws IOException {
    TestShop shop = TestShop.create(temporary, TestShop.POLICY);
    Path file = shop.file("a.csv", rows(1));
    List<String> lines = rows(1).lines().toList();
    String otherOrder =
        lines.get(0)
            + "\n"
            + lines.subList(1, lines.size()).stream()
                .sorted()
                .collect(Collectors.joining("\n", "", "\n"));
    for (String other : List.of(otherOrder, rows(2), lines.get(0) + "\n")) {
      shop.file("a.csv", rows(1));
      LocalParts changing =
          new LocalParts(
              List.of(file),
              3,
              () -> {
                try {
                  Files.writeString(file, other);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      try (Operator operator = shop.operate()) {
        assertThatThrownBy(() -> operator.intake("purchases", changing, TestShop.options()))
            .isInstanceOf(StorageException.class)
            .hasMessageContaining("changed while they were taken in");
      }
      assertThat(shop.vaultFiles()).isEmpty();
    }
  }

  @Test
  void sourceThatChangesBeforeDuplicatesAreDropped_isRefused() throws IOException {
    TestShop shop = TestShop.create(temporary, TestShop.POLICY);
    String header = "email,city\n";
    Path first = shop.file("first.csv", header + "a@example.org,Leeds\n");
    Path second = shop.file("second.csv", "");
    String rows = "b@example.org,York\na@example.org,Hull\nc@example.org,Leeds\n";
    String exchanged = "c@example.org,York\na@example.org,Hull\nb@example.org,Leeds\n";
    for (String other : List.of(rows, exchanged)) {
      shop.file("second.csv", header + rows);
      LocalParts parts =
          new LocalParts(List.of(first, second), 2, () -> shop.file("second.csv", header + other));
      try (Operator operator = shop.operate()) {
        if (other.equals(rows)) {
          assertThat(operator.intake("customers", parts, ANY_FAULTS).rowsKept()).isEqualTo(3);
        } else {
          assertThatThrownBy(() -> operator.intake("customers", parts, ANY_FAULTS))
              .isInstanceOf(StorageException.class)
              .hasMessageContaining("changed while they were taken in");
        }
      }
    }
  }

  @Test
  void noPartition_andTooManyBadRows_areAnsweredAsFilesAre() throws IOException {
    TestShop shop = TestShop.create(temporary, TestShop.POLICY);
    Path bad = shop.file("bad.csv", "email,day,category,amount\n,2026-11-01,bread,1.00\n");
    try (Operator operator = shop.operate()) {
      assertThatThrownBy(
              () ->
                  operator.intake("purchases", new LocalParts(List.of(bad), 2), TestShop.options()))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("the files: 1 of 1 rows are bad");
      assertThat(shop.vaultFiles()).isEmpty();
      assertThat(
              operator
                  .intake("purchases", new LocalParts(List.of(), 2), TestShop.options())
                  .rowsKept())
          .isZero();
    }
  }
}

package io.discreet.engine.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.discreet.engine.failure.InputException;
import io.discreet.engine.failure.RowFault;
import io.discreet.engine.keys.Keyring;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of a shop's files. */
class IntakeTest {

  private static final IntakeOptions ANY_FAULTS = options(1.0);
  private static final String HEADER = "email,day,product,amount\n";

  @TempDir private static Path sealedOnce;
  private static Keyring keyring;
  @TempDir private Path folder;

  @BeforeAll
  static void makeKeys() {
    Path file = sealedOnce.resolve("keys.sealed");
    Keyring.create(file, "a passphrase".toCharArray(), "shop");
    keyring = Keyring.open(file, "a passphrase".toCharArray(), "shop");
  }

  @AfterAll
  static void forgetKeys() {
    keyring.close();
  }

  private static IntakeOptions options(double maxBadRows) {
    return new IntakeOptions(maxBadRows, false, (rows, bytes, total) -> {});
  }

  private IntakeBench bench() {
    return new IntakeBench(folder, keyring);
  }

  private static byte[] gzip(String... members) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (String member : members) {
      try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
        gzip.write(member.getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
    return out.toByteArray();
  }

  /** The refusal of a file, which holds no word of a row, nor does anything that caused it. */
  private static String refusal(IntakeBench bench, Path... files) {
    Throwable thrown = catchThrowable(() -> bench.take("purchases", IntakeOptions.DEFAULT, files));
    assertThat(thrown).isInstanceOf(InputException.class);
    StringWriter trace = new StringWriter();
    thrown.printStackTrace(new PrintWriter(trace));
    assertThat(trace.toString()).doesNotContainIgnoringCase("secret");
    assertThat(thrown.getMessage()).doesNotContain("\n", "\r");
    return String.valueOf(thrown.getMessage());
  }

  @Test
  void formats_sameRows_giveTheSameVault() {
    String csv =
        """
        email,day,product,amount,note
        Ann@x.org,2026-01-31,rye,1.50,n
        bob@x.org,2026-06-30T23:30:00Z,"a ""b"", c",-3,n
        ann@x.org,,,,n
        cy@x.org,2026-02-01,é🍞,0.125,n
        """;
    String reordered =
        """
        \ufeffnote;amount;product;day;email
        """
                .replace(';', ',')
            + "n, 1.5 ,rye,2026-01-31T00:00:00,ann@X.org \n\n"
            + "n,-3.0,\"a \"\"b\"\", c\",2026-07-01, bob@x.org\n"
            + "n,,\"\",,ann@x.org\n"
            + "n,125e-3,e\u0301🍞,2026-02-01,cy@x.org";
    String json =
        """
        {"email": "ann@x.org", "day": "2026-01-31", "product": "rye", "amount": 1.50, "n": [1]}

        {"amount": -3, "product": "a \\"b\\", c", "day": "2026-06-30T23:30:00Z", "email": "bob@x.org"}
        {"email": "ann@x.org", "product": null, "amount": ""}
        {"email": "cy@x.org", "day": "2026-02-01", "product": "\\u00e9\\ud83c\\udf5e", "amount": "0.125"}
        """;
    IntakeBench first = bench();
    first.take("purchases", ANY_FAULTS, first.file("a.csv", csv));
    List<String> expected = first.dump("purchases");
    assertThat(expected).hasSize(4).contains("1|2026-07-01|a \"b\", c|-300", "0|-|-|-");
    for (int i = 0; i < 7; i++) {
      IntakeBench bench = bench();
      Path file =
          switch (i) {
            case 0 -> bench.file("a.csv.gz", gzip(csv));
            case 1 -> bench.file("b.csv", reordered.replace("\n", "\r\n"));
            case 2 -> bench.file("a.jsonl", json);
            case 3 -> bench.file("a.json.gz", gzip("\ufeff" + json.replace("\n", "\r\n")));
            case 4 ->
                bench.file("two-members.csv.gz", gzip(csv.substring(0, 70), csv.substring(70)));
            case 5 -> bench.file("carriage-returns.csv", csv.replace('\n', '\r'));
            default ->
                bench.parquet(
                    "a.parquet",
                    """
                    SELECT * FROM (VALUES
                      ('ann@x.org', TIMESTAMPTZ '2026-01-31 00:00:00+00', 'rye', 1.500, 1),
                      ('bob@x.org', TIMESTAMPTZ '2026-06-30 23:30:00+00', 'a "b", c', -3, 2),
                      ('ann@x.org', NULL, NULL, NULL, 3),
                      ('cy@x.org', TIMESTAMPTZ '2026-02-01 00:00:00+00', 'é🍞', 0.125, 4)
                    ) rows(email, day, product, amount, note)
                    """);
          };
      IntakeSummary summary = bench.take("purchases", ANY_FAULTS, file);
      assertThat(bench.dump("purchases")).as("%s", file.getFileName()).isEqualTo(expected);
      assertThat(summary.rowsRead()).as("%s", file.getFileName()).isEqualTo(4);
      assertThat(summary.rowsRefused()).isEmpty();
      assertThat(summary.customers()).isEqualTo(3);
    }
  }

  @Test
  void csvRow_withAFault_isSetAsideAloneAndCountedByKind() {
    String long1k = "x".repeat(1024);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (String row :
        List.of(
            "good1@x.org,2026-01-01,\"two\nlines, \r\n \"\"quoted\"\"\",1",
            "secret@x.org,2026-01-01,rye",
            "secret@x.org,2026-01-01,rye,1,2",
            "secret@x.org,2026-02-30,rye,1",
            "secret@x.org,2026-01-01,rye,1.5.secret",
            "secret@x.org,2026-01-01,rye,NaN",
            "secret@x.org,2026-01-01,rye,3\u00004",
            " \u00a0,2026-01-01,rye,1",
            long1k + "y,2026-01-01,rye,1",
            "secret@x.org,2026-01-01,\ufffe\ufffe,1",
            "secret@x.org,2026-01-01," + long1k + "y,1",
            "secret@x.org,2026-01-01,\"secret\"secret,1",
            "secret@x.org,2026-01-01,\"secret,1",
            long1k + ",2026-01-01," + long1k + ",1",
            "good2@x.org,2026-01-01,r\u0000ye,900")) {
      // U+FFFE stands for bytes that are no UTF-8.
      bytes.writeBytes(
          new String((row + "\n").getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1)
              .replace("\u00ef\u00bf\u00be", "\u00ff")
              .getBytes(StandardCharsets.ISO_8859_1));
    }
    IntakeBench bench = bench();
    byte[] rows = bytes.toByteArray();
    byte[] all =
        Arrays.copyOf(HEADER.getBytes(StandardCharsets.UTF_8), HEADER.length() + rows.length);
    System.arraycopy(rows, 0, all, HEADER.length(), rows.length);
    IntakeSummary summary = bench.take("purchases", ANY_FAULTS, bench.file("a.csv", all));
    assertThat(summary.rowsRefused())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                RowFault.WRONG_NUMBER_OF_FIELDS, 2L,
                RowFault.UNPARSABLE_DATE, 1L,
                RowFault.UNPARSABLE_NUMBER, 3L,
                RowFault.EMPTY_ID, 1L,
                RowFault.ID_TOO_LONG, 1L,
                RowFault.INVALID_UTF8, 1L,
                RowFault.VALUE_TOO_LONG, 1L,
                RowFault.BROKEN_QUOTES, 2L));
    assertThat(summary.rowsRead()).isEqualTo(15);
    assertThat(summary.rowsKept()).isEqualTo(3);
    assertThat(summary.valuesAdjusted()).isEqualTo(Map.of("amount", 1L));
    assertThat(bench.dump("purchases"))
        .containsExactly(
            "0|2026-01-01|two\nlines, \r\n \"quoted\"|100",
            "1|2026-01-01|" + long1k + "|100",
            "2|2026-01-01|r\u0000ye|50000");
  }

  @Test
  void jsonRow_withAFault_isSetAsideAloneAndCountedByKind() {
    String good = "{\"email\": \"ann@x.org\", \"day\": null, \"product\": \"rye\", \"amount\": 1}";
    String rows =
        String.join(
            "\n",
            good,
            "{\"email\": \"secret\", \"amount\": 1",
            "secret",
            "[\"secret\"]",
            good + good,
            "{\"email\": \"secret\", \"email\": \"twice\"}",
            "{\"email\": \"secret\", \"amount\": NaN}",
            "{\"email\": [\"secret\"], \"amount\": 1}",
            "{\"email\": \"secret\", \"product\": {\"secret\": 1}}",
            "{\"email\": \"\\ud800\"}",
            "{\"product\": \"rye\"}",
            "{\"email\": \"secret\", \"amount\": \"much\"}",
            "{\"email\": \"secret\", \"amount\": true}",
            "{\"email\": \"secret\", \"day\": 20260101}",
            "[".repeat(5_000),
            good.replace("ann", "bob"));
    IntakeBench bench = bench();
    IntakeSummary summary = bench.take("purchases", ANY_FAULTS, bench.file("a.jsonl", rows));
    assertThat(summary.rowsRefused())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                RowFault.INVALID_JSON, 7L,
                RowFault.NESTED_VALUE, 2L,
                RowFault.INVALID_UTF8, 1L,
                RowFault.EMPTY_ID, 1L,
                RowFault.UNPARSABLE_NUMBER, 2L,
                RowFault.UNPARSABLE_DATE, 1L));
    assertThat(bench.dump("purchases")).containsExactly("0|-|rye|100", "1|-|rye|100");
  }

  @Test
  void duplicateCustomer_inATableOfOneRowEach_isABadRow() {
    IntakeBench bench = bench();
    IntakeSummary summary =
        bench.take(
            "customers",
            ANY_FAULTS,
            bench.file("a.csv", "email,city\nann@x.org,Leeds\nANN@x.org ,York\n"),
            bench.file("b.csv", "city,email\nHull,bob@x.org\nYork,ann@x.org\n"));
    assertThat(summary.rowsRefused()).isEqualTo(Map.of(RowFault.DUPLICATE_CUSTOMER, 2L));
    assertThat(bench.dump("customers")).containsExactly("0|Leeds", "1|other");
    bench.take("customers", ANY_FAULTS, bench.file("c.csv", "email,city\nann@x.org,York\n"));
    assertThat(bench.dump("customers")).containsExactly("0|York", "1|other");
  }

  @ParameterizedTest
  @CsvSource({
    "100, 1, 0.01, true", "100, 2, 0.01, false", "99, 1, 0.01, false", "100, 29, 0.29, true",
    "100, 30, 0.29, false", "10, 0, 0, true", "1000, 1, 0, false", "1000, 1, 0.001, true",
    "3, 3, 1, true", "1100, 77, 0.07, true"
  })
  void badRows_upToTheLimit_areAcceptedExactly(int rows, int bad, double limit, boolean accepted) {
    FaultTally tally = new FaultTally();
    for (int row = 0; row < rows; row++) {
      tally.row();
      if (row < bad) {
        tally.fault(RowFault.EMPTY_ID);
      }
    }
    Throwable thrown = catchThrowable(() -> tally.requireAtMost(limit, "a.csv"));
    if (accepted) {
      assertThat(thrown).isNull();
    } else {
      assertThat(thrown)
          .isInstanceOf(InputException.class)
          .hasMessageStartingWith("a.csv: " + bad + " of " + rows + " rows are bad")
          .hasMessageEndingWith(
              bad
                  + " empty id; nothing was changed, mend the rows or allow more with"
                  + " --max-bad-rows");
    }
  }

  @Test
  void tooManyBadRows_overAllFiles_leaveTheVaultAsItWas() throws IOException {
    IntakeBench bench = bench();
    String good = "ann@x.org,,rye,1\n".repeat(99);
    String bad = "secret@x.org,,rye,secret\n";
    Path edge = bench.file("edge.csv", HEADER + good + bad);
    bench.take("purchases", IntakeOptions.DEFAULT, edge);
    List<String> before = bench.dump("purchases");
    assertThat(before).hasSize(99);
    List<Path> files = list(bench.shop);
    Path worse = bench.file("worse.csv", HEADER + bad + bad + good.substring(0, 17 * 98));
    assertThat(refusal(bench, edge, worse))
        .isEqualTo(
            "edge.csv, worse.csv: 3 of 200 rows are bad (1.50 %), at most 1.00 % are accepted: 3"
                + " unparsable number; nothing was changed, mend the rows or allow more with"
                + " --max-bad-rows");
    assertThat(list(bench.shop)).isEqualTo(files);
    assertThat(bench.dump("purchases")).isEqualTo(before);
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.sorted().toList();
    }
  }

  @Test
  void file_thatCannotBeTakenIn_isRefusedByName() throws IOException {
    IntakeBench bench = bench();
    String row = "secret@x.org,2026-01-01,secret,1\n";
    byte[] gz = gzip((HEADER + row.repeat(3)));
    List<String> refusals = new ArrayList<>();
    for (Path file :
        List.of(
            bench.shop.resolve("missing.csv"),
            bench.shop,
            Files.createDirectory(bench.shop.resolve("folder.csv")),
            bench.file("empty.csv", ""),
            bench.file("mark.csv", "\ufeff"),
            bench.file("lines.csv", "\n\n\n"),
            bench.file("a.xlsx", "secret"),
            bench.file("headless.csv", "emall@secret,dax,produkt,amoun\n" + row),
            bench.file("close.csv", "email,day,produkt,amount\n" + row),
            bench.file("twice.csv", "email,day,product,amount,day\n" + row),
            bench.file("quotes.csv", "email,\"day\"secret,product,amount\n" + row),
            bench.file(
                "latin.csv",
                HEADER.replace("day", "d\u00e4y").getBytes(StandardCharsets.ISO_8859_1)),
            bench.file("wide.csv", ("\ufeff" + HEADER + row).getBytes(StandardCharsets.UTF_16LE)),
            bench.file("cut.csv.gz", Arrays.copyOf(gz, gz.length - 9)),
            bench.file("tail.csv.gz", Arrays.copyOf(gz, gz.length - 1)),
            bench.file("more.csv.gz", joined(gz, "secret".getBytes(StandardCharsets.UTF_8))),
            bench.file("half.csv.gz", joined(gz, Arrays.copyOf(gz, 5))),
            bench.file("head.csv.gz", Arrays.copyOf(gz, 5)),
            bench.file("array.json", "[{\"email\": \"secret\"}]"),
            bench.file(
                "lacks.jsonl", "{\"email\": \"secret\", \"secret@x.org\": 1, \"amounts\": 1}\n"),
            bench.file("no.parquet", "PAR1 secret"),
            bench.parquet(
                "list.parquet",
                "SELECT 'secret' email, NULL::DATE AS day, 'r' product, ['secret'] amount"),
            bench.parquet("lacks.parquet", "SELECT 'secret' email"))) {
      String message = refusal(bench, file);
      assertThat(message).contains(String.valueOf(file.getFileName()));
      refusals.add(message.substring(message.indexOf(String.valueOf(file.getFileName()))));
    }
    assertThat(refusals)
        .containsExactly(
            "missing.csv: there is no such file",
            bench.shop.getFileName() + " is a folder: name the files in it",
            "folder.csv is a folder: name the files in it",
            "empty.csv is empty",
            "mark.csv is empty: its first line must name the columns",
            "lines.csv is empty: its first line must name the columns",
            "a.xlsx: the format is unknown; name it .csv, .jsonl, .ndjson or .json, each also with"
                + " .gz, or .parquet",
            "headless.csv: there is no column email; columns go by their names, a CSV file's by its first line",
            "close.csv: there is no column product; is produkt meant? Rename it in the file",
            "twice.csv: the header names the column day twice",
            "quotes.csv: the first line has broken quotes; mend it",
            "latin.csv: the first line is not UTF-8; save the file as UTF-8",
            "wide.csv is UTF-16 text: save it as UTF-8",
            "cut.csv.gz is not a whole gzip file: copy it again",
            "tail.csv.gz is not a whole gzip file: copy it again",
            "more.csv.gz is not a whole gzip file: copy it again",
            "half.csv.gz is not a whole gzip file: copy it again",
            "head.csv.gz is not a whole gzip file: copy it again",
            "array.json is a JSON array: write one object a line instead, without brackets and"
                + " commas",
            "lacks.jsonl: there is no column day; columns go by their names, a CSV file's by its first line",
            "no.parquet is not a readable Parquet file: write it again, or take it in as CSV",
            "list.parquet: the column amount has a type that holds no plain value; write"
                + " it as text, number or date",
            "lacks.parquet: there is no column day; columns go by their names, a CSV file's by its first line");
  }

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  @Test
  void sameFileTwiceInOneIntake_isRefusedUnlessAllowed() {
    IntakeBench bench = bench();
    Path one = bench.file("one.csv", HEADER + "ann@x.org,,rye,1\n");
    Path copy = bench.file("copy.csv", HEADER + "ann@x.org,,rye,1\n");
    assertThat(refusal(bench, one, copy)).startsWith("copy.csv holds the same as a file before it");
    bench.take("purchases", IntakeOptions.DEFAULT.allowRepeat(true), one, copy);
    assertThat(bench.dump("purchases")).hasSize(2);
  }

  @Test
  void parquet_withAWrongType_hasBadRowsOnly() {
    IntakeBench bench = bench();
    Path file =
        bench.parquet(
            "a.parquet",
            "SELECT 'a@x.org' email, DATE '2026-01-01' + i::INT AS day, i AS product,"
                + " CASE i WHEN 1 THEN 'NaN'::DOUBLE WHEN 2 THEN 'Infinity' ELSE i / 3 END amount"
                + " FROM range(4) t(i)");
    assertThat(bench.take("purchases", ANY_FAULTS, file).rowsRefused())
        .isEqualTo(Map.of(RowFault.UNPARSABLE_NUMBER, 2L));
    assertThat(bench.dump("purchases"))
        .containsExactlyInAnyOrder("0|2026-01-01|0|0", "0|2026-01-04|3|100");
    assertThat(Collections.frequency(bench.dump("purchases"), "0|2026-01-01|0|0")).isEqualTo(1);
  }
}

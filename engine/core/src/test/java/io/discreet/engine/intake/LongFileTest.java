package io.discreet.engine.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.discreet.engine.rows.TextRow;
import io.discreet.engine.rows.WantedFields;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of many read blocks give the rows that short ones give. */
class LongFileTest {

  private static final WantedFields WANTED = new WantedFields(List.of(List.of("id"), List.of("v")));

  @TempDir private Path folder;

  private List<String> read(String name, byte[] content) throws IOException {
    Path file = Files.write(folder.resolve(name), content);
    List<String> rows = new ArrayList<>();
    TextRow row = new TextRow(2);
    try (RowSource source = SourceFile.of(file).open(WANTED)) {
      while (source.next(row)) {
        rows.add(
            row.fault() == null
                ? row.string(0)
                    + "="
                    + new String(row.text(), Math.max(0, row.start(1)), row.end(1) - row.start(1))
                : row.fault().name());
      }
    }
    return rows;
  }

  private static byte[] gzip(byte[] plain) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(plain);
    }
    return out.toByteArray();
  }

  /** Shifting by one byte moves every character across every block boundary, sooner or later. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4})
  void multiByteCharacters_acrossBlocks_areKept(int shift) throws IOException {
    String value = "é🍞ß\u20ac-".repeat(13);
    StringBuilder csv = new StringBuilder("id,v\n").append("x".repeat(shift)).append(",1\n");
    StringBuilder json = new StringBuilder("{\"id\":\"" + "x".repeat(shift) + "\",\"v\":1}\n");
    List<String> expected = new ArrayList<>(List.of("x".repeat(shift) + "=1"));
    for (int i = 0; csv.length() < 700_000; i++) {
      csv.append(i).append(",\"").append(value).append("\r\n\"\"q\"\r\n");
      json.append("{\"v\":\"")
          .append(value)
          .append("\\r\\n\\\"q\",\"id\":")
          .append(i)
          .append("}\r\n");
      expected.add(i + "=" + value + "\r\n\"q");
    }
    byte[] bytes = csv.toString().getBytes(StandardCharsets.UTF_8);
    assertThat(bytes.length).isGreaterThan(1 << 20);
    assertThat(read("a.csv", bytes)).isEqualTo(expected);
    assertThat(read("a.csv.gz", gzip(bytes))).isEqualTo(expected);
    assertThat(read("a.jsonl", json.toString().getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void faultyRows_acrossBlocks_costOneRowEach(long seed) throws IOException {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    List<String> ends = List.of("\n", "\r\n", "\r");
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes("id,v\n".getBytes(StandardCharsets.UTF_8));
    List<String> expected = new ArrayList<>();
    for (int i = 0; file.size() < 400_000; i++) {
      String filler = "é".repeat(random.nextInt(60));
      String end = ends.get(random.nextInt(3));
      switch (random.nextInt(8)) {
        case 0 -> {
          file.writeBytes((i + ",\"" + filler + "\"x" + end).getBytes(StandardCharsets.UTF_8));
          expected.add("BROKEN_QUOTES");
        }
        case 1 -> {
          file.writeBytes((i + "," + filler).getBytes(StandardCharsets.UTF_8));
          file.writeBytes(new byte[] {(byte) 0xc3}); // half a character
          file.writeBytes(end.getBytes(StandardCharsets.UTF_8));
          expected.add("INVALID_UTF8");
        }
        case 2 -> {
          file.writeBytes((i + "," + filler + ",," + end).getBytes(StandardCharsets.UTF_8));
          expected.add("WRONG_NUMBER_OF_FIELDS");
        }
        case 3 -> {
          file.writeBytes(
              (i + ",\"" + filler + "\n\r\n\"\"\"" + end).getBytes(StandardCharsets.UTF_8));
          expected.add(i + "=" + filler + "\n\r\n\"");
        }
        default -> {
          file.writeBytes((i + "," + filler + end).getBytes(StandardCharsets.UTF_8));
          expected.add(i + "=" + filler);
        }
      }
    }
    List<String> rows = read("a.csv", file.toByteArray());
    for (int i = 0; i < Math.min(rows.size(), expected.size()); i++) {
      assertThat(rows.get(i)).as("seed %d, row %d", seed, i).isEqualTo(expected.get(i));
    }
    assertThat(rows).as("seed %d", seed).hasSameSizeAs(expected);
  }

  @Test
  void overlongField_isOneBadRow() throws IOException {
    String most = "x".repeat(CsvRows.LONGEST_FIELD - 1_000);
    String csv = "id,v\n1,a\n2," + "x".repeat(3 << 20) + "\n3," + most + "\n4,\"open\n5,e\n";
    assertThat(read("a.csv", csv.getBytes(StandardCharsets.UTF_8)))
        .containsExactly("1=a", "BROKEN_QUOTES", "3=" + most, "BROKEN_QUOTES", "5=e");
    String json =
        "{\"id\":1,\"v\":2}\n{\"id\":\""
            + "x".repeat(TextLines.LONGEST + (1 << 20))
            + "\",\"v\":2}\n{\"id\":3}";
    assertThat(read("a.jsonl", json.getBytes(StandardCharsets.UTF_8)))
        .containsExactly("1=2", "INVALID_JSON", "3=");
  }

  @Test
  void truncatedGzip_ofManyBlocks_isNoEndOfFile() throws IOException {
    StringBuilder csv = new StringBuilder("id,v\n");
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(1);
    while (csv.length() < 600_000) {
      csv.append(random.nextLong()).append(",1\n");
    }
    byte[] whole = gzip(csv.toString().getBytes(StandardCharsets.UTF_8));
    assertThat(whole.length).isGreaterThan(200_000);
    assertThatThrownBy(() -> read("a.csv.gz", Arrays.copyOf(whole, 150_000)))
        .isInstanceOf(EOFException.class);
    whole[100_000] ^= 0x55;
    assertThatThrownBy(() -> read("b.csv.gz", whole)).isInstanceOf(IOException.class);
  }
}

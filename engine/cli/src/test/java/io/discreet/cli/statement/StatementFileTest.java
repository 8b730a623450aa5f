package io.discreet.cli.statement;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.discreet.cli.CliShop;
import io.discreet.cli.CliShop.Outcome;
import io.discreet.engine.Statement;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

/** A statement in a file: complete, for its owner alone, and safe to open. */
class StatementFileTest {

  @TempDir static Path folder;
  private static CliShop shop;

  @BeforeAll
  static void fill() {
    shop = CliShop.filled(folder, CliShop.POLICY);
    shop.file("id.txt", CliShop.rawId(7) + "\n");
    shop.done("cap", shop.path(), "--balanced", "--id-file", shop.at("id.txt"));
    shop.done(
        "cap",
        shop.path(),
        "--purpose",
        "stock-planning",
        "--share",
        "10%",
        "--id-file",
        shop.at("id.txt"));
    shop.done(
        "query",
        shop.path(),
        "SELECT city, COUNT(*) FROM purchases GROUP BY city",
        "--purpose",
        "recommendations",
        "--spend",
        "5%");
  }

  private static Outcome write(String name) {
    return shop.run(
        "statement", shop.path(), "--id-file", shop.at("id.txt"), "--out", shop.at(name));
  }

  private static Map<String, String> unzip(Path file) throws IOException {
    Map<String, String> parts = new LinkedHashMap<>();
    try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(file))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        parts.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    return parts;
  }

  @Test
  void zip_holdsThePageTheDataAndTheBooks_forItsOwnerAlone() throws Exception {
    Outcome outcome = write("statement.zip");
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.out()).isEmpty();
    Path file = folder.resolve("statement.zip");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    Map<String, String> parts = unzip(file);
    assertThat(parts)
        .containsOnlyKeys(
            "statement.html",
            "statement.txt",
            "statement.json",
            "data/customers.csv",
            "data/purchases.csv",
            "consents.csv",
            "limits.csv",
            "releases.csv",
            "spent-by-period.csv");
    assertThat(parts.values()).noneMatch(text -> text.contains("example.org"));
    JsonNode json = new ObjectMapper().readTree(parts.get("statement.json"));
    int rows = json.get("data").get(1).get("rows").size();
    assertThat(rows).isPositive();
    assertThat(parts.getOrDefault("data/purchases.csv", "").lines()).hasSize(1 + rows);
    assertThat(parts.get("data/purchases.csv")).startsWith("day,category,amount,pieces");
    assertThat(parts.get("consents.csv")).contains("recommendations,true,2026-01-01");
    assertThat(parts.get("limits.csv")).contains("stock-planning,,0.1,true");
    assertThat(json.get("cap_epsilon").doubleValue()).isEqualTo(2.0);
    assertThat(json.get("limits")).hasSize(2);
    assertThat(json.get("releases")).hasSize(1);
    assertThat(json.get("periods")).hasSize(1);
    assertThat(parts.get("releases.csv")).contains("SELECT city, COUNT(*) FROM purchases");
    assertThat(parts.get("statement.txt")).contains("stock-planning: at most 10 %");
  }

  @Test
  void html_isOneWellFormedPageThatLoadsNothing() throws Exception {
    assertThat(write("page.html").code()).isZero();
    String page = Files.readString(folder.resolve("page.html"));
    Document document = parse(page);
    assertThat(page)
        .contains("default-src 'none'")
        .doesNotContain("http://", "https://", "<script");
    assertThat(document.getDocumentElement().getAttribute("lang")).isEqualTo("en");
    assertThat(document.getElementsByTagName("h1").getLength()).isEqualTo(1);
    int tables = document.getElementsByTagName("table").getLength();
    assertThat(tables).isGreaterThanOrEqualTo(5);
    assertThat(document.getElementsByTagName("caption").getLength()).isEqualTo(tables);
    assertThat(page).contains("SELECT city, COUNT(*) FROM purchases").contains("ε 2");
  }

  private static Document parse(String page) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(
            new ByteArrayInputStream(
                page.replace("<!DOCTYPE html>", "").getBytes(StandardCharsets.UTF_8)));
  }

  /** What a shop stored may be anything. */
  @Test
  void html_valuesThatLookLikeMarkup_areText() throws Exception {
    String evil = "</td><script>alert(1)</script>\u0007\u202e&\"'";
    Statement statement =
        new Statement(
            Instant.EPOCH,
            List.of(
                new Statement.TableRows(
                    evil,
                    List.of(evil),
                    List.of(List.of(Optional.of(evil)), List.of(Optional.empty())))),
            List.of(new Statement.ConsentLine(evil, true, LocalDate.EPOCH, Instant.EPOCH, true)),
            OptionalDouble.empty(),
            List.of(new Statement.CapLine(Instant.EPOCH, OptionalDouble.of(1))),
            List.of(new Statement.PurposeCapLine(evil, 0.1, Instant.EPOCH)),
            List.of(new Statement.Use(evil, Instant.EPOCH, evil, Optional.of(evil), 0.1, 0)),
            List.of(new Statement.PeriodSpend(evil, 0.1, 0.5, 0)),
            Optional.of(LocalDate.EPOCH),
            true,
            "all",
            0.5,
            0.1,
            5,
            1e-6,
            0,
            0);
    StatementPages pages = new StatementPages(statement, ZoneId.of("Europe/London"));
    Document document = parse(pages.html());
    assertThat(document.getElementsByTagName("script").getLength()).isZero();
    assertThat(pages.html()).doesNotContain("\u0007", "\u202e").contains("alert(1)");
    assertThat(pages.html()).contains("You were forgotten before").contains("all time");
  }

  @Test
  void out_thatCannotBeWritten_isRefusedBeforeATraceIsLeft() throws IOException {
    shop.file("there.zip", "mine");
    Map<String, String> before = shop.bytes();
    for (String name : List.of("statement.pdf", "no-folder/statement.zip", "there.zip", "shop")) {
      Outcome outcome = write(name);
      assertThat(outcome.code()).as(name).isEqualTo(2);
      assertThat(outcome.err().lines()).as(name).hasSize(1);
    }
    assertThat(shop.bytes()).isEqualTo(before);
  }
}

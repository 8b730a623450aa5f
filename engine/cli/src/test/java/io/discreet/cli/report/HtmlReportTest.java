package io.discreet.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.discreet.cli.output.SampleReleases;
import io.discreet.engine.BudgetStatus;
import io.discreet.engine.release.Release;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class HtmlReportTest {

  private final HtmlReport report =
      new HtmlReport(
          "A night at the bakery", ZoneId.of("Europe/London"), List.of(), Optional.empty());

  @TempDir Path folder;

  @Test
  void render_release_isWellFormedAndShowsErrorCostPurposeAndCoverage() throws Exception {
    Document document = parse(report.render(List.of(SampleReleases.spendByCity("Leeds"))));

    assertThat(document.getDocumentElement().getAttribute("lang")).isEqualTo("en");
    String text = document.getElementsByTagName("main").item(0).getTextContent();
    assertThat(text)
        .contains("1,604 ± 27")
        .contains("154,120 ± 6,899")
        .contains("Cost at most 1.5 %")
        .contains("asked for recommendations")
        .contains("Coverage complete")
        .contains("24 November 2026, 01:30");
    assertThat(document.getElementsByTagName("h1").getLength()).isEqualTo(1);
    assertThat(document.getElementsByTagName("caption").getLength())
        .isEqualTo(document.getElementsByTagName("table").getLength());
    assertThat(elements(document, "th")).allMatch(header -> header.hasAttribute("scope"));
  }

  @Test
  void render_countsByGroupsAndItems_showWhatNoiseCostsEachGroup() throws Exception {
    Release byCity = SampleReleases.spendByCity("Leeds");

    Document with =
        parse(report.render(List.of(byCity, SampleReleases.customersByCityAndCategory())));
    Document without = parse(report.render(List.of(byCity)));

    List<Element> sections = fairness(with);
    assertThat(sections).hasSize(1);
    NodeList rows = sections.get(0).getElementsByTagName("tr");
    assertThat(rows.getLength()).isEqualTo(3);
    // The median standard error is 14 of 1,000 in Leeds and 14 of 200 in Hull.
    assertThat(rows.item(1).getTextContent()).startsWith("Leeds1.4 %1");
    assertThat(rows.item(2).getTextContent()).startsWith("Hull7 %1");
    assertThat(fairness(without)).isEmpty();
  }

  private static List<Element> fairness(Document document) {
    return elements(document, "section").stream()
        .filter(section -> section.getAttribute("id").equals("fairness"))
        .toList();
  }

  @Test
  void render_hostileLabels_areTextOnly() throws Exception {
    Release hostile =
        SampleReleases.spendByCity("<script>alert(\"1\")</script>&'\u0000\u001b\u202e\uFFFE");

    Document document = parse(report.render(List.of(hostile)));

    assertThat(document.getElementsByTagName("script").getLength()).isEqualTo(1);
    assertThat(document.getElementsByTagName("main").item(0).getTextContent())
        .contains("<script>alert(\"1\")</script>&'\uFFFD\uFFFD\uFFFD\uFFFD");
    assertThat(elements(document, "svg"))
        .allSatisfy(picture -> assertThat(texts(picture).toString()).contains("[<script>alert"));
  }

  @Test
  void render_anyReport_asksNothingOfTheNetwork() {
    String html = report.render(List.of(SampleReleases.withSegments(3)));

    assertThat(Pattern.compile("https?://(?!www.w3.org/)|url\\(|src=|@import").matcher(html).find())
        .isFalse();
    assertThat(html).contains("default-src 'none'").contains("prefers-color-scheme: dark");
  }

  @Test
  void render_policy_allowsNoScriptButTheOneThatSorts() throws Exception {
    String html = report.render(List.of(SampleReleases.spendByCity("Leeds")));
    Document document = parse(html);
    String script = elements(document, "script").get(0).getTextContent();
    byte[] hash =
        MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));

    assertThat(html)
        .contains("script-src 'sha256-" + Base64.getEncoder().encodeToString(hash) + "'");
    assertThat(elements(document, "table").get(1).getAttribute("class")).isEqualTo("sortable");
  }

  @Test
  void render_earlierAnswers_showsThemTogetherAndChangesOnlyBeyondTheNoise() throws Exception {
    Release now = SampleReleases.spendByCity("Leeds");
    Release before = SampleReleases.before(now, 100);
    HtmlReport later =
        new HtmlReport(
            "Later", ZoneId.of("Europe/London"), List.of(before, now), Optional.of(budget()));
    Document document = parse(later.render(List.of(now)));

    String text = document.getElementsByTagName("main").item(0).getTextContent();
    assertThat(text)
        .contains("+100 ± 39 since 2026-11-23", "with 1 earlier: ", "too small to tell")
        .contains(
            "28.6 % of every customer's budget of 2026-11",
            "Of the budget, 5 % is kept for estimates of coverage.", "In plain words");
    assertThat(elements(document, "small"))
        .extracting(Element::getTextContent)
        .filteredOn(note -> note.contains("since"))
        .hasSize(1);
  }

  /** A value is in a ranking on the nights on which noise was kind to it, and on no others. */
  @Test
  void render_rankings_showPlacesAndNoTrailsOrChanges() throws Exception {
    List<String> values = List.of("2026-03", "2026-04");
    Release before = SampleReleases.ranking(23, "MONTH(day)", values, 0);
    Release now = SampleReleases.ranking(24, "MONTH(day)", values, 400);
    HtmlReport later =
        new HtmlReport("Later", ZoneId.of("Europe/London"), List.of(before, now), Optional.empty());
    Document document = parse(later.render(List.of(now)));

    assertThat(elements(document, "small"))
        .extracting(Element::getTextContent)
        .containsExactly(
            "place 1",
            "place 2, without noise 2 to 3",
            "place 1, without noise 1 to 4",
            "place 2, without noise 1 to 4");
    // Bars: neither a map with holes nor a line over the months that came first.
    assertThat(elements(document, "figcaption"))
        .extracting(Element::getTextContent)
        .containsExactly("top_k(MONTH(day), 2), with 95 % intervals");
    Document months = parse(report.render(List.of(SampleReleases.rankingOfMonths())));
    assertThat(elements(months, "figcaption"))
        .extracting(Element::getTextContent)
        .containsExactly("top_k(MONTH(day), 2), with 95 % intervals");
  }

  private static BudgetStatus budget() {
    return new BudgetStatus(
        "2026-11",
        Optional.of(LocalDate.of(2026, 11, 1)),
        Optional.of(LocalDate.of(2026, 12, 1)),
        4,
        1e-6,
        0,
        0.05,
        0.286,
        0,
        List.of(),
        2);
  }

  @Test
  void render_manySegments_areAllInTheTableAndTheLargestInTheChart() throws Exception {
    Document document = parse(report.render(List.of(SampleReleases.withSegments(75))));

    assertThat(elements(document, "tbody").get(1).getElementsByTagName("tr").getLength())
        .isEqualTo(75);
    assertThat(elements(document, "figcaption"))
        .extracting(Element::getTextContent)
        .containsExactly(
            "customers: the 20 largest of 75 segments, with 95 % intervals",
            "sum(amount): the 20 largest of 75 segments, with 95 % intervals");
    List<String> labels = texts(elements(document, "svg").get(0));
    assertThat(labels).contains("city 74", "city 56").doesNotContain("city 27");
  }

  @Test
  void render_charts_showEachSegmentInBothWidthsAndShareNoId() throws Exception {
    Document document = parse(report.render(List.of(SampleReleases.spendByCity("Leeds"))));

    List<Element> pictures = elements(document, "svg");
    assertThat(pictures)
        .hasSize(4)
        .allSatisfy(picture -> assertThat(texts(picture)).contains("Leeds", "York", "all others"));
    List<String> ids =
        elements(document, "*").stream()
            .map(element -> element.getAttribute("id"))
            .filter(id -> !id.isEmpty())
            .toList();
    assertThat(ids).doesNotHaveDuplicates();
  }

  @Test
  void render_totals_areInTheTableAndNotInTheChart() throws Exception {
    Document document = parse(report.render(List.of(SampleReleases.spendByCity("(all)"))));

    assertThat(texts(elements(document, "svg").get(0))).contains("York").doesNotContain("(all)");
    assertThat(elements(document, "tbody").get(1).getTextContent()).contains("all together");
  }

  private static List<String> texts(Element picture) {
    NodeList texts = picture.getElementsByTagName("text");
    return java.util.stream.IntStream.range(0, texts.getLength())
        .mapToObj(i -> texts.item(i).getTextContent())
        .toList();
  }

  @Test
  void write_existingFile_isReplacedWhole() throws Exception {
    Path file = folder.resolve("report.html");
    Files.writeString(file, "old");

    report.write(List.of(), file);

    assertThat(Files.readString(file)).startsWith("<!DOCTYPE html>").endsWith("</html>\n");
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  private static Document parse(String html) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(html)));
  }

  private static List<Element> elements(Document document, String name) {
    NodeList nodes = document.getElementsByTagName(name);
    return java.util.stream.IntStream.range(0, nodes.getLength())
        .mapToObj(i -> (Element) nodes.item(i))
        .toList();
  }
}

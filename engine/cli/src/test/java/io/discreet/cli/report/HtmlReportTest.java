package io.discreet.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.discreet.cli.output.SampleReleases;
import io.discreet.engine.release.Release;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
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
      new HtmlReport("A night at the bakery", ZoneId.of("Europe/London"));

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
        .contains("Purpose recommendations")
        .contains("Coverage complete")
        .contains("24 November 2026, 01:30");
    assertThat(document.getElementsByTagName("h1").getLength()).isEqualTo(1);
    assertThat(document.getElementsByTagName("caption").getLength())
        .isEqualTo(document.getElementsByTagName("table").getLength());
    assertThat(elements(document, "th")).allMatch(header -> header.hasAttribute("scope"));
  }

  @Test
  void render_hostileLabels_areTextOnly() throws Exception {
    Release hostile =
        SampleReleases.spendByCity("<script>alert(\"1\")</script>&'\u0000\u001b\u202e\uFFFE");

    Document document = parse(report.render(List.of(hostile)));

    assertThat(document.getElementsByTagName("script").getLength()).isZero();
    assertThat(document.getElementsByTagName("main").item(0).getTextContent())
        .contains("<script>alert(\"1\")</script>&'\uFFFD\uFFFD\uFFFD\uFFFD");
  }

  @Test
  void render_anyReport_asksNothingOfTheNetwork() {
    String html = report.render(List.of(SampleReleases.withSegments(3)));

    assertThat(Pattern.compile("https?://|url\\(|src=|@import").matcher(html).find()).isFalse();
    assertThat(html).contains("default-src 'none'").contains("prefers-color-scheme: dark");
  }

  @Test
  void render_manySegments_foldsTheRestButKeepsIt() throws Exception {
    Document document = parse(report.render(List.of(SampleReleases.withSegments(75))));

    assertThat(elements(document, "summary"))
        .extracting(Element::getTextContent)
        .containsExactly("What cost and coverage mean", "45 more segments");
    assertThat(document.getElementsByTagName("svg").getLength()).isEqualTo(2 * 75);
  }

  @Test
  void render_bars_stayInsideTheirPictures() throws Exception {
    Document document = parse(report.render(List.of(SampleReleases.spendByCity("Leeds"))));

    assertThat(elements(document, "rect"))
        .hasSize(6)
        .allSatisfy(
            bar -> {
              double x = Double.parseDouble(bar.getAttribute("x"));
              double width = Double.parseDouble(bar.getAttribute("width"));
              assertThat(x).isBetween(0.0, 160.0);
              assertThat(width).isNotNegative();
              assertThat(x + width).isLessThanOrEqualTo(160);
            });
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

package io.discreet.cli.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.AxeResults;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Media;
import io.discreet.cli.CliShop;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The report of two nights as a real browser shows it. */
@Timeout(240)
class ReportInBrowserTest {

  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");

  private static final String PLAN =
      """
      purpose: recommendations
      spend: 20%
      queries:
        - { name: all, query: "SELECT COUNT(DISTINCT customer) FROM purchases" }
        - { name: by-city, query: "SELECT city, COUNT(*), AVG(amount) FROM purchases GROUP BY city" }
        - name: by-month
          query: >-
            SELECT MONTH(day), SUM(amount) FROM purchases
            WHERE day BETWEEN '2026-01-01' AND '2026-05-31' GROUP BY MONTH(day)
        - name: city-category
          query: SELECT city, category, COUNT(*) FROM purchases GROUP BY city, category
        - name: city-category-month
          query: >-
            SELECT city, category, MONTH(day), COUNT(DISTINCT customer) FROM purchases
            WHERE day BETWEEN '2026-01-01' AND '2026-03-31' GROUP BY city, category, MONTH(day)
      """;

  @TempDir static Path folder;

  private static Playwright playwright;
  private static Browser browser;
  private static String address;

  @BeforeAll
  static void open() {
    boolean there = Files.isExecutable(CHROMIUM);
    String wanted = CHROMIUM + " is missing: apt-get install chromium, or another one linked there";
    if (System.getenv("CI") != null) {
      assertThat(there).as(wanted).isTrue();
    }
    assumeTrue(there, wanted);
    CliShop shop = CliShop.filled(folder, CliShop.POLICY);
    shop.file("plan.yaml", PLAN);
    shop.done("nightly", shop.path(), shop.at("plan.yaml"), "--as-of", "2026-11-23");
    shop.done(
        "nightly",
        shop.path(),
        shop.at("plan.yaml"),
        "--as-of",
        "2026-11-24",
        "--report",
        shop.at("night.html"));
    address = folder.resolve("night.html").toUri().toString();
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    browser =
        playwright
            .chromium()
            .launch(new BrowserType.LaunchOptions().setExecutablePath(CHROMIUM).setHeadless(true));
  }

  @AfterAll
  static void close() {
    if (playwright != null) {
      playwright.close();
    }
  }

  /** A page with the report, and what it complained about or asked for. */
  private static final class Reading implements AutoCloseable {
    private final BrowserContext context;
    private final Page page;
    private final List<String> complaints = new ArrayList<>();
    private final List<String> requests = new ArrayList<>();

    private Reading(int width, int height, ColorScheme scheme, boolean scripts) {
      context =
          browser.newContext(
              new Browser.NewContextOptions()
                  .setViewportSize(width, height)
                  .setColorScheme(scheme)
                  .setJavaScriptEnabled(scripts));
      page = context.newPage();
      page.onConsoleMessage(message -> complaints.add(message.text()));
      page.onPageError(complaints::add);
      page.onRequest(request -> requests.add(request.url()));
      page.navigate(address);
    }

    @Override
    public void close() {
      assertThat(complaints).as("console").isEmpty();
      assertThat(requests).as("requests").containsExactly(address);
      context.close();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "360, LIGHT",
    "360, DARK",
    "768, LIGHT",
    "768, DARK",
    "1280, LIGHT",
    "1280, DARK",
  })
  void report_anyScreen_hasNoViolationNorSidewaysScrolling(int width, ColorScheme scheme) {
    try (Reading reading = new Reading(width, 800, scheme, true)) {
      AxeResults axe = new AxeBuilder(reading.page).analyze();
      assertThat(axe.getViolations())
          .as("%s", axe.getViolations().stream().map(rule -> rule.getNodes()).toList())
          .isEmpty();
      assertThat(axe.getPasses()).hasSizeGreaterThan(10);
      assertThat(reading.page.evaluate("document.documentElement.scrollWidth")).isEqualTo(width);
      Path shots = Path.of(System.getProperty("discreet.shots", folder.toString()));
      reading.page.screenshot(
          new Page.ScreenshotOptions()
              .setFullPage(true)
              .setPath(shots.resolve("report-" + width + "-" + scheme + ".png")));
    }
  }

  @Test
  void axe_pageWithoutTextOfAPicture_isAViolation() {
    try (Reading reading = new Reading(1280, 800, ColorScheme.LIGHT, true)) {
      reading.page.evaluate(
          "document.querySelector('[role=img]').removeAttribute('aria-label');"
              + "document.querySelector('h2').style.color = '#eee'");
      assertThat(new AxeBuilder(reading.page).analyze().getViolations())
          .extracting(rule -> rule.getId())
          .contains("role-img-alt", "color-contrast");
    }
  }

  @Test
  void table_headPressedByKeyboard_sortsByValueBothWaysAndSaysSo() {
    try (Reading reading = new Reading(360, 740, ColorScheme.LIGHT, true)) {
      Locator table = reading.page.locator("table.sortable").nth(1);
      Locator head = table.locator("thead th").nth(1);
      head.locator("button").focus();

      reading.page.keyboard().press("Enter");
      assertThat(head.getAttribute("aria-sort")).isEqualTo("descending");
      List<Double> down = values(table);
      reading.page.keyboard().press("Space");

      assertThat(head.getAttribute("aria-sort")).isEqualTo("ascending");
      assertThat(values(table)).hasSize(5).isSorted().containsExactlyInAnyOrderElementsOf(down);
      assertThat(down).isSortedAccordingTo((a, b) -> Double.compare(b, a));
    }
  }

  private static List<Double> values(Locator table) {
    return table.locator("tbody tr td:nth-of-type(1)").all().stream()
        .map(cell -> Double.valueOf(cell.getAttribute("data-value")))
        .toList();
  }

  @Test
  void longTable_isFoldedUntilAskedAndWholeOnPaperAndWithoutScripts() {
    try (Reading reading = new Reading(1280, 800, ColorScheme.LIGHT, true)) {
      Locator rows = reading.page.locator("table.sortable").last().locator("tbody tr");
      int all = rows.count();
      assertThat(visible(rows)).isEqualTo(30).isLessThan(all);
      reading.page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
      assertThat(visible(rows)).isEqualTo(all);
      reading.page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.SCREEN));
      reading.page.locator("button.more").last().click();
      assertThat(visible(rows)).isEqualTo(all);
    }
    try (Reading reading = new Reading(1280, 800, ColorScheme.LIGHT, false)) {
      Locator rows = reading.page.locator("table.sortable").last().locator("tbody tr");
      assertThat(visible(rows)).isEqualTo(rows.count()).isGreaterThan(30);
    }
  }

  private static int visible(Locator rows) {
    return (int) rows.all().stream().filter(Locator::isVisible).count();
  }

  @Test
  void charts_anyScreen_showOnePictureEach() {
    for (int width : new int[] {360, 1280}) {
      try (Reading reading = new Reading(width, 800, ColorScheme.LIGHT, true)) {
        List<Locator> figures = reading.page.locator("figure").all();
        assertThat(figures).hasSizeGreaterThan(8);
        assertThat(figures)
            .allSatisfy(figure -> assertThat(visible(figure.locator("svg"))).isEqualTo(1));
      }
    }
  }
}

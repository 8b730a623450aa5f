package io.discreet.cli.command;

import io.discreet.cli.demo.Bakery;
import io.discreet.cli.demo.Bakery.BakeryFiles;
import io.discreet.cli.nightly.NightlyPlan;
import io.discreet.cli.nightly.NightlyQuery;
import io.discreet.cli.nightly.NightlyRunner;
import io.discreet.cli.nightly.PlanFile;
import io.discreet.cli.output.Format;
import io.discreet.cli.report.HtmlReport;
import io.discreet.cli.statement.StatementPages;
import io.discreet.cli.terminal.Terminal;
import io.discreet.engine.Discreet;
import io.discreet.engine.Operator;
import io.discreet.engine.failure.InputException;
import io.discreet.engine.intake.IntakeOptions;
import io.discreet.engine.memory.Memory;
import io.discreet.engine.personalize.Personalizer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "demo",
    description = "Makes up a bakery and runs one night of it, from intake to recommendations.",
    footerHeading = "%nExamples:%n",
    footer = {"  discreet demo", "  discreet demo --into bakery --customers 2000 --seed 7"})
final class DemoCommand implements Callable<Integer> {
  private static final int PASSPHRASE_BYTES = 16;

  @Option(names = "--into", paramLabel = "DIR", description = "A folder that is not there yet.")
  private @Nullable Path into;

  @Option(names = "--customers", defaultValue = "8000", description = "Default: 8000.")
  private int customers;

  @Option(names = "--purchases", defaultValue = "300000", description = "Default: 300000.")
  private int purchases;

  @Option(names = "--seed", defaultValue = "1", description = "Default: 1. Noise has no seed.")
  private long seed;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and exit.")
  @SuppressWarnings("unused") // set by picocli
  private boolean help;

  private final Terminal terminal;

  DemoCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    Path folder = folder();
    LocalDate today = LocalDate.now(ZoneOffset.UTC);
    Bakery bakery = new Bakery(seed, customers, purchases, today);
    Files.createDirectories(folder);
    title("1. A made-up bakery is taken in");
    BakeryFiles files = bakery.write(folder);
    Path policy = resource("discreet.yaml", folder.resolve("policy.yaml"));
    Path plan = resource("plan.yaml", folder.resolve("plan.yaml"));
    Path shop = folder.resolve("shop");
    Path secret = folder.resolve("passphrase.txt");
    char[] passphrase = passphrase(secret);
    Discreet.init(shop, policy, passphrase);
    takeIn(shop, passphrase, files);
    night(shop, PlanFile.read(plan), today, folder.resolve("report.html"));
    oneCustomer(shop, passphrase, bakery.regular());
    title("6. The night's report");
    print(folder.resolve("report.html").toAbsolutePath() + "\n");
    print("\nThe shop:       " + shop + "\nIts passphrase: " + secret + "\nAsk it yourself:\n");
    print("  discreet budget " + shop + "\n");
    return 0;
  }

  private Path folder() {
    if (into != null) {
      if (Files.exists(into)) {
        throw new InputException(into + " is there already; give another folder with --into");
      }
      return into;
    }
    Path first = Path.of("demo-bakery");
    Path free = first;
    for (int number = 2; Files.exists(free); number++) {
      free = Path.of(first + "-" + number);
    }
    return free;
  }

  private void takeIn(Path shop, char[] passphrase, BakeryFiles files) {
    try (Operator operator = Discreet.operate(shop, passphrase)) {
      takeIn(operator, "customers", files.customers());
      takeIn(operator, "purchases", files.purchases());
      print(ConsentCommand.sheet(operator.consent(files.consents())).render(Format.TABLE));
    }
  }

  private void takeIn(Operator operator, String table, Path file) {
    try (IntakeProgress progress = new IntakeProgress(terminal, table)) {
      IntakeOptions defaults = IntakeOptions.DEFAULT;
      IntakeOptions options =
          new IntakeOptions(defaults.maxBadRows(), defaults.allowRepeat(), progress);
      print(
          IntakeCommand.sheet(operator.intake(table, List.of(file), options)).render(Format.TABLE));
      print("\n");
    }
  }

  private void night(Path shop, NightlyPlan plan, LocalDate today, Path report) throws IOException {
    try (Discreet analyst = Discreet.open(shop)) {
      NightlyQuery first = plan.queries().get(1);
      title("2. What a query would cost, before it is asked: " + first.name());
      print(
          ExplainCommand.render(analyst.explain(first.query(), first.cost(), today), Format.TABLE));
      title("3. The night: " + plan.queries().size() + " queries under each customer's budget");
      NightlyRunner.Night night = new NightlyRunner(analyst, shop, terminal).run(plan, today);
      print(NightlyCommand.render(night, Memory.of(analyst.releases()), Format.TABLE));
      title("4. Recommendations for Leeds, 35-44, from these releases alone");
      Map<String, String> segment = new LinkedHashMap<>();
      segment.put("city", "Leeds");
      segment.put("age_band", "35-44");
      print(
          RecommendCommand.render(
              Personalizer.from(analyst.releases())
                  .forPurpose("recommendations")
                  .recommend(segment, 3),
              Format.TABLE));
      new HtmlReport(
              "A night at the bakery, " + today,
              analyst.policy().timeZone(),
              analyst.releases(),
              Optional.of(analyst.budget()))
          .write(night.releases(), report);
    }
  }

  private void oneCustomer(Path shop, char[] passphrase, String rawId) {
    try (Operator operator = Discreet.operate(shop, passphrase)) {
      title("5. One customer asks for a statement, and is then forgotten");
      print(
          new StatementPages(operator.statement(rawId), operator.policy().timeZone())
              .render(Format.TABLE));
      print("\n" + ForgetCommand.render(operator.forget(rawId)) + "\n");
    }
  }

  private static Path resource(String name, Path target) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(Bakery.class.getResourceAsStream(name), "packaged " + name)) {
      Files.copy(in, target);
    }
    return target;
  }

  /** A random passphrase, kept beside the demo's shop so that it can be asked further. */
  private static char[] passphrase(Path file) throws IOException {
    byte[] random = new byte[PASSPHRASE_BYTES];
    new SecureRandom().nextBytes(random);
    String passphrase = HexFormat.of().formatHex(random);
    Files.createFile(
        file,
        java.nio.file.attribute.PosixFilePermissions.asFileAttribute(
            java.nio.file.attribute.PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, passphrase + "\n", StandardCharsets.UTF_8);
    return passphrase.toCharArray();
  }

  private void title(String title) {
    print("\n━━ " + title + "\n\n");
  }

  private void print(String text) {
    terminal.out().print(text);
  }
}

package io.discreet.cli.command;

import io.discreet.cli.output.Cell;
import io.discreet.cli.output.Sheet;
import io.discreet.cli.terminal.Terminal;
import io.discreet.engine.ConsentReport;
import io.discreet.engine.Operator;
import io.discreet.engine.failure.InputException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "consent",
    description = {
      "Records consents of a file, or of one customer, from the next query on.",
      "A file has the customer's id, purpose, granted and since; the id of one customer is asked for.",
      "The history is kept."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  discreet consent shop consents.csv",
      "  discreet consent shop --withdraw recommendations < id.txt",
      "  discreet consent shop --grant recommendations --id-file id.txt"
    })
final class ConsentCommand extends ShopCommand implements AboutOneCustomer {

  @Parameters(index = "1", arity = "0..1", paramLabel = "FILE", description = "The file.")
  private @Nullable Path file;

  @ArgGroup private @Nullable Word word;

  /** One of the two. */
  static final class Word {
    @Option(
        names = "--grant",
        paramLabel = "PURPOSE",
        description = "One customer's rows count for this purpose.")
    private @Nullable String grant;

    @Option(
        names = "--withdraw",
        paramLabel = "PURPOSE",
        description = "One customer's rows count for this purpose no longer.")
    private @Nullable String withdraw;
  }

  @Option(
      names = "--since",
      paramLabel = "DATE",
      description =
          "The day from which on one customer's word holds. Default: today. Of two words the later"
              + " day's holds, of one day the withdrawal.")
  private @Nullable LocalDate since;

  @Option(
      names = "--max-bad-rows",
      paramLabel = "SHARE",
      description =
          "The largest share of a file's rows that may be bad and are left out. Default: 0, since a"
              + " withdrawal that is left out leaves the customer in.")
  private @Nullable Double maxBadRows;

  @Mixin private Secrets.Passphrase passphrase = new Secrets.Passphrase();
  @Mixin private Secrets.Id id = new Secrets.Id();

  ConsentCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  public Integer call() {
    if ((file == null) == (word == null)) {
      throw new InputException(
          "give either a FILE or one of --grant PURPOSE and --withdraw PURPOSE");
    }
    return file == null ? ofOneCustomer(Objects.requireNonNull(word)) : ofFile(file);
  }

  private int ofFile(Path from) {
    if (since != null || id.file().isPresent()) {
      throw new InputException(
          "--since and --id-file go with --grant or --withdraw: a file has its own days and ids");
    }
    try (Operator operator = operator(passphrase)) {
      ConsentReport report = operator.consent(from, maxBadRows == null ? 0 : maxBadRows);
      terminal.out().print(sheet(report).render(format));
      return 0;
    }
  }

  private int ofOneCustomer(Word said) {
    if (maxBadRows != null) {
      throw new InputException("--max-bad-rows goes with a file");
    }
    boolean granted = said.grant != null;
    String purpose = String.valueOf(granted ? said.grant : said.withdraw);
    try (Operator operator = operator(passphrase)) {
      String rawId = rawId(id);
      operator.consents(rawId, purpose); // an id that was misspelt would be a new customer's
      LocalDate today = operator.today();
      LocalDate day = since == null ? today : since;
      operator.consent(rawId, purpose, granted, day);
      terminal.say(outcome(granted, purpose, day, today, operator.consents(rawId, purpose)));
      return 0;
    }
  }

  private static String outcome(
      boolean granted, String purpose, LocalDate day, LocalDate today, boolean inForce) {
    String word = granted ? "granted" : "withdrawn";
    if (day.isAfter(today)) {
      return purpose + ": " + word + " from " + day + " on";
    }
    if (granted == inForce) {
      return purpose + ": " + word + ", from the next query on";
    }
    return purpose
        + ": recorded, but not in force, since a word of a later day holds, or a withdrawal of the"
        + " same day; give a later day with --since DATE";
  }

  static Sheet sheet(ConsentReport report) {
    Sheet sheet =
        new Sheet(
            List.of(
                Sheet.Column.words("what", "consents"), Sheet.Column.numbers("count", "count")));
    sheet.add(Cell.text("rows read"), Cell.count(report.rowsRead()));
    sheet.add(Cell.text("recorded"), Cell.count(report.recorded()));
    report
        .rowsRefused()
        .forEach(
            (fault, count) -> sheet.add(Cell.text("refused: " + fault.label()), Cell.count(count)));
    sheet.add(Cell.text("new customers"), Cell.count(report.newCustomers()));
    return sheet;
  }
}

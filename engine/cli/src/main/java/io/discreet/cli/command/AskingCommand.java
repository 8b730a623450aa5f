package io.discreet.cli.command;

import io.discreet.cli.terminal.Terminal;
import io.discreet.engine.Discreet;
import io.discreet.engine.failure.InputException;
import io.discreet.engine.plan.AccuracyCost;
import io.discreet.engine.plan.Cost;
import io.discreet.engine.plan.EpsilonCost;
import io.discreet.engine.plan.Share;
import io.discreet.engine.policy.QuotaHolder;
import io.discreet.engine.query.SegmentQuery;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What the commands that take a question and its cost share. */
abstract class AskingCommand extends ShopCommand {

  @Parameters(index = "1", paramLabel = "QUERY", description = "SELECT ... FROM ... GROUP BY ...")
  private String sql = "";

  @Option(names = "--purpose", required = true, description = "Why it is asked.")
  private String purpose = "";

  @Option(names = "--l0", description = "The most segments that one customer counts in.")
  private @Nullable Integer l0;

  @Option(names = "--as-of", paramLabel = "DATE", description = "The date meant by today.")
  private @Nullable LocalDate asOf;

  @Option(
      names = "--least-error",
      description = "Divide the cost among the measures so that their total error is least.")
  private boolean leastError;

  @Option(
      names = "--expect",
      paramLabel = "NUMBERS",
      split = ",",
      description =
          "What a typical segment has, one value for each measure. Default: what the oldest"
              + " stored answer to the question says.")
  private List<Double> expected = List.of();

  @ArgGroup(multiplicity = "1")
  private Price price = new Price();

  @Mixin private AskingOptions asking = new AskingOptions();

  AskingCommand(Terminal terminal) {
    super(terminal);
  }

  /** Exactly one way to say what it may cost. */
  static final class Price {
    @Option(names = "--spend", description = "A share of each customer's budget, such as 2%%.")
    private @Nullable String spend;

    @Option(names = "--epsilon", description = "An epsilon of the query's own.")
    private @Nullable Double epsilon;

    @Option(names = "--accuracy", description = "Half of the 95 %% interval of one count or sum.")
    private @Nullable Double accuracy;
  }

  Discreet asking() {
    return asking.open(shop);
  }

  /** Whose quotas the query counts against. */
  List<QuotaHolder> holders() {
    return asking.holders(purpose);
  }

  SegmentQuery query(Discreet shop) {
    SegmentQuery parsed = SegmentQuery.parse(sql, purpose);
    SegmentQuery query = l0 == null ? parsed : parsed.withL0(l0);
    if (!leastError) {
      if (!expected.isEmpty()) {
        throw new InputException("--expect goes with --least-error");
      }
      return query;
    }
    return expected.isEmpty()
        ? shop.forLeastError(query, cost())
        : shop.forLeastError(query, cost(), expected);
  }

  Cost cost() {
    if (price.spend != null) {
      return Share.parse(price.spend);
    }
    if (price.epsilon != null) {
      return new EpsilonCost(price.epsilon);
    }
    return new AccuracyCost(price.accuracy == null ? Double.NaN : price.accuracy);
  }

  Optional<LocalDate> asOf() {
    return Optional.ofNullable(asOf);
  }
}

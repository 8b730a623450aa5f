package io.discreet.cli.command;

import io.discreet.engine.ColumnLimit;
import io.discreet.engine.Discreet;
import io.discreet.engine.OpenOptions;
import io.discreet.engine.policy.QuotaHolder;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of every command that may charge customers: who asks, and in how much memory. */
final class AskingOptions {

  @Option(
      names = "--analyst",
      paramLabel = "NAME",
      description = "Who asks: recorded with the charge; the policy may give a quota to the name.")
  private @Nullable String name;

  @Option(
      names = "--column-memory",
      paramLabel = "SIZE",
      description =
          "The most memory for columns, such as 2GB, 800MB or 40%% of Java's heap. Default: 60%%.")
  private @Nullable String columnMemory;

  Discreet open(Path shop) {
    OpenOptions options = OpenOptions.DEFAULT;
    options = name == null ? options : options.as(name);
    options = columnMemory == null ? options : options.within(ColumnLimit.parse(columnMemory));
    return Discreet.open(shop, options);
  }

  /** Whom a query for a purpose counts for, outside of any nightly plan. */
  List<QuotaHolder> holders(String purpose) {
    return Stream.concat(
            Stream.of(QuotaHolder.purpose(purpose)),
            Stream.ofNullable(name).map(QuotaHolder::analyst))
        .toList();
  }

  /** The analyst's own account, where a name was given. */
  List<QuotaHolder> holders() {
    return Stream.ofNullable(name).map(QuotaHolder::analyst).toList();
  }
}

package io.discreet.cli.command;

import io.discreet.engine.Discreet;
import io.discreet.engine.policy.QuotaHolder;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option of every command that may charge customers: who asks. */
final class AnalystName {

  @Option(
      names = "--analyst",
      paramLabel = "NAME",
      description = "Who asks: recorded with the charge; the policy may give a quota to the name.")
  private @Nullable String name;

  Discreet open(Path shop) {
    return name == null ? Discreet.open(shop) : Discreet.openAs(shop, name);
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

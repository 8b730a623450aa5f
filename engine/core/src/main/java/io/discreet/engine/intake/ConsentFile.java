package io.discreet.engine.intake;

import io.discreet.engine.failure.RowFault;
import io.discreet.engine.keys.IdRefusal;
import io.discreet.engine.keys.IdResult;
import io.discreet.engine.keys.Pseudonym;
import io.discreet.engine.keys.Pseudonymizer;
import io.discreet.engine.ledger.ConsentRecord;
import io.discreet.engine.policy.Column;
import io.discreet.engine.policy.Policy;
import io.discreet.engine.rows.RowChecker;
import io.discreet.engine.rows.TextRow;
import io.discreet.engine.rows.ValueEncoder;
import io.discreet.engine.rows.WantedFields;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A file of consents: the customer's id, {@code purpose}, {@code granted} (true or false) and
 * {@code since} (a date).
 */
public final class ConsentFile {
  private static final int CUSTOMER = 0;
  private static final int PURPOSE = 1;
  private static final int GRANTED = 2;
  private static final int SINCE = 3;

  /**
   * What the file says.
   *
   * @param refused bad rows by kind of fault
   */
  public record Consents(List<ConsentRecord> records, long rowsRead, Map<RowFault, Long> refused) {}

  private final Policy policy;
  private final Pseudonymizer pseudonymizer;
  private final ValueEncoder dates;
  private final FaultTally tally = new FaultTally();
  private final List<ConsentRecord> records = new ArrayList<>();

  private ConsentFile(Policy policy, Pseudonymizer pseudonymizer) {
    this.policy = policy;
    this.pseudonymizer = pseudonymizer;
    this.dates = ValueEncoder.of(new Column.Date("since"), policy.timeZone());
  }

  /**
   * Reads a file.
   *
   * @param maxBadRows the largest share of bad rows that is accepted
   * @throws io.discreet.engine.failure.InputException if it cannot be read or has more bad rows
   */
  public static Consents read(
      Path path, Policy policy, Pseudonymizer pseudonymizer, double maxBadRows) {
    ConsentFile consents = new ConsentFile(policy, pseudonymizer);
    SourceFile source = SourceFile.of(path);
    String customer = policy.customer().column();
    WantedFields wanted =
        new WantedFields(
            List.of(
                customer.equals("customer") ? List.of(customer) : List.of(customer, "customer"),
                List.of("purpose"),
                List.of("granted"),
                List.of("since")));
    TextRow row = new TextRow(wanted.size());
    try (RowSource rows = source.open(wanted)) {
      while (rows.next(row)) {
        consents.tally.row();
        RowFault fault = consents.take(row);
        if (fault != null) {
          consents.tally.fault(fault);
        }
      }
    } catch (IOException e) {
      throw source.broken(e);
    }
    consents.tally.requireAtMost(FaultTally.requireShare(maxBadRows), source.name());
    return new Consents(
        List.copyOf(consents.records), consents.tally.rows(), consents.tally.faults());
  }

  private @Nullable RowFault take(TextRow row) {
    if (row.fault() != null) {
      return row.fault();
    }
    IdResult id = pseudonymizer.of(row.string(CUSTOMER));
    if (id instanceof IdRefusal refusal) {
      return RowChecker.fault(refusal);
    }
    String purpose = row.string(PURPOSE);
    if (!policy.purposes().containsKey(purpose)) {
      return RowFault.UNKNOWN_PURPOSE;
    }
    String granted = row.string(GRANTED).toLowerCase(Locale.ROOT);
    if (!granted.equals("true") && !granted.equals("false")) {
      return RowFault.UNPARSABLE_FLAG;
    }
    long since = dates.encode(row, SINCE);
    if (since == io.discreet.engine.vault.StagedRows.NULL || dates.faultOf(since) != null) {
      return RowFault.UNPARSABLE_DATE;
    }
    records.add(
        new ConsentRecord(
            (Pseudonym) id, purpose, granted.equals("true"), LocalDate.ofEpochDay(since)));
    return null;
  }
}

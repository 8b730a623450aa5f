package io.discreet.engine.ledger;

import io.discreet.engine.ledger.CustomerRecord.CapChange;
import io.discreet.engine.ledger.CustomerRecord.Consent;
import io.discreet.engine.ledger.CustomerRecord.Payment;
import io.discreet.engine.ledger.CustomerRecord.PurposeCapChange;
import io.discreet.engine.ledger.CustomerSql.CapRow;
import io.discreet.engine.ledger.CustomerSql.ConsentSet;
import io.discreet.engine.ledger.CustomerSql.PurposeCapRow;
import io.discreet.engine.ledger.FoldSql.Fold;
import io.discreet.engine.ledger.JournalSql.ChargeHeader;
import io.discreet.engine.ledger.RegistrySql.Opening;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Collects what the ledger holds about one customer, charge by charge. */
final class CustomerFile {

  private final Connection connection;
  private final int customer;

  CustomerFile(Connection connection, int customer) {
    this.connection = connection;
    this.customer = customer;
  }

  CustomerRecord read(String period, LocalDate today) throws SQLException {
    TreeMap<String, Spend> byPeriod = new TreeMap<>();
    Spend lifetime = Spend.NONE;
    boolean returned = false;
    for (Opening opening : RegistrySql.openingsAfter(connection, 0)) {
      if (opening.customer() == customer) {
        returned = true;
        lifetime = opening.balance().lifetime();
        byPeriod.merge(opening.balance().period(), opening.balance().ofPeriod(), Spend::plus);
      }
    }
    Optional<LocalDate> foldedBefore = Optional.empty();
    for (Fold fold : FoldSql.foldsAfter(connection, 0)) {
      Spend paid = fold.paidBy(customer);
      if (!paid.equals(Spend.NONE)) {
        foldedBefore = Optional.of(fold.before()); // days only rise
        lifetime = lifetime.plus(paid);
        byPeriod.merge(fold.period(), paid, Spend::plus);
      }
    }
    List<Payment> payments = payments();
    for (Payment payment : payments) {
      lifetime = lifetime.plus(payment.spend());
      byPeriod.merge(payment.period(), payment.spend(), Spend::plus);
    }
    return new CustomerRecord(
        customer,
        consents(today),
        caps(),
        purposeCaps(),
        payments,
        period,
        byPeriod,
        lifetime,
        foldedBefore,
        returned);
  }

  private List<Payment> payments() throws SQLException {
    List<Payment> payments = new ArrayList<>();
    for (ChargeHeader charge : JournalSql.chargesAfter(connection, 0)) {
      Spend paid = charge.paidBy(customer, JournalSql.payers(connection, charge));
      if (!paid.equals(Spend.NONE)) {
        payments.add(
            new Payment(charge.releaseId(), charge.at(), charge.period(), charge.purpose(), paid));
      }
    }
    return payments;
  }

  private List<CapChange> caps() throws SQLException {
    List<CapChange> caps = new ArrayList<>();
    for (CapRow row : CustomerSql.capsAfter(connection, 0)) {
      if (row.customer() == customer) {
        caps.add(new CapChange(row.at(), row.cap()));
      }
    }
    return caps;
  }

  private List<PurposeCapChange> purposeCaps() throws SQLException {
    List<PurposeCapChange> caps = new ArrayList<>();
    for (PurposeCapRow row : CustomerSql.purposeCapsAfter(connection, 0)) {
      if (row.customer() == customer) {
        caps.add(new PurposeCapChange(row.at(), row.cap()));
      }
    }
    return caps;
  }

  private List<Consent> consents(LocalDate today) throws SQLException {
    List<ConsentSet> own = new ArrayList<>();
    Map<String, ConsentSet> effective = new HashMap<>();
    for (ConsentSet consent : CustomerSql.consents(connection)) {
      if (consent.customers().contains(customer)) {
        own.add(consent);
        if (!consent.since().isAfter(today)) {
          effective.put(consent.purpose(), consent); // the order is that in which the last one wins
        }
      }
    }
    own.sort(Comparator.comparing(ConsentSet::purpose)); // stable: days stay in order
    return own.stream()
        .map(
            consent ->
                new Consent(
                    consent.purpose(),
                    consent.granted(),
                    consent.since(),
                    consent.at(),
                    consent.equals(effective.get(consent.purpose()))))
        .toList();
  }
}

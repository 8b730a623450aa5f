package io.discreet.engine;

import io.discreet.engine.ledger.Ledger;
import io.discreet.engine.ledger.Registry;
import io.discreet.engine.policy.Policy;
import io.discreet.engine.policy.Purpose;
import io.discreet.engine.policy.Table;
import io.discreet.engine.release.Release;
import io.discreet.engine.release.ReleaseJson;
import io.discreet.engine.vault.TableData;
import io.discreet.engine.vault.Vault;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Compares what is held with what was asked. */
final class Minimisation {

  private static final Pattern TEXT_CONSTANT = Pattern.compile("'(?:[^']|'')*'");
  private static final Pattern NO_NAME = Pattern.compile("[^\\p{L}\\p{N}_]+");

  private final Policy policy;
  private final LocalDate since;
  private final List<Asked> asked;

  /** A release, and the names that its question uses. */
  private record Asked(Release release, LocalDate day, Set<String> names) {

    static Asked of(Release release, Policy policy) {
      String withoutConstants = TEXT_CONSTANT.matcher(release.query()).replaceAll(" ");
      return new Asked(
          release,
          LocalDate.ofInstant(release.at(), policy.timeZone()),
          new HashSet<>(Arrays.asList(NO_NAME.split(withoutConstants, -1))));
    }

    /** Whether the question names a column, of its own table or of one that it may reach. */
    boolean uses(Table table, String column) {
      return names.contains(column) && (names.contains(table.name()) || table.oneRowPerCustomer());
    }
  }

  private Minimisation(Policy policy, LocalDate since, List<Asked> asked) {
    this.policy = policy;
    this.since = since;
    this.asked = asked;
  }

  static MinimisationReport report(Path shop, Ledger ledger, Policy policy, LocalDate since) {
    List<Asked> asked =
        ledger.releases().stream()
            .map(ReleaseJson::readAll)
            .flatMap(List::stream)
            .map(release -> Asked.of(release, policy))
            .toList();
    int generation = ledger.vaultGeneration();
    String shopId = ledger.facts().shopId();
    try (Vault vault =
        generation == 0
            ? Vault.empty(shopId, policy)
            : Vault.open(shop, shopId, generation, policy)) {
      return new Minimisation(policy, since, asked).report(ledger, vault);
    }
  }

  private MinimisationReport report(Ledger ledger, Vault vault) {
    Registry registry = ledger.registry();
    BitSet known = known(registry);
    BitSet withRows = withRows(vault, known);
    Map<Purpose, BitSet> takingPart = new LinkedHashMap<>();
    BitSet takingPartAtAll = new BitSet();
    for (Purpose purpose : policy.purposes().values()) {
      BitSet customers = ledger.takingPart(purpose);
      takingPart.put(purpose, customers);
      takingPartAtAll.or(customers);
    }
    BitSet withoutConsent = (BitSet) withRows.clone();
    withoutConsent.andNot(takingPartAtAll);
    return new MinimisationReport(
        since,
        count(one -> true),
        columns(vault),
        takingPart.entrySet().stream()
            .map(purpose -> purpose(purpose.getKey(), purpose.getValue()))
            .toList(),
        known.cardinality(),
        known.cardinality() - withRows.cardinality(),
        withoutConsent.cardinality());
  }

  private static BitSet known(Registry registry) {
    BitSet known = new BitSet(registry.size());
    for (int customer = 0; customer < registry.size(); customer++) {
      known.set(customer, !VaultAudit.FORGOTTEN.equals(registry.pseudonym(customer)));
    }
    return known;
  }

  private BitSet withRows(Vault vault, BitSet known) {
    BitSet customers = new BitSet();
    for (String table : policy.tables().keySet()) {
      TableData data = vault.table(table);
      int[] offsets = data.offsets();
      for (int customer = 0; customer < data.customers(); customer++) {
        if (offsets[customer + 1] > offsets[customer]) {
          customers.set(customer);
        }
      }
    }
    customers.and(known);
    return customers;
  }

  private List<MinimisationReport.ColumnUse> columns(Vault vault) {
    List<MinimisationReport.ColumnUse> columns = new ArrayList<>();
    for (Table table : policy.tables().values()) {
      TableData data = vault.table(table.name());
      long rows = data.customers() == 0 ? 0 : data.offsets()[data.customers()];
      for (String column : table.columns().keySet()) {
        Predicate<Asked> uses = one -> one.uses(table, column);
        columns.add(
            new MinimisationReport.ColumnUse(table.name(), column, rows, count(uses), last(uses)));
      }
    }
    return columns;
  }

  private MinimisationReport.PurposeUse purpose(Purpose purpose, BitSet takingPart) {
    Predicate<Asked> isFor = one -> one.release().purpose().equals(purpose.name());
    return new MinimisationReport.PurposeUse(
        purpose.name(),
        purpose.consentRequired(),
        takingPart.cardinality(),
        count(isFor),
        last(isFor));
  }

  private int count(Predicate<Asked> which) {
    return (int) asked.stream().filter(one -> !one.day().isBefore(since)).filter(which).count();
  }

  private Optional<LocalDate> last(Predicate<Asked> which) {
    return asked.stream().filter(which).map(Asked::day).max(LocalDate::compareTo);
  }
}

package io.discreet.engine.rows;

import io.discreet.engine.failure.InputException;
import io.discreet.engine.failure.Nearest;
import io.discreet.engine.keys.PseudonymKey;
import io.discreet.engine.keys.SipHash24;
import io.discreet.engine.policy.Column;
import io.discreet.engine.policy.Policy;
import io.discreet.engine.policy.PolicyFile;
import io.discreet.engine.policy.Table;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * What happens to each row of one table where it is read: all that another machine needs.
 *
 * <h2>Security guarantees</h2>
 *
 * Holds the keys of the shop's pseudonyms and the key that orders rows: whoever carries it keeps it
 * in memory and off every log. Holds no raw id and no row.
 */
public final class RowCheck implements Serializable {
  private static final long serialVersionUID = 1L;

  private final String policyText;
  private final String table;
  private final PseudonymKey pseudonyms;
  private final byte[] boundingKey;

  /**
   * @param policyText of a policy that declares {@code table}
   * @param boundingKey of the shop
   */
  public RowCheck(String policyText, String table, PseudonymKey pseudonyms, byte[] boundingKey) {
    this.policyText = policyText;
    this.table = table;
    this.pseudonyms = pseudonyms;
    this.boundingKey = boundingKey.clone();
  }

  /**
   * The fields of a row: the raw id, then the table's columns in the policy's order.
   *
   * @throws InputException if a column is declared that the raw id has the name of
   */
  public WantedFields fields() {
    Policy policy = policy();
    List<List<String>> names = new ArrayList<>();
    names.add(List.of(policy.customer().column()));
    for (Column column : declared(policy).columns().values()) {
      names.add(List.of(column.name()));
    }
    return new WantedFields(names);
  }

  /** A new checker, for one thread. */
  public RowChecker checker() {
    Policy policy = policy();
    return new RowChecker(
        declared(policy).columns().values().stream()
            .map(column -> ValueEncoder.of(column, policy.timeZone()))
            .toList(),
        pseudonyms.pseudonymizer(),
        SipHash24.of(boundingKey));
  }

  private Policy policy() {
    return PolicyFile.parse(policyText, "discreet.yaml");
  }

  private Table declared(Policy policy) {
    Table declared = policy.tables().get(table);
    if (declared == null) {
      throw new InputException(
          "unknown table " + table + Nearest.hintOrKnown(table, policy.tables().keySet()));
    }
    return declared;
  }

  @Override
  public String toString() {
    return "RowCheck[" + table + "]";
  }
}

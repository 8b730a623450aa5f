package io.discreet.engine.intake;

import io.discreet.engine.failure.RowFault;
import java.util.List;
import java.util.Map;

/**
 * What an intake did, in counts: for the operator.
 *
 * @param rowsRead all rows of the files
 * @param rowsKept rows that are in the vault now
 * @param rowsRefused bad rows by kind of fault
 * @param rowsExpired rows older than the policy's retention, which were not kept
 * @param rowsRetired rows that the vault had and that have become older than the retention, by
 *     table: they are gone
 * @param valuesAdjusted by column: values moved into range, and undeclared categories
 * @param customers customers with a kept row
 * @param newCustomers those of them that the shop did not know
 * @param ignoredColumns columns of the files that the policy does not declare
 */
public record IntakeSummary(
    String table,
    long rowsRead,
    long rowsKept,
    Map<RowFault, Long> rowsRefused,
    long rowsExpired,
    Map<String, Long> rowsRetired,
    Map<String, Long> valuesAdjusted,
    int customers,
    int newCustomers,
    List<String> ignoredColumns) {}

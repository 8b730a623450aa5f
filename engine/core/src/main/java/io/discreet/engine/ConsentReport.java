package io.discreet.engine;

import io.discreet.engine.failure.RowFault;
import java.util.Map;

/**
 * What a file of consents did, in counts: for the operator.
 *
 * @param rowsRead all rows of the file
 * @param recorded consents that are in the ledger now
 * @param rowsRefused bad rows by kind of fault
 * @param newCustomers customers that the shop did not know
 */
public record ConsentReport(
    long rowsRead, int recorded, Map<RowFault, Long> rowsRefused, int newCustomers) {}

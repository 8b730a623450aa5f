package io.discreet.engine.ledger;

/**
 * What recording consents did.
 *
 * @param newCustomers how many customers were unknown before
 * @param dataVersion operator intakes, this one included
 */
public record ConsentSummary(int newCustomers, long dataVersion) {}

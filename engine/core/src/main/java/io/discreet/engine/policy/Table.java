package io.discreet.engine.policy;

import java.util.Map;
import java.util.OptionalInt;

/**
 * A declared table.
 *
 * @param maxRows the most rows of one customer that count in one segment; empty where the policy
 *     gives none, so that {@code COUNT(*)} and {@code AVG} cannot be asked
 * @param columns by name, in the order of the file, without the customer's id
 */
public record Table(
    String name, boolean oneRowPerCustomer, OptionalInt maxRows, Map<String, Column> columns) {}

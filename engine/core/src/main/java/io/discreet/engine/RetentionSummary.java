package io.discreet.engine;

import java.time.LocalDate;
import java.util.Map;

/**
 * What a retention run let go: for the operator, since it tells about rows.
 *
 * @param cutoff the first day that is kept
 * @param rows how many rows went, by table
 * @param charges how many charges no longer name who paid
 */
public record RetentionSummary(LocalDate cutoff, Map<String, Long> rows, int charges) {}

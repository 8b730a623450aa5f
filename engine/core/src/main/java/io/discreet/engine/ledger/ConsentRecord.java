package io.discreet.engine.ledger;

import io.discreet.engine.keys.Pseudonym;
import java.time.LocalDate;

/** One customer's word on one purpose, in force from a day on. */
public record ConsentRecord(Pseudonym customer, String purpose, boolean granted, LocalDate since) {}

package io.discreet.engine.ledger;

import java.util.Optional;

/**
 * What an audit of the ledger found.
 *
 * @param head the newest entry, as {@code sequence:token}: to be kept elsewhere
 * @param entries how many entries the chain has
 * @param releases how many releases, each with its charge
 * @param fault the first thing that is wrong; empty when nothing is
 */
public record AuditResult(String head, long entries, int releases, Optional<String> fault) {}

package io.discreet.engine;

/**
 * What an audit that found nothing wrong looked at.
 *
 * @param head the newest entry, as {@code sequence:token}: kept elsewhere, it lets a later audit
 *     notice that all files were put back from a backup
 * @param entries entries of the ledger, all in one hash chain
 * @param releases releases, each beside its charge
 * @param customers customer indexes ever given
 * @param vaultGeneration the vault file that was looked at; 0 before the first intake
 */
public record AuditReport(
    String head, long entries, int releases, int customers, int vaultGeneration) {}

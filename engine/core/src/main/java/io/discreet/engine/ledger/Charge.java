package io.discreet.engine.ledger;

/**
 * Who pays what for one release.
 *
 * @param releaseId the release's id
 * @param worstCaseUnits what the largest possible contribution costs; level 0
 * @param deltaUnits what each payer pays in the second column, the δ of selection, in units of
 *     2⁻⁶²; 0 for a query without selection
 * @param levelUnits the units of each level, falling: ⌈worst case × 2^(−k/4)⌉ for k = 0..63
 * @param payers who pays which of the levels
 */
public record Charge(
    String releaseId, long worstCaseUnits, long deltaUnits, long[] levelUnits, Payers payers) {

  /** The most that anybody pays. */
  Spend worstCase() {
    return new Spend(worstCaseUnits, deltaUnits);
  }
}

package io.discreet.engine.ledger;

/**
 * A charge whose payers are being packed as they are stored, while the caller goes on: it depends
 * on nothing but the charge.
 */
public final class PackedCharge {

  private final Charge charge;
  private final Beside<byte[]> payers;

  private PackedCharge(Charge charge) {
    this.charge = charge;
    this.payers = Beside.begin(() -> PayerSets.encode(charge.payers(), charge.levelUnits()));
  }

  /** Begins to pack; {@link Ledger#commit} looks at the charge, and then waits for the end. */
  public static PackedCharge begin(Charge charge) {
    return new PackedCharge(charge);
  }

  Charge charge() {
    return charge;
  }

  /** The payers as they are stored. Fails where the charge could not pass its check. */
  byte[] payers() {
    return payers.result();
  }
}

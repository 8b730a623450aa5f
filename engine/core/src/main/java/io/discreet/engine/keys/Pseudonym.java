package io.discreet.engine.keys;

/** The keyed 128-bit token that replaces a raw id at intake. */
public record Pseudonym(long high, long low) implements IdResult {

  /** 32 hexadecimal digits. */
  @Override
  public String toString() {
    return String.format("%016x%016x", high, low);
  }
}

package io.discreet.engine.keys;

import io.discreet.engine.policy.CustomerId.Kind;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/**
 * The keys of a shop's pseudonyms on their way to the machines that read its rows.
 *
 * <h2>Security guarantees</h2>
 *
 * Whoever holds its bytes can test a guessed raw id. No method tells them; whoever carries it keeps
 * it in memory and off every log. It holds none of the shop's other keys.
 */
public final class PseudonymKey implements Serializable {
  private static final long serialVersionUID = 1L;

  private final byte[] first;
  private final byte[][] steps;
  private final Kind kind;

  /**
   * @param steps of the rotations since the first key was drawn
   */
  PseudonymKey(byte[] first, List<RotationStep> steps, Kind kind) {
    this.first = first.clone();
    this.steps = steps.stream().map(RotationStep::pseudonymKey).toArray(byte[][]::new);
    this.kind = kind;
  }

  /** A new pseudonymizer, for one thread. */
  public Pseudonymizer pseudonymizer() {
    return new Pseudonymizer(first, Arrays.stream(steps).map(RotationStep::walk).toList(), kind);
  }

  @Override
  public String toString() {
    return "PseudonymKey";
  }
}

package io.discreet.engine;

/** The same of a shop whose vault lies in parts. */
class VaultInPartsCrashTest extends VaultCrashTest {

  @Override
  boolean inParts() {
    return true;
  }
}

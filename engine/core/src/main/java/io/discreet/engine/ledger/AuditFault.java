package io.discreet.engine.ledger;

import java.util.function.Supplier;

/** The first thing that an audit found wrong. */
final class AuditFault extends RuntimeException {

  private static final long serialVersionUID = 1;

  AuditFault(String what) {
    super(what);
  }

  static void require(boolean holds, Supplier<String> what) {
    if (!holds) {
      throw new AuditFault(what.get());
    }
  }

  String what() {
    return String.valueOf(getMessage());
  }
}

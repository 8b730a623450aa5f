package io.discreet.engine.query;

import io.discreet.engine.failure.InputException;

/** The question itself is wrong: the message names the offending part and what would be right. */
public final class QueryException extends InputException {
  private static final long serialVersionUID = 1L;

  public QueryException(String message) {
    super(message);
  }
}

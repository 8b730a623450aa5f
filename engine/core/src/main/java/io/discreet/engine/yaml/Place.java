package io.discreet.engine.yaml;

import io.discreet.engine.failure.InputException;
import io.discreet.engine.failure.Quote;

/**
 * Where in a file something stands.
 *
 * @param line counted from 1
 * @param path keys joined by dots; empty at the top
 */
public record Place(String source, int line, String path) {

  /** A key of the mapping that is here. */
  public Place key(String key, int keyLine) {
    String name = Quote.shorten(key);
    return new Place(source, keyLine, path.isEmpty() ? name : path + "." + name);
  }

  /** An item of the list that is here. */
  public Place item(int index, int itemLine) {
    return new Place(source, itemLine, path + "[" + index + "]");
  }

  /** What is wrong here, on one line. */
  public InputException refuse(String problem) {
    return new InputException(message(problem));
  }

  InputException refuse(String problem, Throwable cause) {
    return new InputException(message(problem), cause);
  }

  private String message(String problem) {
    String where = source + ":" + line + ": ";
    return where + (path.isEmpty() ? problem : path + ": " + problem);
  }
}

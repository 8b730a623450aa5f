package io.discreet.engine.policy;

import io.discreet.engine.failure.InputException;
import io.discreet.engine.yaml.YamlDocument;
import java.nio.file.Path;

/**
 * Reads {@code discreet.yaml}. Strict: an unknown, missing or repeated key, a value of the wrong
 * type or out of bounds is an {@link InputException} of one line that names file, line, key and
 * remedy.
 */
public final class PolicyFile {

  /** The longest policy that is read, in bytes. */
  public static final int MOST_BYTES = YamlDocument.MOST_BYTES;

  private static final String CONTENT = "declare customer, time-zone, budget, purposes and tables";

  private PolicyFile() {}

  /**
   * Reads a policy from a file of UTF-8 text.
   *
   * @throws InputException if the file cannot be read, or is not a policy
   */
  public static Policy read(Path file) {
    return PolicyReader.read(YamlDocument.read(file, "policy", CONTENT));
  }

  /**
   * Reads a policy from its text.
   *
   * @param sourceName what messages call the text: a file name
   * @throws InputException if the text is not a policy
   */
  public static Policy parse(String yaml, String sourceName) {
    return PolicyReader.read(YamlDocument.parse(yaml, sourceName, CONTENT));
  }
}

package io.discreet.engine.policy;

import io.discreet.engine.failure.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reads {@code discreet.yaml}. Strict: an unknown, missing or repeated key, a value of the wrong
 * type or out of bounds is an {@link InputException} of one line that names file, line, key and
 * remedy.
 */
public final class PolicyFile {

  /** The longest policy that is read, in bytes. */
  public static final int MOST_BYTES = 1 << 20;

  private PolicyFile() {}

  /**
   * Reads a policy from a file of UTF-8 text.
   *
   * @throws InputException if the file cannot be read, or is not a policy
   */
  public static Policy read(Path file) {
    Place place = new Place(String.valueOf(file.getFileName()), 1, "");
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MOST_BYTES + 1);
    } catch (IOException e) {
      throw new InputException(
          "policy " + file + ": cannot be read; check that the file exists and may be read", e);
    }
    if (bytes.length > MOST_BYTES) {
      throw place.refuse("is longer than " + MOST_BYTES + " bytes");
    }
    String yaml;
    try {
      yaml =
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(bytes))
              .toString();
    } catch (CharacterCodingException e) {
      throw place.refuse("is not UTF-8 text; save it as UTF-8", e);
    }
    return parse(yaml, place.source());
  }

  /**
   * Reads a policy from its text.
   *
   * @param sourceName what messages call the text: a file name
   * @throws InputException if the text is not a policy
   */
  public static Policy parse(String yaml, String sourceName) {
    if (yaml.length() > MOST_BYTES) {
      throw new Place(sourceName, 1, "").refuse("is longer than " + MOST_BYTES + " characters");
    }
    return PolicyReader.read(YamlTree.parse(yaml, sourceName));
  }
}

package io.discreet.engine.yaml;

import io.discreet.engine.failure.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** One YAML document: UTF-8 text of at most {@link #MOST_BYTES}. */
public final class YamlDocument {

  /** The longest document that is read, in bytes. */
  public static final int MOST_BYTES = 1 << 20;

  private YamlDocument() {}

  /**
   * Reads a document from a file.
   *
   * @param what the file is, for messages: policy, plan
   * @param content what an empty file should hold, for messages
   * @throws InputException if the file cannot be read, or is not one YAML document
   */
  public static YamlNode read(Path file, String what, String content) {
    Place place = new Place(String.valueOf(file.getFileName()), 1, "");
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MOST_BYTES + 1);
    } catch (IOException e) {
      throw new InputException(
          what + " " + file + ": cannot be read; check that the file exists and may be read", e);
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
    return parse(yaml, place.source(), content);
  }

  /**
   * Reads a document from its text.
   *
   * @param source what messages call the text: a file name
   * @param content what an empty text should hold, for messages
   * @throws InputException if the text is not one YAML document
   */
  public static YamlNode parse(String yaml, String source, String content) {
    if (yaml.length() > MOST_BYTES) {
      throw new Place(source, 1, "").refuse("is longer than " + MOST_BYTES + " characters");
    }
    return YamlTree.parse(yaml, source, content);
  }
}

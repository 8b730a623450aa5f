package io.discreet.cli.nightly;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The JSON schema of nightly plans. A test holds it and {@link PlanFile} together. */
public final class PlanSchema {

  private PlanSchema() {}

  /** The schema, ending in a line feed. */
  public static String text() {
    try (InputStream in = PlanSchema.class.getResourceAsStream("plan.schema.json")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

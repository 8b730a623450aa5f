package io.discreet.engine.release;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.discreet.engine.failure.InputException;
import io.discreet.engine.release.Release.Axis;
import io.discreet.engine.release.Release.Charged;
import io.discreet.engine.release.Release.Coverage;
import io.discreet.engine.release.Release.Estimate;
import io.discreet.engine.release.Release.Joint;
import io.discreet.engine.release.Release.MeasureInfo;
import io.discreet.engine.release.Release.Night;
import io.discreet.engine.release.Release.Noise;
import io.discreet.engine.release.Release.Place;
import io.discreet.engine.release.Release.Row;
import io.discreet.engine.release.Release.Selection;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The one stored form of a release, or of several from one draw: a JSON object in UTF-8, format 2.
 *
 * <p>Canonical: keys in a fixed order, no space between tokens, dates and instants in ISO 8601,
 * numbers in the shortest form that reads back as the same double. So equal releases have equal
 * bytes, and {@code write(read(bytes))} is {@code bytes} for whatever {@link #write} wrote.
 *
 * <p>Strict: an unknown, missing or repeated key, a value of the wrong type and a format of another
 * version are refused. A message names the place and the rule, never the content.
 */
public final class ReleaseJson {

  private static final int FORMAT = 2;

  private static final ObjectMapper MAPPER =
      new ObjectMapper(
              JsonFactory.builder()
                  // Double.toString has two outputs for some doubles, depending on the Java
                  // version.
                  .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private ReleaseJson() {}

  /**
   * Returns the canonical bytes.
   *
   * @throws InputException if a text of the release is not valid Unicode
   */
  public static byte[] write(Release release) {
    return bytes(release.id(), json -> write(release, json));
  }

  /**
   * Returns the canonical bytes of the answers from one draw, which are stored as one.
   *
   * @throws IllegalArgumentException if they do not all belong to one draw, the first of which its
   *     charge is called by
   * @throws InputException as {@link #write}
   */
  public static byte[] writeJointly(List<Release> releases) {
    checkJoint(releases);
    return bytes(
        releases.get(0).id(),
        json -> {
          json.writeStartObject();
          json.writeNumberField("format", FORMAT);
          json.writeArrayFieldStart("releases");
          for (Release release : releases) {
            write(release, json);
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  private static void checkJoint(List<Release> releases) {
    HashSet<String> ids = new HashSet<>();
    boolean holds = !releases.isEmpty();
    for (Release release : releases) {
      holds &=
          ids.add(release.id())
              && release.jointly().equals(releases.get(0).jointly())
              && release
                  .jointly()
                  .filter(joint -> joint.charge().equals(releases.get(0).id()))
                  .filter(joint -> joint.answers() == releases.size())
                  .isPresent();
    }
    if (!holds) {
      throw new IllegalArgumentException("these releases are not the answers from one draw");
    }
  }

  private interface Writing {
    void to(JsonGenerator json) throws IOException;
  }

  private static byte[] bytes(String id, Writing content) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = MAPPER.createGenerator(text)) {
      content.to(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    try {
      // Encoded here because the generator replaces a lone surrogate without a word.
      ByteBuffer encoded = UTF_8.newEncoder().encode(CharBuffer.wrap(text.getBuffer()));
      byte[] bytes = new byte[encoded.remaining()];
      encoded.get(bytes);
      return bytes;
    } catch (CharacterCodingException e) {
      throw new InputException("release " + id + ": a text is not valid Unicode", e);
    }
  }

  /**
   * Returns the release that the bytes hold.
   *
   * @throws InputException if they do not hold one that this version of Discreet can read
   */
  public static Release read(byte[] bytes) {
    return checked(() -> release(new JsonFields("release", tree(bytes))));
  }

  /**
   * Returns the release that the bytes hold, or all answers from one draw in their order.
   *
   * @throws InputException as {@link #read}
   */
  public static List<Release> readAll(byte[] bytes) {
    JsonNode tree = tree(bytes);
    return checked(
        () -> {
          JsonFields fields = new JsonFields("release", tree);
          if (!fields.has("releases")) {
            return List.of(release(fields));
          }
          format(fields);
          List<Release> releases =
              new ArrayList<>(fields.objects("releases", ReleaseJson::release));
          fields.end();
          checkJoint(releases);
          return List.copyOf(releases);
        });
  }

  private static JsonNode tree(byte[] bytes) {
    try {
      // Decoded here because the parser would accept UTF-16 and UTF-32 as well.
      return MAPPER.readTree(UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      throw new InputException("release: not valid UTF-8", e);
    } catch (JsonProcessingException e) {
      // The parser's own message quotes what it read, so it is not passed on.
      throw new InputException("release: not a well-formed JSON object", e);
    }
  }

  private static <T> T checked(Supplier<T> read) {
    try {
      return read.get();
    } catch (InputException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw new InputException("release: " + e.getMessage(), e);
    }
  }

  private static void write(Release release, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeNumberField("format", FORMAT);
    json.writeStringField("id", release.id());
    json.writeStringField("at", release.at().toString());
    json.writeStringField("asOf", release.asOf().toString());
    if (release.night().isPresent()) {
      json.writeObjectFieldStart("night");
      json.writeStringField("plan", release.night().get().plan());
      json.writeStringField("query", release.night().get().query());
      json.writeEndObject();
    } else {
      json.writeNullField("night");
    }
    json.writeStringField("query", release.query());
    json.writeStringField("table", release.table());
    json.writeStringField("purpose", release.purpose());
    json.writeNumberField("l0", release.l0());
    json.writeObjectFieldStart("charged");
    json.writeStringField("currency", release.charged().currency());
    json.writeNumberField("worstCaseUnits", release.charged().worstCaseUnits());
    json.writeNumberField("budgetUnits", release.charged().budgetUnits());
    json.writeNumberField("epsilon", release.charged().epsilon());
    json.writeEndObject();
    if (release.jointly().isPresent()) { // left out of an answer by itself
      json.writeObjectFieldStart("jointly");
      json.writeStringField("charge", release.jointly().get().charge());
      json.writeNumberField("answers", release.jointly().get().answers());
      json.writeNumberField("worstCaseUnits", release.jointly().get().worstCaseUnits());
      json.writeEndObject();
    }
    if (release.selection().isPresent()) {
      Selection selection = release.selection().get();
      json.writeObjectFieldStart("selection");
      json.writeStringField("mechanism", selection.mechanism());
      json.writeNumberField("threshold", selection.threshold());
      json.writeNumberField("delta", selection.delta());
      json.writeEndObject();
    } else {
      json.writeNullField("selection");
    }
    json.writeStringField("coverage", release.coverage().words());
    json.writeNumberField("dataVersion", release.dataVersion());
    json.writeStringField("policyHash", release.policyHash());
    json.writeArrayFieldStart("dimensions");
    for (Axis axis : release.dimensions()) {
      json.writeStartObject();
      json.writeStringField("name", axis.name());
      json.writeStringField("column", axis.column());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("measures");
    for (MeasureInfo measure : release.measures()) {
      write(measure, json);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("rows");
    for (Row row : release.rows()) {
      write(row, json);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void write(MeasureInfo measure, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", measure.name());
    json.writeStringField("kind", measure.kind().name());
    json.writeNumberField("decimals", measure.decimals());
    json.writeArrayFieldStart("noise");
    for (Noise noise : measure.noise()) {
      json.writeStartObject();
      json.writeStringField("answer", noise.answer());
      json.writeStringField("mechanism", noise.mechanism());
      json.writeNumberField("scaleUnits", noise.scaleUnits());
      json.writeStringField("unit", noise.unit());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void write(Row row, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart("segment");
    for (String cell : row.segment()) {
      json.writeString(cell);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("estimates");
    for (Estimate estimate : row.estimates()) {
      json.writeStartObject();
      json.writeNumberField("value", estimate.value());
      json.writeNumberField("standardError", estimate.standardError());
      json.writeNumberField("low", estimate.low());
      json.writeNumberField("high", estimate.high());
      json.writeEndObject();
    }
    json.writeEndArray();
    if (row.place().isPresent()) { // left out where nothing is ranked
      Place place = row.place().get();
      json.writeObjectFieldStart("place");
      json.writeNumberField("noisy", place.noisy());
      json.writeNumberField("best", place.best());
      json.writeNumberField("worst", place.worst());
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  private static void format(JsonFields fields) {
    int format = fields.integer("format");
    if (format != FORMAT) {
      throw new InputException(
          "release.format must be "
              + FORMAT
              + ", got "
              + format
              + ": another version of Discreet wrote it");
    }
  }

  private static Release release(JsonFields fields) {
    format(fields);
    Release release =
        new Release(
            fields.text("id"),
            fields.parsed("at", "an ISO instant", Instant::parse),
            fields.parsed("asOf", "an ISO date", LocalDate::parse),
            fields.optionalObject("night").map(ReleaseJson::night),
            fields.text("query"),
            fields.text("table"),
            fields.text("purpose"),
            fields.integer("l0"),
            charged(fields.object("charged")),
            fields.has("jointly") ? Optional.of(joint(fields.object("jointly"))) : Optional.empty(),
            fields.optionalObject("selection").map(ReleaseJson::selection),
            coverage(fields.text("coverage")),
            fields.longInteger("dataVersion"),
            fields.text("policyHash"),
            fields.objects("dimensions", ReleaseJson::axis),
            fields.objects("measures", ReleaseJson::measure),
            fields.objects("rows", ReleaseJson::row));
    fields.end();
    return release;
  }

  private static Night night(JsonFields fields) {
    Night night = new Night(fields.text("plan"), fields.text("query"));
    fields.end();
    return night;
  }

  private static Charged charged(JsonFields fields) {
    Charged charged =
        new Charged(
            fields.text("currency"),
            fields.longInteger("worstCaseUnits"),
            fields.longInteger("budgetUnits"),
            fields.real("epsilon"));
    fields.end();
    return charged;
  }

  private static Joint joint(JsonFields fields) {
    Joint joint =
        new Joint(
            fields.text("charge"), fields.integer("answers"), fields.longInteger("worstCaseUnits"));
    fields.end();
    return joint;
  }

  private static Selection selection(JsonFields fields) {
    Selection selection =
        new Selection(fields.text("mechanism"), fields.real("threshold"), fields.real("delta"));
    fields.end();
    return selection;
  }

  private static Coverage coverage(String words) {
    for (Coverage coverage : Coverage.values()) {
      if (coverage.words().equals(words)) {
        return coverage;
      }
    }
    throw new InputException("release.coverage must be 'complete' or 'may be partial'");
  }

  private static Axis axis(JsonFields fields) {
    Axis axis = new Axis(fields.text("name"), fields.text("column"));
    fields.end();
    return axis;
  }

  private static MeasureInfo measure(JsonFields fields) {
    MeasureInfo measure =
        new MeasureInfo(
            fields.text("name"),
            kind(fields.text("kind")),
            fields.integer("decimals"),
            fields.objects("noise", ReleaseJson::noise));
    fields.end();
    return measure;
  }

  private static MeasureInfo.Kind kind(String name) {
    for (MeasureInfo.Kind kind : MeasureInfo.Kind.values()) {
      if (kind.name().equals(name)) {
        return kind;
      }
    }
    throw new InputException(
        "release.measures.kind must be one of " + Arrays.toString(MeasureInfo.Kind.values()));
  }

  private static Noise noise(JsonFields fields) {
    Noise noise =
        new Noise(
            fields.text("answer"),
            fields.text("mechanism"),
            fields.real("scaleUnits"),
            fields.text("unit"));
    fields.end();
    return noise;
  }

  private static Row row(JsonFields fields) {
    Row row =
        new Row(
            fields.texts("segment"),
            fields.objects("estimates", ReleaseJson::estimate),
            fields.has("place") ? Optional.of(place(fields.object("place"))) : Optional.empty());
    fields.end();
    return row;
  }

  private static Place place(JsonFields fields) {
    Place place =
        new Place(fields.integer("noisy"), fields.integer("best"), fields.integer("worst"));
    fields.end();
    return place;
  }

  private static Estimate estimate(JsonFields fields) {
    Estimate estimate =
        new Estimate(
            fields.real("value"),
            fields.real("standardError"),
            fields.real("low"),
            fields.real("high"));
    fields.end();
    return estimate;
  }
}

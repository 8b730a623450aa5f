package io.discreet.cli.nightly;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.discreet.engine.failure.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The schema that editors read and the reader of plans accept the same. */
class PlanSchemaTest {

  private static final String QUERY = "    query: SELECT COUNT(*) FROM purchases\n";

  private static final String PLAN =
      "purpose: recommendations\nspend: 3%\nqueries:\n  - name: all\n" + QUERY;

  private static final JsonSchema SCHEMA =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(PlanSchema.text());

  private static boolean schemaAccepts(String yaml) throws IOException {
    return SCHEMA.validate(new YAMLMapper().readTree(yaml)).isEmpty();
  }

  private static boolean readerAccepts(String yaml) {
    try {
      PlanFile.parse(yaml, "plan");
      return true;
    } catch (InputException e) {
      return false;
    }
  }

  @Test
  void schema_keysOfEachMapping_areThoseThatTheReaderKnows() throws IOException {
    JsonNode schema = new ObjectMapper().readTree(PlanSchema.text());

    assertThat(keys(schema)).containsExactlyInAnyOrderElementsOf(PlanFile.KEYS);
    assertThat(keys(schema.at("/properties/outputs")))
        .containsExactlyInAnyOrderElementsOf(PlanFile.OUTPUT_KEYS);
    assertThat(keys(schema.at("/$defs/query")))
        .containsExactlyInAnyOrderElementsOf(QueryDraft.KEYS);
  }

  private static List<String> keys(JsonNode object) {
    assertThat(object.get("additionalProperties").asBoolean(true)).isFalse();
    List<String> keys = new ArrayList<>();
    object.get("properties").fieldNames().forEachRemaining(keys::add);
    return keys;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "    purpose: stock-planning\n",
        "    weight: 2.5\n",
        "    share: 2%\n",
        "    epsilon: 0.25\n",
        "    accuracy: 20\n",
        "    every: month\n",
        "    l0: 2\n",
        "    expect: 200\n",
        "    expect: [200]\n",
        "every: week\n",
        "divide: weight\n",
        "divide: least-error\n",
        "outputs: { report: a.html, export: b, formats: [csv, json, parquet] }\n",
        "outputs: { formats: [] }\n",
      })
  void plan_rightKey_isAcceptedByBoth(String line) throws IOException {
    // A query with a cost of its own leaves spend to another one.
    String plan = PLAN + line + "  - { name: other, query: SELECT COUNT(*) FROM t }\n";
    String ordered = line.startsWith(" ") ? plan : line + PLAN;
    assertThat(readerAccepts(ordered)).isTrue();
    assertThat(schemaAccepts(ordered)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "    from: purchases\n    measure: customers\n",
        "    from: purchases\n    measure: [customers, SUM(amount)]\n    segment-by: [city]\n",
        "    from: purchases\n    measure: rows\n    segment-by: city\n    where: amount > 1\n",
      })
  void plan_fluentQuery_isAcceptedByBoth(String keys) throws IOException {
    String plan = PLAN.replace(QUERY, keys);
    assertThat(readerAccepts(plan)).isTrue();
    assertThat(schemaAccepts(plan)).isTrue();
    assertThat(readerAccepts(PLAN + keys)).isFalse();
    assertThat(schemaAccepts(PLAN + keys)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "    purpos: stock-planning\n",
        "    weight: 0\n",
        "    weight: two\n",
        "    weight: [2]\n",
        "    weight: 2\n    epsilon: 1\n",
        "    share: 2%\n    accuracy: 1\n",
        "    share: 2\n",
        "    epsilon: 0\n",
        "    accuracy: -3\n",
        "    every: weak\n",
        "    l0: 0\n",
        "    l0: 1.5\n",
        "    expect: 0\n",
        "    expect: { a: 1 }\n",
        "    expect: [200, -1]\n",
        "    where: amount > 1\n",
        "    segment-by: city\n",
        "    measure: customers\n",
        "    jointly: [all]\n",
        "every: hour\n",
        "divide: least\n",
        "outputs: [a]\n",
        "outputs: { reprot: a.html }\n",
        "outputs: { formats: [xml] }\n",
        "outputs: { formats: csv }\n",
        "spent: 3%\n",
      })
  void plan_wrongKeyOrValue_isRefusedByBoth(String line) throws IOException {
    String plan = line.startsWith(" ") ? PLAN + line : line + PLAN;
    assertThat(readerAccepts(plan)).isFalse();
    assertThat(schemaAccepts(plan)).isFalse();
  }

  @Test
  void plan_queriesAnsweredJointly_areAcceptedByBoth() throws IOException {
    String jointly = "    jointly: together\n";
    String plan = PLAN + jointly + "  - name: other\n" + QUERY + jointly;
    assertThat(readerAccepts(plan)).isTrue();
    assertThat(schemaAccepts(plan)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"purpose: recommendations\n", "  - name: all\n" + QUERY, "name: all\n"})
  void plan_missingKey_isRefusedByBoth(String part) throws IOException {
    String plan = PLAN.replace(part, part.startsWith("name") ? "weight: 1\n" : "");
    assertThat(readerAccepts(plan)).isFalse();
    assertThat(schemaAccepts(plan)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"bakery", "online-retail"})
  void plan_ofAnExample_isAcceptedByBothAndNamesTheSchema(String example) throws IOException {
    Path folder = Path.of("..", "..", "examples", example);
    String plan = Files.readString(folder.resolve("plan.yaml"));
    assertThat(readerAccepts(plan)).isTrue();
    assertThat(schemaAccepts(plan)).isTrue();
    String named = plan.lines().findFirst().orElseThrow();
    assertThat(named).startsWith("# yaml-language-server: $schema=");
    Path schema = folder.resolve(named.substring(named.indexOf('=') + 1));
    assertThat(Files.readString(schema)).isEqualTo(PlanSchema.text());
  }
}

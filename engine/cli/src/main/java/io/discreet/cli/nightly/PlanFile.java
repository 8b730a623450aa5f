package io.discreet.cli.nightly;

import io.discreet.cli.nightly.NightlyPlan.Divide;
import io.discreet.engine.plan.Cost;
import io.discreet.engine.plan.Share;
import io.discreet.engine.yaml.YamlDocument;
import io.discreet.engine.yaml.YamlNode;
import io.discreet.engine.yaml.YamlNode.Mapping;
import io.discreet.engine.yaml.YamlValues;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a nightly plan. Unknown keys are refused with the nearest known one. What it accepts,
 * {@code plan.schema.json} says to editors.
 */
public final class PlanFile {

  static final List<String> KEYS =
      List.of("purpose", "spend", "divide", "every", "outputs", "queries");
  static final List<String> OUTPUT_KEYS = List.of("report", "export", "formats");

  private static final String CONTENT = "purpose, spend and queries";
  private static final int SHARE_DIGITS = 12;

  private PlanFile() {}

  /** Reads a plan; its name is the file's, without the ending. Outputs lie beside the file. */
  public static NightlyPlan read(Path file) {
    String name = String.valueOf(file.getFileName()).replaceFirst("\\.ya?ml$", "");
    Path folder = Objects.requireNonNullElse(file.getParent(), Path.of(""));
    return plan(name, YamlDocument.read(file, "plan", CONTENT), folder);
  }

  /** Reads a plan from its text. */
  public static NightlyPlan parse(String yaml, String name) {
    return plan(name, YamlDocument.parse(yaml, name + ".yaml", CONTENT), Path.of(""));
  }

  private static NightlyPlan plan(String name, YamlNode document, Path folder) {
    Mapping plan = document.mapping().allowing(KEYS.toArray(String[]::new));
    YamlNode purpose = plan.get("purpose", "purpose: recommendations");
    Cadence every = plan.find("every").map(PlanFile::cadence).orElse(Cadence.DAY);
    Divide divide = plan.find("divide").map(PlanFile::division).orElse(Divide.WEIGHT);
    PlanOutputs outputs =
        plan.find("outputs").map(node -> outputs(node, folder)).orElse(PlanOutputs.NONE);
    List<QueryDraft> drafts = new ArrayList<>();
    Set<String> names = new HashSet<>();
    YamlNode list = plan.get("queries", "queries: [...]");
    for (YamlNode node : list.items()) {
      QueryDraft draft = QueryDraft.read(node.mapping(), purpose.text(), every);
      if (!names.add(draft.name())) {
        throw node.place().refuse("the name '" + draft.name() + "' is given twice");
      }
      drafts.add(draft);
    }
    if (drafts.isEmpty()) {
      throw list.place().refuse("has no queries");
    }
    checkGroups(drafts);
    BigDecimal weights =
        drafts.stream()
            .flatMap(draft -> draft.weight().stream())
            .reduce(BigDecimal.ZERO, BigDecimal::add);
    Optional<Share> spend = spend(plan, weights.signum() > 0);
    List<NightlyQuery> queries =
        drafts.stream().map(draft -> query(draft, spend, weights)).toList();
    return new NightlyPlan(name, spend, divide, queries, outputs);
  }

  /** Queries that are answered from one draw are drawn on one day; one has nothing to share. */
  private static void checkGroups(List<QueryDraft> drafts) {
    for (QueryDraft draft : drafts) {
      YamlNode group = draft.jointly().orElse(null);
      if (group == null) {
        continue;
      }
      List<QueryDraft> others =
          drafts.stream()
              .filter(other -> !other.name().equals(draft.name()))
              .filter(
                  other -> other.jointly().map(YamlNode::text).equals(Optional.of(group.text())))
              .toList();
      if (others.isEmpty()) {
        throw group
            .place()
            .refuse(
                "no other query is answered jointly as '"
                    + group.text()
                    + "'; give another query the same line, or leave it out");
      }
      for (QueryDraft other : others) {
        if (other.every() != draft.every()) {
          throw group
              .place()
              .refuse(
                  "queries that are answered jointly are due together: "
                      + draft.name()
                      + " is drawn every "
                      + draft.every().word()
                      + ", "
                      + other.name()
                      + " every "
                      + other.every().word());
        }
      }
    }
  }

  /** The share that is divided: wanted as soon as one query has no cost of its own. */
  private static Optional<Share> spend(Mapping plan, boolean divided) {
    if (!divided) {
      plan.find("spend")
          .ifPresent(
              node -> {
                throw node.place()
                    .refuse(
                        "is divided among no query, since each has a cost of its own; leave it"
                            + " out");
              });
      return Optional.empty();
    }
    YamlNode spend = plan.get("spend", "spend: 3%");
    return Optional.of(YamlValues.at(spend, () -> Share.parse(spend.text())));
  }

  private static NightlyQuery query(QueryDraft draft, Optional<Share> spend, BigDecimal weights) {
    Cost cost =
        draft
            .cost()
            .orElseGet(
                () ->
                    new Share(
                        spend
                            .orElseThrow()
                            .fraction()
                            .multiply(draft.weight().orElseThrow())
                            .divide(weights, SHARE_DIGITS, RoundingMode.FLOOR)));
    return new NightlyQuery(
        draft.name(),
        draft.query(),
        cost,
        draft.weight(),
        draft.every(),
        draft.expect(),
        draft.jointly().map(YamlNode::text));
  }

  static Cadence cadence(YamlNode node) {
    Map<String, Cadence> words = new LinkedHashMap<>();
    for (Cadence cadence : Cadence.values()) {
      words.put(cadence.word(), cadence);
    }
    return YamlValues.choice(node, words);
  }

  private static Divide division(YamlNode node) {
    return YamlValues.choice(
        node, Map.of("weight", Divide.WEIGHT, "least-error", Divide.LEAST_ERROR));
  }

  private static PlanOutputs outputs(YamlNode node, Path folder) {
    Mapping outputs = node.mapping().allowing(OUTPUT_KEYS.toArray(String[]::new));
    Map<String, PlanOutputs.ExportFormat> words = new LinkedHashMap<>();
    for (PlanOutputs.ExportFormat format : PlanOutputs.ExportFormat.values()) {
      words.put(format.word(), format);
    }
    Set<PlanOutputs.ExportFormat> formats = EnumSet.allOf(PlanOutputs.ExportFormat.class);
    if (outputs.find("formats").isPresent()) {
      formats.clear();
      for (YamlNode format : outputs.find("formats").get().items()) {
        formats.add(YamlValues.choice(format, words));
      }
    }
    return new PlanOutputs(
        outputs.find("report").map(path -> folder.resolve(path.text())),
        outputs.find("export").map(path -> folder.resolve(path.text())),
        formats);
  }
}

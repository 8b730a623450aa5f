package io.discreet.cli.nightly;

import io.discreet.engine.failure.InputException;
import io.discreet.engine.plan.Share;
import io.discreet.engine.query.SegmentQuery;
import io.discreet.engine.yaml.YamlDocument;
import io.discreet.engine.yaml.YamlNode;
import io.discreet.engine.yaml.YamlValues;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/** Reads a nightly plan. Unknown keys are refused with the nearest known one. */
public final class PlanFile {
  private static final String CONTENT = "purpose, spend and queries";
  private static final int SHARE_DIGITS = 12;

  private PlanFile() {}

  /** Reads a plan; its name is the file's, without the ending. */
  public static NightlyPlan read(Path file) {
    String name = String.valueOf(file.getFileName()).replaceFirst("\\.ya?ml$", "");
    return plan(name, YamlDocument.read(file, "plan", CONTENT));
  }

  /** Reads a plan from its text. */
  public static NightlyPlan parse(String yaml, String name) {
    return plan(name, YamlDocument.parse(yaml, name + ".yaml", CONTENT));
  }

  private record Draft(
      String name, SegmentQuery query, BigDecimal weight, Cadence every, OptionalDouble expect) {}

  private static NightlyPlan plan(String name, YamlNode document) {
    YamlNode.Mapping plan = document.mapping().allowing("purpose", "spend", "queries");
    YamlNode purpose = plan.get("purpose", "purpose: recommendations");
    YamlNode spend = plan.get("spend", "spend: 3%");
    Share share = YamlValues.at(spend, () -> Share.parse(spend.text()));
    List<Draft> drafts = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (YamlNode node : plan.get("queries", "queries: [...]").items()) {
      Draft draft = draft(node.mapping(), purpose.text());
      if (!names.add(draft.name())) {
        throw node.place().refuse("the name '" + draft.name() + "' is given twice");
      }
      drafts.add(draft);
    }
    if (drafts.isEmpty()) {
      throw new InputException("plan " + name + " has no queries");
    }
    BigDecimal weights =
        drafts.stream().map(Draft::weight).reduce(BigDecimal.ZERO, BigDecimal::add);
    List<NightlyQuery> queries = new ArrayList<>();
    for (Draft draft : drafts) {
      BigDecimal part =
          share
              .fraction()
              .multiply(draft.weight())
              .divide(weights, SHARE_DIGITS, RoundingMode.FLOOR);
      queries.add(
          new NightlyQuery(
              draft.name(), draft.query(), new Share(part), draft.every(), draft.expect()));
    }
    return new NightlyPlan(name, share, queries);
  }

  private static Draft draft(YamlNode.Mapping node, String defaultPurpose) {
    node.allowing("name", "query", "purpose", "weight", "every", "l0", "expect");
    YamlNode text = node.get("query", "query: SELECT COUNT(*) FROM purchases");
    String purpose = node.find("purpose").map(YamlNode::text).orElse(defaultPurpose);
    SegmentQuery query = YamlValues.at(text, () -> SegmentQuery.parse(text.text(), purpose));
    if (node.find("l0").isPresent()) {
      YamlNode l0 = node.find("l0").get();
      int most = YamlValues.wholeNumber(l0);
      SegmentQuery unbounded = query;
      query = YamlValues.at(l0, () -> unbounded.withL0(most));
    }
    BigDecimal weight = node.find("weight").map(PlanFile::weight).orElse(BigDecimal.ONE);
    Map<String, Cadence> words = new LinkedHashMap<>();
    for (Cadence cadence : Cadence.values()) {
      words.put(cadence.word(), cadence);
    }
    Cadence every =
        node.find("every").map(cadence -> YamlValues.choice(cadence, words)).orElse(Cadence.DAY);
    OptionalDouble expect =
        node.find("expect")
            .map(value -> OptionalDouble.of(expect(value)))
            .orElseGet(OptionalDouble::empty);
    return new Draft(node.get("name", "name: spend-by-city").text(), query, weight, every, expect);
  }

  private static double expect(YamlNode node) {
    double expect = YamlValues.real(node);
    if (!(expect > 0)) {
      throw node.place().refuse("a typical segment's value must be above 0, such as 200");
    }
    return expect;
  }

  private static BigDecimal weight(YamlNode node) {
    BigDecimal weight = YamlValues.number(node);
    if (weight.signum() <= 0 || weight.precision() > SHARE_DIGITS) {
      throw node.place().refuse("a weight must be above 0, such as 1 or 2.5");
    }
    return weight;
  }
}

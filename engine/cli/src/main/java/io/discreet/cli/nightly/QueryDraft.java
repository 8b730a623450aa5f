package io.discreet.cli.nightly;

import io.discreet.engine.failure.InputException;
import io.discreet.engine.plan.AccuracyCost;
import io.discreet.engine.plan.Cost;
import io.discreet.engine.plan.EpsilonCost;
import io.discreet.engine.plan.Share;
import io.discreet.engine.query.Measure;
import io.discreet.engine.query.SegmentQuery;
import io.discreet.engine.yaml.YamlNode;
import io.discreet.engine.yaml.YamlNode.Mapping;
import io.discreet.engine.yaml.YamlValues;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One query as the plan writes it: as text, or by the fluent keys {@code from}, {@code where},
 * {@code segment-by} and {@code measure}.
 *
 * @param cost its own; empty where it has a part of the plan's spend
 * @param weight of that part; empty where the cost is its own
 * @param jointly where the plan names the queries that it is answered with from one draw
 */
record QueryDraft(
    String name,
    SegmentQuery query,
    Optional<Cost> cost,
    Optional<BigDecimal> weight,
    Cadence every,
    List<Double> expect,
    Optional<YamlNode> jointly) {

  static final List<String> KEYS =
      List.of(
          "name",
          "query",
          "from",
          "where",
          "segment-by",
          "measure",
          "purpose",
          "weight",
          "share",
          "epsilon",
          "accuracy",
          "every",
          "l0",
          "expect",
          "jointly");

  private static final List<String> FLUENT = List.of("from", "where", "segment-by", "measure");
  private static final List<String> COSTS = List.of("weight", "share", "epsilon", "accuracy");
  private static final int MOST_DIGITS = 12;

  static QueryDraft read(Mapping node, String defaultPurpose, Cadence defaultEvery) {
    node.allowing(KEYS.toArray(String[]::new));
    String purpose = node.find("purpose").map(YamlNode::text).orElse(defaultPurpose);
    SegmentQuery query =
        FLUENT.stream().anyMatch(key -> node.find(key).isPresent())
            ? fluent(node, purpose)
            : text(node, purpose);
    if (node.find("l0").isPresent()) {
      YamlNode l0 = node.find("l0").get();
      int most = YamlValues.wholeNumber(l0);
      SegmentQuery unbounded = query;
      query = YamlValues.at(l0, () -> unbounded.withL0(most));
    }
    onlyOneCost(node);
    Optional<Cost> cost = cost(node);
    return new QueryDraft(
        node.get("name", "name: spend-by-city").text(),
        query,
        cost,
        cost.isPresent()
            ? Optional.empty()
            : Optional.of(node.find("weight").map(QueryDraft::weight).orElse(BigDecimal.ONE)),
        node.find("every").map(PlanFile::cadence).orElse(defaultEvery),
        expected(node, query.measures().size()),
        node.find("jointly"));
  }

  private static SegmentQuery text(Mapping node, String purpose) {
    YamlNode text = node.get("query", "query: SELECT COUNT(*) FROM purchases");
    return YamlValues.at(text, () -> SegmentQuery.parse(text.text(), purpose));
  }

  private static SegmentQuery fluent(Mapping node, String purpose) {
    node.find("query")
        .ifPresent(
            text -> {
              throw text.place().refuse("is either text or from, where, segment-by and measure");
            });
    YamlNode from = node.get("from", "from: purchases");
    SegmentQuery.Builder builder = SegmentQuery.from(from.text());
    node.find("where")
        .ifPresent(where -> YamlValues.check(where, () -> builder.where(where.text())));
    for (YamlNode axis : node.find("segment-by").map(QueryDraft::list).orElse(List.of())) {
      YamlValues.check(axis, () -> builder.segmentBy(axis.text()));
    }
    YamlNode measures = node.get("measure", "measure: [customers, SUM(amount)]");
    List<Measure> asked = new ArrayList<>();
    for (YamlNode measure : list(measures)) {
      asked.add(YamlValues.at(measure, () -> measure(measure.text())));
    }
    builder.measure(asked.toArray(Measure[]::new));
    return YamlValues.at(measures, () -> builder.forPurpose(purpose));
  }

  /** One value stands for a list of one. */
  private static List<YamlNode> list(YamlNode node) {
    return node instanceof YamlNode.Sequence sequence ? sequence.items() : List.of(node);
  }

  private static Measure measure(String text) {
    return switch (text) {
      case "customers" -> Measure.customers();
      case "rows" -> Measure.rows();
      default -> {
        SegmentQuery alone = SegmentQuery.parse("SELECT " + text + " FROM t", "p");
        SegmentQuery wanted =
            SegmentQuery.from("t").measure(alone.measures().get(0)).forPurpose("p");
        if (!alone.equals(wanted)) {
          throw new InputException("must be one measure such as customers, rows or SUM(amount)");
        }
        yield alone.measures().get(0);
      }
    };
  }

  private static void onlyOneCost(Mapping node) {
    List<String> given = COSTS.stream().filter(key -> node.find(key).isPresent()).toList();
    if (given.size() > 1) {
      throw node.find(given.get(1))
          .orElseThrow()
          .place()
          .refuse(
              "a query has one of "
                  + String.join(", ", COSTS)
                  + "; "
                  + given.get(0)
                  + " is given too");
    }
  }

  private static Optional<Cost> cost(Mapping node) {
    Optional<Cost> share =
        node.find("share").map(at -> YamlValues.at(at, () -> Share.parse(at.text())));
    Optional<Cost> epsilon =
        node.find("epsilon")
            .map(at -> YamlValues.at(at, () -> new EpsilonCost(YamlValues.real(at))));
    Optional<Cost> accuracy =
        node.find("accuracy")
            .map(at -> YamlValues.at(at, () -> new AccuracyCost(YamlValues.real(at))));
    return share.or(() -> epsilon).or(() -> accuracy);
  }

  /** One value for the first measure, or a list. */
  private static List<Double> expected(Mapping query, int measures) {
    Optional<YamlNode> node = query.find("expect");
    List<Double> expected =
        node.map(QueryDraft::list).orElse(List.of()).stream().map(QueryDraft::expect).toList();
    if (expected.size() > measures) {
      throw node.orElseThrow()
          .place()
          .refuse("gives " + expected.size() + " values for " + measures + " measures");
    }
    return expected;
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
    if (weight.signum() <= 0 || weight.precision() > MOST_DIGITS) {
      throw node.place().refuse("a weight must be above 0, such as 1 or 2.5");
    }
    return weight;
  }
}

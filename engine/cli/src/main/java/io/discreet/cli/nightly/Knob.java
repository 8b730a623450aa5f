package io.discreet.cli.nightly;

import io.discreet.engine.Discreet;
import io.discreet.engine.failure.InputException;
import io.discreet.engine.plan.Explanation;
import io.discreet.engine.plan.Share;
import io.discreet.engine.query.Dimension;
import io.discreet.engine.query.SegmentQuery;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One step that makes a query's answers tell more.
 *
 * @param words what to do
 * @param gain how many times larger a typical value becomes in units of its error; above 1
 */
record Knob(String words, double gain) {

  /** Steps that gain less are not worth a word. */
  private static final double LEAST_GAIN = 1.05;

  /**
   * The step that gains most for one measure: spend doubled, drawn more rarely for the same budget
   * of a month, l0 or clamp halved, or one axis less.
   *
   * <p>Halving l0 or a clamp leaves out more of what customers did; how much, only the data know.
   */
  static Optional<Knob> best(Discreet shop, NightlyQuery query, int measure, LocalDate date) {
    SegmentQuery asked = query.query();
    Explanation now = shop.explain(asked, query.cost(), date);
    BigDecimal share = BigDecimal.valueOf(now.share());
    double error = now.measures().get(measure).halfWidth();
    List<Knob> knobs = new ArrayList<>();
    int draws = query.every().mostDrawsAMonth();
    more(shop, asked, share.multiply(BigDecimal.valueOf(2)), date)
        .ifPresent(
            twice ->
                knobs.add(
                    new Knob(
                        "double its spend", error / twice.measures().get(measure).halfWidth())));
    for (Cadence slower : Cadence.values()) {
      if (slower.mostDrawsAMonth() < draws) {
        BigDecimal saved =
            share.multiply(
                BigDecimal.valueOf((double) draws / slower.mostDrawsAMonth()),
                MathContext.DECIMAL32);
        more(shop, asked, saved, date)
            .ifPresent(
                other ->
                    knobs.add(
                        new Knob(
                            "every: " + slower.word() + " with the budget that saves",
                            error / other.measures().get(measure).halfWidth())));
      }
    }
    if (now.l0() > 1) {
      int half = Math.max(1, now.l0() / 2);
      Explanation bounded = shop.explain(asked.withL0(half), new Share(share), date);
      knobs.add(new Knob("l0: " + half, error / bounded.measures().get(measure).halfWidth()));
    }
    if (now.measures().get(measure).name().contains("sum(")) {
      knobs.add(new Knob("halve its clamp", 2));
    }
    for (Dimension axis : asked.segmentBy()) {
      coarser(shop, asked, axis, new Share(share), date)
          // How many values a discovered axis has, nobody may know.
          .filter(coarse -> coarse.explanation().naming().isPresent() == now.naming().isPresent())
          .ifPresent(
              coarse ->
                  knobs.add(
                      new Knob(
                          "coarser segments: leave out " + coarse.name(),
                          (double) now.segments()
                              / coarse.explanation().segments()
                              * error
                              / coarse.explanation().measures().get(measure).halfWidth())));
    }
    return knobs.stream()
        .filter(knob -> knob.gain() >= LEAST_GAIN)
        .max(Comparator.comparingDouble(Knob::gain));
  }

  private record Coarser(String name, Explanation explanation) {}

  private static Optional<Explanation> more(
      Discreet shop, SegmentQuery query, BigDecimal share, LocalDate date) {
    return share.compareTo(BigDecimal.ONE) > 0
        ? Optional.empty()
        : Optional.of(shop.explain(query, new Share(share), date));
  }

  private static Optional<Coarser> coarser(
      Discreet shop, SegmentQuery query, Dimension axis, Share share, LocalDate date) {
    SegmentQuery fewer =
        new SegmentQuery(
            query.table(),
            query.where(),
            query.segmentBy().stream().filter(other -> !other.equals(axis)).toList(),
            query.measures(),
            query.purpose(),
            OptionalInt.empty());
    try {
      return Optional.of(new Coarser(axis.text(), shop.explain(fewer, share, date)));
    } catch (InputException e) {
      return Optional.empty(); // Not every query has an answer without this axis.
    }
  }
}

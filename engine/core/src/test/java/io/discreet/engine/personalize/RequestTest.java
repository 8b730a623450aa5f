package io.discreet.engine.personalize;

import static io.discreet.engine.personalize.TrueCounts.cell;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.discreet.engine.failure.InputException;
import io.discreet.engine.personalize.TrueCounts.Draft;
import io.discreet.engine.release.Release;
import io.discreet.engine.release.Release.Row;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class RequestTest {

  private static final TrueCounts BAKERY = Bakery.counts();
  private static final Release ALL_AXES =
      BAKERY.release(new Random(1), 3, "city", "age", "category");
  private static final Personalizer PERSONALIZER = Personalizer.from(List.of(ALL_AXES));

  private static void refused(ThrowingCallable asking, String message) {
    assertThatThrownBy(asking).isInstanceOf(InputException.class).hasMessage(message);
  }

  @Test
  void segment_unknownAxis_isRefusedWithTheNearest() {
    refused(
        () -> PERSONALIZER.recommend(cell("ci\nty", "Leeds"), 5),
        "segment axis 'ci ty': no release counts customers by it, only by age, category, city; did"
            + " you mean city?");
  }

  @Test
  void segment_unknownCell_isRefusedWithTheNearest() {
    refused(
        () -> PERSONALIZER.recommend(cell("city", "leeds", "age", "35-44"), 5),
        "segment axis 'city': no release has the cell 'leeds', only Leeds, York, Hull; did you"
            + " mean Leeds?");
    refused(
        () -> PERSONALIZER.recommend(cell("city", "Kingston", "age", "35-44"), 5),
        "segment axis 'city': no release has the cell 'Kingston', only Leeds, York, Hull");
  }

  @Test
  void itemAxis_unknownOrTaken_isRefused() {
    refused(
        () -> PERSONALIZER.recommend(cell("city", "Leeds"), "categories", 5),
        "item axis 'categories': no release counts customers by it, only by age, category, city;"
            + " did you mean category?");
    refused(
        () -> PERSONALIZER.recommend(cell("city", "Leeds"), "city", 5),
        "item axis 'city' is an axis of the segment as well; leave it out of one");
  }

  @Test
  void itemAxis_severalPossible_isRefusedWithTheList() {
    refused(
        () -> PERSONALIZER.recommend(cell("city", "Leeds"), 5),
        "more than one axis can be the items: age, category; name the one to recommend (--item)");
    assertThat(PERSONALIZER.recommend(cell("city", "Leeds", "age", "35-44"), 5)).isNotEmpty();
  }

  @Test
  void itemAxis_nonePossible_isRefusedWithTheRemedy() {
    Release byCity = BAKERY.release(new Random(1), 3, "city");
    refused(
        () -> Personalizer.from(List.of(byCity)).recommend(cell("city", "Leeds"), 5),
        "no release counts customers by items within city: ask for COUNT(DISTINCT customer) by"
            + " these and by the items");
    refused(
        () -> Personalizer.from(List.of(BAKERY.release(new Random(1), 3))).recommend(Map.of(), 5),
        "no release counts customers by items: ask for COUNT(DISTINCT customer) by the items");
  }

  @Test
  void releases_noneCountsCustomers_isRefusedWithTheRemedy() {
    refused(
        () -> Personalizer.from(List.of()).recommend(cell("city", "Leeds"), 5),
        "recommendations need a release that counts customers: ask for COUNT(DISTINCT customer)"
            + " by the items and by the axes of the segment");
  }

  @Test
  void releases_ofSeveralPurposes_areNeverMixed() {
    Random random = new Random(2);
    Release planning =
        BAKERY.draft(random, 3, "city", "category").purpose("stock-planning").release();
    Personalizer both = Personalizer.from(List.of(ALL_AXES, planning));
    refused(
        () -> both.recommend(cell("city", "York"), "category", 5),
        "releases by category were asked for more than one purpose: recommendations,"
            + " stock-planning; name the one to recommend for (--purpose)");
    assertThat(both.forPurpose("recommendations").recommend(cell("city", "York"), "category", 5))
        .isNotEmpty()
        .allSatisfy(one -> assertThat(one.releases()).containsExactly(ALL_AXES.id()));
    refused(
        () -> both.forPurpose("recommendation"),
        "purpose 'recommendation': no release that counts customers was asked for it; did you mean"
            + " recommendations?");
  }

  @Test
  void top_belowOne_isRefused() {
    refused(
        () -> PERSONALIZER.recommend(cell("city", "Leeds"), "category", 0),
        "the number of recommendations must be at least 1, got 0");
  }

  @Test
  void segment_tooManyAxes_isRefused() {
    Map<String, String> many = new LinkedHashMap<>();
    for (int axis = 0; axis < 9; axis++) {
      many.put("axis" + axis, "x");
    }
    refused(() -> PERSONALIZER.recommend(many, 5), "a segment has at most 8 axes, got 9");
  }

  @Test
  void release_segmentTwice_isRefused() {
    Draft draft = BAKERY.draft(new Random(3), 3, "category");
    List<Row> rows = new ArrayList<>(draft.rows());
    rows.add(rows.get(0));
    refused(
        () -> Personalizer.from(List.of(draft.rows(rows).release())),
        "release " + draft.id() + ": holds a segment twice");
  }

  @Test
  void release_impossiblyLargeCount_isRefused() {
    Draft draft = BAKERY.draft(new Random(4), 3, "category");
    List<Row> rows = List.of(TrueCounts.row(Map.of("category", "tea"), 1e300, 3));
    refused(
        () -> Personalizer.from(List.of(draft.rows(rows).release())),
        "release " + draft.id() + ": a number of customers is above 1.0E19");
  }
}

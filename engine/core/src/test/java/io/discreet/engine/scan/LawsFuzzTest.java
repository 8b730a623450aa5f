package io.discreet.engine.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.discreet.engine.failure.InputException;
import io.discreet.engine.plan.QueryPlan;
import io.discreet.engine.plan.QueryPlanner;
import io.discreet.engine.query.SegmentQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Laws 1 and 2 by fuzzing: random query texts, valid and broken, over a shop and over the same shop
 * without one customer.
 */
class LawsFuzzTest {
  private static final int TEXTS_OF_SHOP = 4;

  static LongStream seeds() {
    return LongStream.range(5_000, 5_200);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void laws1And2_randomTexts_moveNobodyElse(long seed) {
    RandomShop with = new RandomShop(seed);
    RandomShop without = new RandomShop(seed);
    if (with.customers() == 0) {
      return;
    }
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    int removed = random.nextInt(with.customers());
    without.removeRowsOf(removed);
    RandomQueries queries = new RandomQueries(with);
    for (int i = 0; i < TEXTS_OF_SHOP; i++) {
      String text = broken(queries.query().text(), random);
      Optional<QueryPlan> plan = plan(with, queries, text);
      if (plan.isPresent()) {
        assertNobodyElseMoved(with, without, removed, plan.get(), seed);
      }
    }
  }

  private static void assertNobodyElseMoved(
      RandomShop with, RandomShop without, int removed, QueryPlan plan, long seed) {
    String question = plan.query().text();
    Tally before = ScanDuelTest.tally(with, plan, 2);
    Tally after = ScanDuelTest.tally(without, plan, 3);
    boolean paid = before.payers().level(removed) >= 0;
    assertThat(after.payers())
        .as("seed %d, %s", seed, question)
        .isEqualTo(ScanDuelTest.without(removed, before.payers()));
    ScanLawsTest.assertMovedByPart(with, plan, removed, paid, before, after, seed);
  }

  /** The plan of a text, or empty where it is refused, by a message that no row shaped. */
  private static Optional<QueryPlan> plan(RandomShop shop, RandomQueries queries, String text) {
    try {
      return Optional.of(
          new QueryPlanner(shop.policy)
              .plan(
                  SegmentQuery.parse(text, "recommendations"), queries.share(), RandomShop.AS_OF));
    } catch (InputException e) {
      assertThat(e.getMessage()).as(text).isNotBlank().doesNotContain("\n");
      return Optional.empty();
    }
  }

  /** Half of the texts as they are, half with a piece left out or written twice. */
  private static String broken(String text, RandomGenerator random) {
    if (random.nextBoolean()) {
      return text;
    }
    List<String> words = new ArrayList<>(List.of(text.split(" ")));
    int at = random.nextInt(words.size());
    if (random.nextBoolean()) {
      words.remove(at);
    } else {
      words.add(at, words.get(random.nextInt(words.size())));
    }
    return String.join(" ", words);
  }
}

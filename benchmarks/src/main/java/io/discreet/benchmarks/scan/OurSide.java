package io.discreet.benchmarks.scan;

import io.discreet.engine.Discreet;
import io.discreet.engine.plan.Share;
import io.discreet.engine.query.SegmentQuery;
import io.discreet.engine.release.Release;
import java.math.BigDecimal;

/**
 * The private side, through the public API. Every query is asked at a cost of its own, so that no
 * stored answer is returned.
 */
final class OurSide implements AutoCloseable {
  private static final BigDecimal SPEND = new BigDecimal("1e-5");
  private static final BigDecimal STEP = new BigDecimal("1e-10");

  private final Discreet shop;
  private int asked;

  OurSide(MadeUpShop made) {
    shop = Discreet.open(made.path());
  }

  Release run(String text) {
    asked++;
    Share cost = new Share(SPEND.add(STEP.multiply(BigDecimal.valueOf(asked))));
    return shop.run(SegmentQuery.parse(text, MadeUpShop.PURPOSE), cost);
  }

  @Override
  public void close() {
    shop.close();
  }
}

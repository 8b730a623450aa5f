package io.discreet.engine.plan;

import io.discreet.engine.failure.InputException;
import io.discreet.engine.policy.Policy;
import io.discreet.mechanisms.accounting.Currency;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** Turns the cost that was asked for into units, rounded down. */
final class Pricing {
  private static final double CONFIDENCE = 0.95;

  private final Policy policy;
  private final Currency currency;
  private final Limit limit;

  Pricing(Policy policy, Currency currency, Limit limit) {
    this.policy = policy;
    this.currency = currency;
    this.limit = limit;
  }

  long units(Cost cost, MeasurePlanner measures, SelectionPlanner naming) {
    long units;
    if (cost instanceof Share share) {
      units =
          share
              .fraction()
              .multiply(BigDecimal.valueOf(limit.budgetUnits()))
              .setScale(0, RoundingMode.FLOOR)
              .longValueExact();
    } else if (cost instanceof EpsilonCost own) {
      units = currency.budgetUnits(own.epsilon(), policy.budget().noiseDelta());
    } else if (cost instanceof AccuracyCost accuracy) {
      units = cheapest(accuracy, measures, naming);
    } else {
      throw new IllegalStateException("a cost without a price: " + cost.getClass());
    }
    if (units > limit.mostUnits()) {
      throw new InputException(
          "the query would cost more than " + limit.words() + "; ask for less");
    }
    if (units < 1) {
      throw new InputException("the cost is below the smallest unit of the books; raise it");
    }
    return units;
  }

  /** The least cost whose 95 % interval is no wider than asked: more cost never widens it. */
  private long cheapest(AccuracyCost accuracy, MeasurePlanner measures, SelectionPlanner naming) {
    if (measures.planned().size() != 1) {
      throw new InputException("an accuracy can be asked of a query with one measure only");
    }
    return switch (measures.planned().get(0).kind()) {
      case CUSTOMERS, ROWS, SUM, LEFT_OUT -> {
        if (!fits(measures, naming.forMeasures(limit.mostUnits()), accuracy)) {
          throw new InputException(
              "± "
                  + accuracy.halfWidth()
                  + " would cost more than "
                  + limit.words()
                  + "; ask for less accuracy");
        }
        long enough = limit.mostUnits();
        long tooLittle = 0;
        while (enough - tooLittle > 1) {
          long middle = tooLittle + (enough - tooLittle) / 2;
          if (fits(measures, naming.forMeasures(middle), accuracy)) {
            enough = middle;
          } else {
            tooLittle = middle;
          }
        }
        yield enough;
      }
      case MEAN, VARIANCE, STANDARD_DEVIATION, RATE, QUANTILE, TOP_K ->
          throw new InputException(
              "an accuracy can be asked of counts and sums; give another measure a share or an"
                  + " epsilon");
    };
  }

  private static boolean fits(MeasurePlanner measures, long units, AccuracyCost accuracy) {
    return measures.tryAnswers(units).map(answers -> halfWidth(answers.get(0))).stream()
        .anyMatch(halfWidth -> halfWidth <= accuracy.halfWidth());
  }

  private static double halfWidth(Answer answer) {
    return BigDecimal.valueOf(answer.noise().halfWidth(CONFIDENCE), answer.decimals())
        .doubleValue();
  }
}

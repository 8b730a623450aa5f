package io.discreet.engine.plan;

import io.discreet.engine.failure.InputException;
import io.discreet.engine.policy.Budget;
import io.discreet.mechanisms.accounting.Currency;
import io.discreet.mechanisms.noise.LaplaceLibrary;
import java.util.ServiceLoader;

/** The currency that a policy's budget asks for, with the noise that it asks for. */
final class PolicyCurrency {

  private PolicyCurrency() {}

  /**
   * @throws InputException if the noise is to be that of a library which is not in reach
   */
  static Currency of(Budget budget) {
    // The loader of this class, not of the thread: what is on the class path of Discreet counts.
    return of(budget, PolicyCurrency.class.getClassLoader());
  }

  static Currency of(Budget budget, ClassLoader libraries) {
    return switch (budget.noise()) {
      case EXACT -> budget.pure() ? Currency.pure() : Currency.gaussian();
      case GOOGLE -> Currency.pure(library("google", libraries));
    };
  }

  private static LaplaceLibrary library(String name, ClassLoader libraries) {
    return ServiceLoader.load(LaplaceLibrary.class, libraries).stream()
        .map(ServiceLoader.Provider::get)
        .filter(library -> library.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new InputException(
                    "budget.noise: "
                        + name
                        + " needs discreet-mechanisms-google on the class path: build with"
                        + " mvn -Pgoogle-dp, or leave the line out for Discreet's own noise"));
  }
}

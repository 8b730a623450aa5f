package io.discreet.engine.policy;

/** The policy of the design, as text that tests take apart. */
final class Policies {

  static final String BAKERY =
      """
      # discreet.yaml, the policy: what is not declared is not stored
      customer: { column: email, kind: email }
      time-zone: Europe/London
      budget: { epsilon: 4.0, delta: 1e-6, selection-delta: 1e-7, period: month, when-spent: drop }
      retention: 24 months
      purposes:
        recommendations: { consent: required }
        stock-planning:  { consent: not-required }
      tables:
        customers:
          one-row-per-customer: true
          columns:
            city:     { type: category, values: [Leeds, York, Hull] }
            age_band: { type: category, values: [18-24, 25-34, 35-44, 45-54, 55-64, 65+] }
        purchases:
          max-rows: 20
          columns:
            day:      { type: date }
            category: { type: category, values: [bread, cake, coffee] }
            product:  { type: category }
            amount:   { type: decimal, scale: 2, range: [-500, 500], clamp: [0, 200] }
            quantity: { type: integer, range: [-100, 100], clamp: [0, 50] }
      """;

  private Policies() {}

  /** The bakery with one piece of text replaced, which must be there. */
  static String bakeryWith(String old, String replacement) {
    if (!BAKERY.contains(old)) {
      throw new IllegalArgumentException("the bakery has no " + old);
    }
    return BAKERY.replace(old, replacement);
  }
}

package io.discreet.cli.demo;

import java.util.List;

/**
 * How likely somebody of a city and an age band is to like a category: what there is to find out
 * about the made-up bakery, moderate as in real shops.
 */
final class Tastes {

  static final List<String> CITIES = List.of("Leeds", "York", "Hull", "Sheffield", "Bradford");
  static final List<String> AGE_BANDS = List.of("18-24", "25-34", "35-44", "45-54", "55-64", "65+");

  /** How the customers spread over the cities; weights. */
  static final double[] CITY_SIZES = {2.4, 1.4, 1.2, 1.8, 1.2};

  /** How the customers spread over the age bands; weights. */
  static final double[] AGE_SIZES = {1.0, 1.5, 1.6, 1.4, 1.2, 1.3};

  // Columns: bread, roll, pastry, cake, pie, sandwich, coffee, tea.
  private static final double[][] BY_CITY = {
    {1.0, 0.9, 1.3, 0.9, 0.8, 1.0, 1.6, 0.7},
    {1.0, 0.8, 1.1, 1.7, 0.7, 0.9, 0.8, 1.9},
    {1.1, 1.2, 0.7, 0.9, 2.2, 1.0, 0.7, 1.1},
    {0.8, 1.0, 0.9, 0.9, 1.3, 1.8, 1.1, 0.8},
    {1.2, 1.8, 0.9, 1.0, 0.7, 0.9, 0.9, 1.2},
  };

  private static final double[][] BY_AGE = {
    {0.5, 0.7, 1.3, 1.1, 0.7, 1.9, 1.5, 0.5},
    {0.8, 0.8, 1.5, 0.9, 0.7, 1.4, 1.6, 0.6},
    {1.2, 1.4, 1.2, 1.1, 0.9, 1.0, 1.2, 0.7},
    {1.3, 1.1, 0.8, 0.9, 1.5, 0.9, 1.0, 1.0},
    {1.4, 1.1, 0.7, 1.3, 1.2, 0.7, 0.8, 1.4},
    {1.5, 1.1, 0.6, 1.4, 1.1, 0.5, 0.5, 2.0},
  };

  private Tastes() {}

  /** The weight of each category for a city and an age band, as indexes of the lists above. */
  static double[] of(int city, int ageBand) {
    double[] weights = new double[Catalogue.CATEGORIES.size()];
    for (int category = 0; category < weights.length; category++) {
      weights[category] =
          Catalogue.CATEGORIES.get(category).popularity()
              * BY_CITY[city][category]
              * BY_AGE[ageBand][category];
    }
    return weights;
  }
}

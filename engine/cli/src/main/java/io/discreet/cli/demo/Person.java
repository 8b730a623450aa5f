package io.discreet.cli.demo;

import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * One made-up customer.
 *
 * @param email at a domain that is reserved for examples
 * @param city index into {@link Tastes#CITIES}, or one past its end for a city that the policy does
 *     not declare
 * @param ageBand index into {@link Tastes#AGE_BANDS}
 * @param favourites the categories that they buy from, best liked first
 * @param activity how often they buy, relative to others
 */
record Person(String name, String email, int city, int ageBand, int[] favourites, double activity) {

  private static final String[] GIVEN = {
    "Ada", "Ben", "Cara", "Dev", "Elin", "Femi", "Gwen", "Hal", "Iris", "Joel", "Kit", "Lena",
    "Mina", "Noor", "Owen", "Priya", "Quinn", "Rosa", "Sam", "Tess", "Uma", "Vic", "Wren", "Zoe"
  };
  private static final String[] FAMILY = {
    "Ashworth",
    "Baker",
    "Clegg",
    "Dawson",
    "Ellis",
    "Firth",
    "Greaves",
    "Hirst",
    "Ibbotson",
    "Jagger",
    "Khan",
    "Lister",
    "Moor",
    "Nowak",
    "Oldroyd",
    "Patel",
    "Rhodes",
    "Sykes",
    "Todd",
    "Verity",
    "Walsh",
    "Young"
  };
  private static final String[] DOMAINS = {"example.com", "example.org", "example.net"};

  private static final Draw CITY = new Draw(Tastes.CITY_SIZES);
  private static final Draw AGE = new Draw(Tastes.AGE_SIZES);

  /** One in this many lives in a city that the policy does not declare. */
  private static final int ELSEWHERE = 50;

  /** Spread of the logarithm of how often people buy: few buy much, as in real shops. */
  private static final double ACTIVITY_SPREAD = 1.1;

  /**
   * Makes up somebody.
   *
   * @param number makes the address unique
   */
  static Person random(int number, Random random) {
    String given = GIVEN[random.nextInt(GIVEN.length)];
    String family = FAMILY[random.nextInt(FAMILY.length)];
    String email =
        (given + "." + family + "." + number + "@" + DOMAINS[random.nextInt(DOMAINS.length)])
            .toLowerCase(Locale.ROOT);
    int home = CITY.next(random);
    int ageBand = AGE.next(random);
    int[] favourites = favourites(Tastes.of(home, ageBand), 2 + random.nextInt(3), random);
    double activity = StrictMath.exp(ACTIVITY_SPREAD * random.nextGaussian());
    int city = random.nextInt(ELSEWHERE) == 0 ? Tastes.CITIES.size() : home;
    return new Person(given + " " + family, email, city, ageBand, favourites, activity);
  }

  private static int[] favourites(double[] weights, int count, Random random) {
    int[] left = IntStream.range(0, weights.length).toArray();
    int[] favourites = new int[count];
    for (int i = 0; i < count; i++) {
      double[] open = new double[left.length - i];
      for (int j = 0; j < open.length; j++) {
        open[j] = weights[left[j]];
      }
      int drawn = new Draw(open).next(random);
      favourites[i] = left[drawn];
      left[drawn] = left[open.length - 1];
    }
    return favourites;
  }
}

package io.discreet.engine;

import io.discreet.engine.plan.Share;
import io.discreet.engine.query.SegmentQuery;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Works on a shop without end until it is killed: takes in, asks, records consents, forgets, lets
 * old rows go, rotates the keys. Says {@code begin} and {@code done} of each step. Arguments: the
 * temporary folder of the shop, a seed, the first number to name files and customers with, the day,
 * and whether to rotate.
 */
final class EngineCrashChild {

  /** Customers who are in every file. */
  static final List<String> ALWAYS = List.of("always-0@x.org", "always-1@x.org", "always-2@x.org");

  /** In every file with a row that the retention lets go the day after. */
  static final String OLD = "old@x.org";

  private final TestShop shop;
  private final RandomGenerator random;
  private final int day;
  private final boolean rotates;
  private final List<Integer> known = new ArrayList<>();
  private int number;

  private EngineCrashChild(TestShop shop, long seed, int firstNumber, int day, boolean rotates) {
    this.shop = shop;
    this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    this.number = firstNumber;
    this.day = day;
    this.rotates = rotates;
  }

  /** Noon of a day, 0 to 28, of one year. */
  static Instant noon(int day) {
    return TestShop.NOW.plus(day, ChronoUnit.DAYS);
  }

  public static void main(String[] arguments) throws Exception {
    EngineCrashChild child =
        new EngineCrashChild(
            TestShop.in(Path.of(arguments[0])),
            Long.parseLong(arguments[1]),
            Integer.parseInt(arguments[2]),
            Integer.parseInt(arguments[3]),
            Boolean.parseBoolean(arguments[4]));
    new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
    child.work();
  }

  private void work() {
    shop.setClock(noon(day));
    Operator operator = shop.operate();
    try (Discreet analyst = shop.open()) {
      System.out.println("ready");
      while (true) {
        if (step(operator, analyst).equals("rotate")) {
          operator.close(); // the door under the old keys
          operator = shop.operate();
        }
      }
    } finally {
      operator.close();
    }
  }

  /** Takes one step and returns its kind. */
  private String step(Operator operator, Discreet analyst) {
    int n = number++;
    switch (random.nextInt(rotates ? 6 : 5)) {
      case 0 -> {
        System.out.println("begin intake " + n);
        takeIn(operator, shop, n, day);
        known.add(n);
        System.out.println("done intake " + n);
        return "intake";
      }
      case 1 -> {
        System.out.println("begin consent " + n);
        operator.consent(consents(shop, n));
        System.out.println("done consent " + n);
        return "consent";
      }
      case 2 -> {
        if (!known.isEmpty()) {
          int who = known.remove(0);
          System.out.println("begin forget " + who);
          operator.forget(newcomer(who));
          System.out.println("done forget " + who);
        }
        return "forget";
      }
      case 3 -> {
        System.out.println("begin retention " + n);
        operator.retention();
        System.out.println("done retention " + n);
        return "retention";
      }
      case 4 -> {
        System.out.println("begin query " + n);
        System.out.println("done query " + ask(analyst, n));
        return "query";
      }
      default -> {
        System.out.println("begin rotate " + n);
        operator.rotate(TestShop.PASSPHRASE, TestShop.PASSPHRASE, step -> {});
        System.out.println("done rotate " + n);
        return "rotate";
      }
    }
  }

  static String newcomer(int number) {
    return "newcomer-" + number + "@x.org";
  }

  /** A file with a row of everybody who is always there, two of a newcomer, and an old one. */
  static void takeIn(Operator operator, TestShop shop, int number, int day) {
    StringBuilder rows = new StringBuilder("email,day,category,amount\n");
    List<String> customers = new ArrayList<>(ALWAYS);
    customers.add(newcomer(number));
    customers.add(newcomer(number));
    for (String customer : customers) {
      rows.append(customer).append(",2026-11-01,bread,5.00\n");
    }
    LocalDate oldest = LocalDate.ofInstant(noon(day), ZoneOffset.UTC).minusMonths(24);
    rows.append(OLD).append(',').append(oldest).append(",bread,5.00\n");
    operator.intake(
        "purchases", List.of(shop.file("rows-" + number + ".csv", rows)), TestShop.options());
  }

  private static Path consents(TestShop shop, int number) {
    StringBuilder rows = new StringBuilder("email,purpose,granted,since\n");
    for (String customer : ALWAYS) {
      rows.append(customer).append(",recommendations,true,2026-01-01\n");
    }
    return shop.file("consents-" + number + ".csv", rows);
  }

  /** A question that was not asked before and whose answer uses everybody; returns its release. */
  static String ask(Discreet analyst, int number) {
    SegmentQuery query =
        SegmentQuery.parse(
            "SELECT category, COUNT(DISTINCT customer) FROM purchases WHERE amount > -"
                + number
                + ".5 GROUP BY category",
            "stock-planning");
    return analyst.run(query, Share.percent(0.05)).id();
  }
}

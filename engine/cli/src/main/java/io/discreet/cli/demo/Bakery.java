package io.discreet.cli.demo;

import io.discreet.engine.failure.InputException;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * A made-up bakery with customers, purchases and consents: skewed, seasonal and as untidy as a real
 * shop's files. The same arguments give the same bytes on every machine.
 *
 * <p>A few customers buy much and most buy little (log-normal), everybody buys mostly from a few
 * favourite categories, which depend moderately on city and age band. About 1 % of purchases are
 * refunds (negative), about 1 % of fields are missing, some addresses are written in capitals, some
 * customers have no attributes, and about 0.1 % of lines are malformed, in every kind of {@link
 * BadLine}.
 */
public final class Bakery {

  private static final List<BadLine> KINDS = List.of(BadLine.values());
  private static final int MONTHS = 18;

  /** One line of each malformed kind for this many purchases. */
  private static final int PURCHASES_PER_BAD_LINE = 5_000;

  private static final int CUSTOMERS_PER_DUPLICATE = 1_000;

  private final Random random;
  private final int purchases;
  private final LocalDate first;
  private final LocalDate end;
  private final List<Person> people = new ArrayList<>();

  /**
   * Makes up the people.
   *
   * @param customers from 1 to 10 million
   * @param purchases well-formed lines of purchases, from 0 to 1 billion
   * @param asOf the day after the last day of purchases, which cover the 18 months before it
   */
  public Bakery(long seed, int customers, int purchases, LocalDate asOf) {
    if (customers < 1 || customers > 10_000_000) {
      throw new InputException("--customers must be from 1 to 10000000, got " + customers);
    }
    if (purchases < 0 || purchases > 1_000_000_000) {
      throw new InputException("--purchases must be from 0 to 1000000000, got " + purchases);
    }
    this.random = new Random(seed);
    this.purchases = purchases;
    this.end = asOf;
    this.first = asOf.minusMonths(MONTHS);
    for (int number = 1; number <= customers; number++) {
      people.add(Person.random(number, random));
    }
  }

  /**
   * The files of the bakery.
   *
   * @param customers columns email, name, city, age_band
   * @param purchases columns email, day, category, product, amount, quantity
   * @param consents columns email, purpose, granted, since
   */
  public record BakeryFiles(Path customers, Path purchases, Path consents) {}

  /** Writes {@code customers.csv}, {@code purchases.csv} and {@code consents.csv}; once. */
  public BakeryFiles write(Path folder) throws IOException {
    BakeryFiles files =
        new BakeryFiles(
            folder.resolve("customers.csv"),
            folder.resolve("purchases.csv"),
            folder.resolve("consents.csv"));
    writeCustomers(files.customers());
    writeConsents(files.consents());
    writePurchases(files.purchases());
    return files;
  }

  /** The address of the customer who buys most often: somebody with much to state. */
  public String regular() {
    return people.stream()
        .max((one, other) -> Double.compare(one.activity(), other.activity()))
        .orElseThrow()
        .email();
  }

  private void writeCustomers(Path file) throws IOException {
    try (CsvFile csv = new CsvFile(file, "email", "name", "city", "age_band")) {
      for (int i = 0; i < people.size(); i++) {
        Person person = people.get(i);
        if (random.nextInt(100) == 0) {
          continue; // known from the till only
        }
        String city =
            person.city() < Tastes.CITIES.size() ? Tastes.CITIES.get(person.city()) : "Ripon";
        String[] row = {
          person.email(),
          person.name(),
          random.nextInt(70) == 0 ? "" : city,
          random.nextInt(50) == 0 ? "" : Tastes.AGE_BANDS.get(person.ageBand())
        };
        csv.row(row);
        if (i % CUSTOMERS_PER_DUPLICATE == CUSTOMERS_PER_DUPLICATE - 1) {
          csv.row(row);
        }
      }
    }
  }

  private void writeConsents(Path file) throws IOException {
    int days = (int) (end.toEpochDay() - first.toEpochDay());
    try (CsvFile csv = new CsvFile(file, "email", "purpose", "granted", "since")) {
      for (Person person : people) {
        int granted = random.nextInt(days);
        int answer = random.nextInt(100);
        if (answer < 91) {
          csv.row(person.email(), "recommendations", "true", day(granted));
        }
        if (answer < 3) {
          int withdrawn = granted + random.nextInt(days - granted);
          csv.row(person.email(), "recommendations", "false", day(withdrawn));
        }
      }
    }
  }

  private void writePurchases(Path file) throws IOException {
    Draw who = new Draw(people.stream().mapToDouble(Person::activity).toArray());
    int[] days = daysOfPurchases();
    int badLines = purchases / PURCHASES_PER_BAD_LINE * KINDS.size();
    int rowsPerBadLine = badLines == 0 ? Integer.MAX_VALUE : purchases / badLines;
    int written = 0;
    try (CsvFile csv =
        new CsvFile(file, "email", "day", "category", "product", "amount", "quantity")) {
      for (int i = 0; i < purchases; i++) {
        Person person = people.get(who.next(random));
        csv.row(purchase(person, day(days[i])));
        if (i % rowsPerBadLine == rowsPerBadLine / 2 && written < badLines) {
          BadLine kind = KINDS.get(written++ % KINDS.size());
          csv.raw(kind.of(person.email(), day(days[i])));
        }
      }
    }
  }

  private String[] purchase(Person person, String day) {
    Catalogue.Category category = Catalogue.CATEGORIES.get(categoryFor(person));
    Catalogue.Product product = category.products().get(random.nextInt(category.products().size()));
    int quantity = 1;
    while (quantity < 6 && random.nextInt(4) == 0) {
      quantity++;
    }
    if (random.nextInt(400) == 0) {
      quantity = 12 * (1 + random.nextInt(4)); // an order for an office
    }
    if (random.nextInt(100) == 0) {
      quantity = -quantity; // a refund
    }
    String email = person.email();
    return new String[] {
      random.nextInt(80) == 0 ? " " + email.toUpperCase(Locale.ROOT) : email,
      day,
      random.nextInt(200) == 0 ? "" : category.name(),
      random.nextInt(150) == 0 ? "" : product.name(),
      random.nextInt(150) == 0
          ? ""
          : BigDecimal.valueOf((long) product.pence() * quantity, 2).toPlainString(),
      random.nextInt(200) == 0 ? "" : Integer.toString(quantity)
    };
  }

  private int categoryFor(Person person) {
    int[] favourites = person.favourites();
    if (random.nextInt(50) == 0) {
      return random.nextInt(Catalogue.CATEGORIES.size());
    }
    // The best liked comes up half of the time, whatever else there is.
    return random.nextBoolean() ? favourites[0] : favourites[random.nextInt(favourites.length)];
  }

  /** The days of all purchases, counted from the first day, in order. */
  private int[] daysOfPurchases() {
    int span = (int) (end.toEpochDay() - first.toEpochDay());
    double[] weights = new double[span];
    for (int day = 0; day < span; day++) {
      LocalDate date = first.plusDays(day);
      double growth = 0.9 + 0.2 * day / span;
      weights[day] = growth * ofWeekday(date.getDayOfWeek()) * ofMonth(date.getMonthValue());
    }
    Draw draw = new Draw(weights);
    int[] days = new int[purchases];
    for (int i = 0; i < purchases; i++) {
      days[i] = draw.next(random);
    }
    Arrays.sort(days);
    return days;
  }

  private static double ofWeekday(DayOfWeek day) {
    return switch (day) {
      case MONDAY, SUNDAY -> 0.75;
      case TUESDAY, WEDNESDAY -> 0.9;
      case THURSDAY -> 1.0;
      case FRIDAY -> 1.2;
      case SATURDAY -> 1.6;
    };
  }

  private static double ofMonth(int month) {
    return switch (month) {
      case 12 -> 1.35;
      case 11 -> 1.1;
      case 1, 8 -> 0.85;
      default -> 1.0;
    };
  }

  private String day(int sinceFirst) {
    return first.plusDays(sinceFirst).toString();
  }
}

package io.discreet.cli.demo;

import java.util.List;

/** What the made-up bakery sells. */
final class Catalogue {

  /**
   * One product.
   *
   * @param pence the price of one
   */
  record Product(String name, int pence) {}

  /**
   * One category.
   *
   * @param popularity how often customers like it, before their city and age; a weight
   */
  record Category(String name, double popularity, List<Product> products) {}

  static final List<Category> CATEGORIES =
      List.of(
          new Category(
              "bread",
              1.6,
              List.of(
                  new Product("white tin", 240),
                  new Product("wholemeal", 265),
                  new Product("sourdough", 420),
                  new Product("rye, dark", 390),
                  new Product("seeded", 310))),
          new Category(
              "roll",
              1.0,
              List.of(
                  new Product("soft roll", 70),
                  new Product("crusty roll", 75),
                  new Product("oven bottom", 85),
                  new Product("poppy seed", 95))),
          new Category(
              "pastry",
              1.1,
              List.of(
                  new Product("croissant", 190),
                  new Product("pain au chocolat", 220),
                  new Product("cinnamon bun", 260),
                  new Product("almond twist", 275))),
          new Category(
              "cake",
              0.9,
              List.of(
                  new Product("victoria sponge", 360),
                  new Product("parkin", 230),
                  new Product("carrot cake", 340),
                  new Product("celebration \"Big One\"", 3200))),
          new Category(
              "pie",
              0.8,
              List.of(
                  new Product("pork pie", 310),
                  new Product("steak and ale", 420),
                  new Product("cheese and onion", 340))),
          new Category(
              "sandwich",
              1.2,
              List.of(
                  new Product("ham, mustard", 450),
                  new Product("egg and cress", 395),
                  new Product("falafel wrap", 480),
                  new Product("bacon bap", 425))),
          new Category(
              "coffee",
              1.5,
              List.of(
                  new Product("flat white", 340),
                  new Product("americano", 290),
                  new Product("latte", 350),
                  new Product("espresso", 240))),
          new Category(
              "tea",
              0.8,
              List.of(
                  new Product("pot of yorkshire", 280),
                  new Product("earl grey", 290),
                  new Product("peppermint", 290))));

  private Catalogue() {}
}

package io.discreet.cli.report;

/** The page for customers and staff: what these numbers are, without a formula. */
final class PlainWords {

  private PlainWords() {}

  static void show(Html html) {
    html.tag("<section id=\"plain\">\n")
        .element("h2", "In plain words")
        .tag("\n")
        .element("h3", "For customers")
        .element(
            "p",
            "This page never speaks of you, only of groups. Before a number was written down,"
                + " chance was added to it, so that nobody can tell from it whether you were"
                + " counted. You have a budget for how much may be learnt from you; when it is used"
                + " up, your purchases stay out until the next period. You may lower that limit,"
                + " take back your consent, ask what was learnt, and be forgotten.")
        .element("h3", "For staff")
        .element(
            "p",
            "Read a number together with its ±. Two numbers whose ± overlap may be the same. A grey"
                + " number says nothing, whatever it shows: the group is too small for the noise."
                + " If a change since the last night is not shown, noise could explain it. “With"
                + " earlier” is the better number where groups change slowly; it is worked out from"
                + " what was already written down and costs nobody anything.")
        .tag("</section>\n");
  }
}

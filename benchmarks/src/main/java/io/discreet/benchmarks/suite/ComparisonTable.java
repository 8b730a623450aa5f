package io.discreet.benchmarks.suite;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** New results beside the kept ones: text of at most 80 columns. */
final class ComparisonTable {
  private static final String LINE = "%-32s %16s %16s %6s %6s%n";

  private ComparisonTable() {}

  static String of(List<Measurement> measured, KeptResults kept) {
    StringBuilder text = new StringBuilder();
    String heading = "";
    for (Measurement one : measured) {
      int dot = one.benchmark().indexOf('.');
      String group = one.benchmark().substring(0, dot) + ", " + one.unit().replace("/op", "");
      if (!group.equals(heading)) {
        heading = group;
        text.append(text.isEmpty() ? "" : "\n")
            .append(LINE.formatted(group, "new", "kept", "ratio", "cpu"));
      }
      text.append(line("  " + one.benchmark().substring(dot + 1) + values(one), one, kept));
    }
    return text.append(legend(measured, kept)).toString();
  }

  private static String line(String label, Measurement one, KeptResults kept) {
    Optional<Measurement> before = kept.comparable(one);
    return LINE.formatted(
        label,
        withError(one),
        before.map(ComparisonTable::withError).orElse("none"),
        before.map(old -> ratio(one.ratio(old), one.differs(old))).orElse(""),
        before.map(old -> ratio(one.processorRatio(old), one.processorDiffers(old))).orElse(""));
  }

  private static String legend(List<Measurement> measured, KeptResults kept) {
    String conditions =
        measured.stream()
            .flatMap(one -> kept.comparable(one).stream())
            .map(Measurement::conditions)
            .map(Conditions::date)
            .collect(Collectors.toCollection(TreeSet::new))
            .stream()
            .map(Object::toString)
            .collect(Collectors.joining(", "));
    double[] loads =
        measured.stream().mapToDouble(one -> one.conditions().load()).sorted().toArray();
    double[] before =
        measured.stream()
            .flatMap(one -> kept.comparable(one).stream())
            .mapToDouble(old -> old.conditions().load())
            .sorted()
            .toArray();
    return "\nratio: elapsed, new / kept; cpu: of processor time, steadier on a busy machine\n"
        + "* where new and kept differ by more than the errors (99.9 %) of both together\n"
        + "load now "
        + range(loads)
        + (before.length == 0 ? "" : "; kept " + conditions + ", load " + range(before))
        + "\n";
  }

  private static String range(double[] sorted) {
    return String.format(Locale.ROOT, "%.1f to %.1f", sorted[0], sorted[sorted.length - 1]);
  }

  /** The values of the parameters, whose names the class doc has. */
  private static String values(Measurement one) {
    return one.setting().isEmpty()
        ? ""
        : Pattern.compile(" ")
            .splitAsStream(one.setting())
            .map(parameter -> parameter.substring(parameter.indexOf('=') + 1))
            .collect(Collectors.joining(" ", " ", ""));
  }

  private static String withError(Measurement one) {
    return number(one.elapsed()) + " ± " + (Double.isNaN(one.error()) ? "?" : number(one.error()));
  }

  private static String number(double value) {
    String format = value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%,.0f";
    return String.format(Locale.ROOT, format, value);
  }

  private static String ratio(double ratio, boolean differs) {
    return number(ratio) + (differs ? "*" : " ");
  }
}

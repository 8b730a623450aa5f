package io.discreet.engine.policy;

import java.util.Comparator;
import java.util.Locale;

/** Whose releases are added up against a quota: those of one purpose, analyst or nightly plan. */
public record QuotaHolder(Kind kind, String name) implements Comparable<QuotaHolder> {

  private static final Comparator<QuotaHolder> ORDER =
      Comparator.comparing(QuotaHolder::kind).thenComparing(QuotaHolder::name);

  /** The kinds of holders; a release counts for at most one of each. */
  public enum Kind {
    PURPOSE,
    ANALYST,
    PLAN
  }

  public static QuotaHolder purpose(String name) {
    return new QuotaHolder(Kind.PURPOSE, name);
  }

  public static QuotaHolder analyst(String name) {
    return new QuotaHolder(Kind.ANALYST, name);
  }

  public static QuotaHolder plan(String name) {
    return new QuotaHolder(Kind.PLAN, name);
  }

  /** By kind, then by name. */
  @Override
  public int compareTo(QuotaHolder other) {
    return ORDER.compare(this, other);
  }

  /** Such as {@code analyst ann}. */
  @Override
  public String toString() {
    return kind.name().toLowerCase(Locale.ROOT) + " " + name;
  }
}

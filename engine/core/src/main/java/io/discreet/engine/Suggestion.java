package io.discreet.engine;

import io.discreet.engine.release.Release;
import io.discreet.engine.release.Release.Estimate;
import java.util.List;

/**
 * What a policy and its queries could be bounded by, as a private, paid and stored answer tells.
 *
 * @param release the answer that it is read from
 * @param bounds one for each setting and part of the customers
 */
public record Suggestion(Release release, List<Bound> bounds) {

  public Suggestion {
    bounds = List.copyOf(bounds);
  }

  /** What can be bounded. */
  public enum Setting {
    CLAMP("clamp"),
    MAX_ROWS("max-rows"),
    L0("l0");

    private final String word;

    Setting(String word) {
      this.word = word;
    }

    /** As the policy and the commands call it. */
    public String word() {
      return word;
    }
  }

  /**
   * One possible bound.
   *
   * @param subject what is bounded: a column, rows, segments
   * @param part of the customers that are within it, about, in (0, 1); of a clamp at each of the
   *     ends that it has
   * @param low the lower end of a clamp; 0 of others
   * @param high the upper end
   * @param uncertainty the 95 % interval of {@code high}, which the noise leaves open
   * @param halfWidth of the 95 % interval that one segment's sum, number of rows, or number of
   *     customers would have under this bound and no other change, at the cost of the suggestion
   */
  public record Bound(
      Setting setting,
      String subject,
      double part,
      double low,
      double high,
      Estimate uncertainty,
      double halfWidth) {

    /** How far the ends of an interval may be apart that still tells something. */
    private static final double WIDEST = 8;

    /** Whether the noise leaves less than a factor of 8 open. */
    public boolean told() {
      return uncertainty.low() > 0 && uncertainty.high() <= WIDEST * uncertainty.low();
    }
  }
}

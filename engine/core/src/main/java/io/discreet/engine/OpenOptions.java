package io.discreet.engine;

import java.util.Optional;

/**
 * How an analyst's door to a shop is opened.
 *
 * @param analyst whose name is recorded with every charge and whose quota holds. The name is what
 *     the caller says: a quota divides work among people who keep to it. Empty for nobody in
 *     particular
 * @param columnLimit the most memory for the columns of this shop; empty to share, with the other
 *     shops that this process opens so, 0.6 of the largest heap that Java may have
 */
public record OpenOptions(Optional<String> analyst, Optional<ColumnLimit> columnLimit) {

  /** Nobody in particular, in the memory that all shops share. */
  public static final OpenOptions DEFAULT = new OpenOptions(Optional.empty(), Optional.empty());

  /** The same for an analyst. */
  public OpenOptions as(String name) {
    return new OpenOptions(Optional.of(name), columnLimit);
  }

  /** The same with a memory of the shop's own. */
  public OpenOptions within(ColumnLimit limit) {
    return new OpenOptions(analyst, Optional.of(limit));
  }
}

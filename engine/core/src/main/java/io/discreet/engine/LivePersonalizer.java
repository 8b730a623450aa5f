package io.discreet.engine;

import io.discreet.engine.ledger.Ledger;
import io.discreet.engine.personalize.Personalizer;
import io.discreet.engine.release.ReleaseJson;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The personalizer of a shop's newest releases, for a program that runs for days: it is made again
 * when a release was added, such as by a new night.
 *
 * <p>Whether one was added is looked at no more often than the interval says, by one of the threads
 * that ask; the others go on with the one before. Thread-safe. Of use as long as the {@link
 * Discreet} that it came from is open.
 */
public final class LivePersonalizer {

  private final Ledger ledger;
  private final long intervalNanos;
  private final AtomicBoolean looking = new AtomicBoolean();
  private volatile Made newest;

  /**
   * What was made of the releases up to an entry.
   *
   * @param lookedAt when the ledger was last asked, of {@link System#nanoTime}
   */
  private record Made(Personalizer personalizer, long upTo, long lookedAt) {}

  LivePersonalizer(Ledger ledger, Duration interval) {
    this.ledger = ledger;
    this.intervalNanos = interval.toNanos();
    this.newest = make(ledger.newestRelease());
  }

  /**
   * The personalizer of all releases, at most one interval old.
   *
   * @throws io.discreet.engine.ledger.LedgerException if the ledger cannot be read; the next call
   *     tries again
   */
  public Personalizer current() {
    Made known = newest;
    if (System.nanoTime() - known.lookedAt() < intervalNanos
        || !looking.compareAndSet(false, true)) {
      return known.personalizer();
    }
    try {
      long upTo = ledger.newestRelease();
      newest =
          upTo == known.upTo()
              ? new Made(known.personalizer(), upTo, System.nanoTime())
              : make(upTo);
      return newest.personalizer();
    } finally {
      looking.set(false);
    }
  }

  private Made make(long upTo) {
    // Read after the entry was: a release that came between is seen again, never missed.
    Personalizer personalizer =
        Personalizer.from(
            ledger.releases().stream().map(ReleaseJson::readAll).flatMap(List::stream).toList());
    return new Made(personalizer, upTo, System.nanoTime());
  }
}

package io.discreet.engine.intake;

/**
 * How files are taken in.
 *
 * @param maxBadRows the largest share of bad rows that is accepted, in [0, 1]
 * @param allowRepeat whether a file that was taken in before is taken in again
 * @param progress is told now and then how far the reading is
 */
public record IntakeOptions(double maxBadRows, boolean allowRepeat, Progress progress) {

  /** At most 1 % of bad rows, no file twice, silent. */
  public static final IntakeOptions DEFAULT =
      new IntakeOptions(0.01, false, (rows, bytes, total) -> {});

  public IntakeOptions {
    FaultTally.requireShare(maxBadRows);
  }

  /** The same options with another answer to repeated files. */
  public IntakeOptions allowRepeat(boolean allow) {
    return new IntakeOptions(maxBadRows, allow, progress);
  }

  /** Listens to an intake. */
  @FunctionalInterface
  public interface Progress {

    /** Called every few thousand rows; bytes are 0 where rows come from elsewhere than files. */
    void at(long rows, long bytesRead, long totalBytes);
  }
}

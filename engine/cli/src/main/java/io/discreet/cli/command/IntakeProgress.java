package io.discreet.cli.command;

import io.discreet.cli.terminal.Terminal;
import io.discreet.engine.intake.IntakeOptions;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;

/** Shows how far an intake is: a bar on a screen, a plain line at each quarter elsewhere. */
final class IntakeProgress implements IntakeOptions.Progress, AutoCloseable {
  private static final int STEP_PERCENT = 25;

  private final Terminal terminal;
  private final String task;
  private final @Nullable ProgressBar bar;
  private long saidPercent;

  IntakeProgress(Terminal terminal, String task) {
    this.terminal = terminal;
    this.task = task;
    bar =
        terminal.live()
            ? new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(100)
                .setMaxRenderedLength(79)
                .build()
            : null;
  }

  @Override
  public void at(long rows, long bytesRead, long totalBytes) {
    if (totalBytes <= 0) {
      return;
    }
    long percent = 100 * bytesRead / totalBytes;
    if (bar != null) {
      bar.stepTo(percent);
    } else if (percent >= saidPercent + STEP_PERCENT && percent < 100) {
      saidPercent = percent - percent % STEP_PERCENT;
      terminal.say(String.format(Locale.ROOT, "%s: %d %% read, %,d rows", task, percent, rows));
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}

package io.discreet.cli.command;

import io.discreet.cli.terminal.Terminal;
import io.discreet.engine.intake.IntakeOptions;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;

/** Shows how far an intake is, on a screen only. */
final class IntakeProgress implements IntakeOptions.Progress, AutoCloseable {
  private final @Nullable ProgressBar bar;

  IntakeProgress(Terminal terminal, String task) {
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
    if (bar != null && totalBytes > 0) {
      bar.stepTo(100 * bytesRead / totalBytes);
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}

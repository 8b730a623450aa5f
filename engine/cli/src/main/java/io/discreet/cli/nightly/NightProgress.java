package io.discreet.cli.nightly;

import io.discreet.cli.terminal.Terminal;
import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Says how far a night is: a line for each query with an estimate of the time left, and on a screen
 * a bar below them.
 */
final class NightProgress implements AutoCloseable {

  private static final int SCREEN = 79;
  private static final String CLEAR_LINE = "\r\u001b[K";

  private final Terminal terminal;
  private final int queries;
  private final long begun = System.nanoTime();
  private final @Nullable ProgressBar bar;
  private long queryBegun = begun;
  private String query = "";
  private int done;

  NightProgress(Terminal terminal, int queries) {
    this.terminal = terminal;
    this.queries = queries;
    bar =
        terminal.live()
            ? new ProgressBarBuilder()
                .setTaskName("night")
                .setInitialMax(queries)
                .setConsumer(new ConsoleProgressBarConsumer(terminal.err(), SCREEN))
                .build()
            : null;
  }

  void begin(String name) {
    query = name;
    queryBegun = System.nanoTime();
    if (bar != null) {
      bar.setExtraMessage(" " + name);
    }
  }

  void end(String outcome) {
    done++;
    String line = done + "/" + queries + " " + query + ": " + outcome + " in " + since(queryBegun);
    if (bar == null) {
      terminal.say(line + left());
    } else {
      terminal.err().print(CLEAR_LINE);
      terminal.say(line);
      bar.stepTo(done);
    }
  }

  /** As long as the queries so far took on average; the bar has an estimate of its own. */
  private String left() {
    long seconds = Math.round((System.nanoTime() - begun) / 1e9 / done * (queries - done));
    return seconds > 0 ? ", about " + seconds + " s left" : "";
  }

  private static String since(long nanos) {
    return String.format(Locale.ROOT, "%.1f s", (System.nanoTime() - nanos) / 1e9);
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}

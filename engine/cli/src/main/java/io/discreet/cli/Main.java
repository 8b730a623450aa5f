package io.discreet.cli;

import io.discreet.cli.command.Commands;
import io.discreet.cli.terminal.Terminal;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The {@code discreet} command. */
public final class Main {

  /** Held, because the logging library forgets loggers that nobody holds. */
  private static final Logger LIBRARIES = Logger.getLogger("");

  private Main() {}

  /** Runs the command and ends the process with its exit code. */
  public static void main(String[] args) {
    // What libraries log may quote rows, and standard error is for us.
    LIBRARIES.setLevel(Level.OFF);
    System.exit(run(args, Terminal.ofProcess()));
  }

  /**
   * Runs the command.
   *
   * @return the exit code: 0 done, 1 broken, 2 asked wrongly, 3 refused, 4 a night with refusals
   */
  public static int run(String[] args, Terminal terminal) {
    return Commands.line(terminal).execute(args);
  }
}

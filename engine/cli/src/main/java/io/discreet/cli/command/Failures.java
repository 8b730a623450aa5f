package io.discreet.cli.command;

import io.discreet.cli.output.Text;
import io.discreet.cli.terminal.Terminal;
import io.discreet.engine.failure.InputException;
import io.discreet.engine.failure.RefusedException;
import java.io.PrintStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** From a failure to one line on standard error and an exit code. */
final class Failures {

  /** Something broke. */
  static final int BROKEN = 1;

  /** The user asked wrongly. */
  static final int USAGE = 2;

  /** The user may not. */
  static final int REFUSED = 3;

  private static final int MOST_CAUSES = 16;
  private static final String OURS = "io.discreet.";

  private Failures() {}

  /** Reports a failure and returns the exit code. */
  static int report(Throwable failure, boolean debug, Terminal terminal) {
    int code;
    if (failure instanceof InputException) {
      terminal.say(line(failure));
      code = USAGE;
    } else if (failure instanceof RefusedException) {
      terminal.say("refused: " + line(failure));
      code = REFUSED;
    } else {
      terminal.say(
          plainly(failure)
              .orElseGet(
                  () ->
                      "something went wrong inside: "
                          + describe(failure)
                          + (debug ? "" : "; --debug shows where")));
      code = BROKEN;
    }
    if (debug) {
      trace(failure, terminal.err());
    }
    return code;
  }

  private static String line(Throwable failure) {
    return Text.printable(String.valueOf(failure.getMessage()));
  }

  /** Of our own failures, such as a full disk, the first says what it means for the user. */
  private static Optional<String> plainly(Throwable failure) {
    @Nullable Throwable at = failure;
    for (int i = 0; i < MOST_CAUSES && at != null; i++) {
      if (at.getClass().getName().startsWith(OURS)) {
        return message(at);
      }
      if (at instanceof FileSystemException file && file.getFile() != null) {
        return Optional.of(Text.printable(file.getFile() + " " + fault(file)));
      }
      at = at.getCause();
    }
    return Optional.empty();
  }

  private static String fault(FileSystemException failure) {
    if (failure instanceof AccessDeniedException) {
      return "may not be read or written by you";
    }
    if (failure instanceof NoSuchFileException) {
      return "does not exist, or its folder does not";
    }
    if (failure instanceof FileAlreadyExistsException) {
      return "is there already";
    }
    return "cannot be read or written; look for a full disk or a folder in its place";
  }

  private static String describe(Throwable failure) {
    Throwable root = failure;
    for (int i = 0; i < MOST_CAUSES && root.getCause() != null; i++) {
      root = root.getCause();
    }
    String name = root.getClass().getSimpleName();
    return message(root).map(message -> name + ": " + message).orElse(name);
  }

  /** The message, where it cannot quote a row: ours, and the file system's, which names files. */
  private static Optional<String> message(Throwable failure) {
    boolean ours = failure.getClass().getName().startsWith(OURS);
    return ours || failure instanceof FileSystemException
        ? Optional.ofNullable(failure.getMessage()).map(Text::printable)
        : Optional.empty();
  }

  private static void trace(Throwable failure, PrintStream err) {
    @Nullable Throwable at = failure;
    for (int i = 0; i < MOST_CAUSES && at != null; i++) {
      String message = message(at).map(text -> ": " + text).orElse("");
      err.println((i == 0 ? "" : "caused by ") + at.getClass().getName() + message);
      Arrays.stream(at.getStackTrace()).forEach(frame -> err.println("    at " + frame));
      at = at.getCause();
    }
  }
}

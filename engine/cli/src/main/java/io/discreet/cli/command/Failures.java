package io.discreet.cli.command;

import io.discreet.cli.output.Text;
import io.discreet.cli.terminal.Terminal;
import io.discreet.engine.failure.InputException;
import io.discreet.engine.failure.RefusedException;
import io.discreet.engine.failure.StorageException;
import java.io.PrintStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
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

  private Failures() {}

  /** Reports a failure and returns the exit code. */
  static int report(Throwable failure, boolean debug, Terminal terminal) {
    int code;
    Optional<FileSystemException> file = ofFileSystem(failure);
    if (failure instanceof InputException || failure instanceof StorageException) {
      terminal.say(line(failure));
      code = USAGE;
    } else if (failure instanceof RefusedException) {
      terminal.say("refused: " + line(failure));
      code = REFUSED;
    } else if (file.isPresent()) {
      terminal.say(line(file.get()));
      code = USAGE;
    } else {
      terminal.say(
          "something went wrong inside: "
              + describe(failure)
              + (debug ? "" : "; --debug shows where"));
      code = BROKEN;
    }
    if (debug) {
      trace(failure, terminal.err());
    }
    return code;
  }

  /** What the file system refused, if that is what went wrong: it names files, never rows. */
  private static Optional<FileSystemException> ofFileSystem(Throwable failure) {
    @Nullable Throwable at = failure;
    for (int i = 0; i < MOST_CAUSES && at != null; i++) {
      if (at instanceof FileSystemException file
          && (at instanceof AccessDeniedException || file.getReason() != null)) {
        return Optional.of(file);
      }
      at = at.getCause();
    }
    return Optional.empty();
  }

  private static String line(FileSystemException failure) {
    String reason =
        failure instanceof AccessDeniedException
            ? "permission denied"
            : Optional.ofNullable(failure.getReason()).orElse(failure.getClass().getSimpleName());
    return Text.printable(
        failure.getFile()
            + ": "
            + reason
            + "; the folder must be writable and its disk must have room, then do the same again");
  }

  private static String line(Throwable failure) {
    return Text.printable(String.valueOf(failure.getMessage()));
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
    boolean ours = failure.getClass().getName().startsWith("io.discreet.");
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

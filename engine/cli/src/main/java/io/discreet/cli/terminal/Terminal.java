package io.discreet.cli.terminal;

import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * The streams and the environment of one run of the command.
 *
 * <p>Answers go to {@link #out}, everything said about them to {@link #err}, both in UTF-8 whatever
 * the locale is.
 */
public final class Terminal {

  // Java cannot ask which of its streams are terminals, so the launcher says so.
  private static final String LIVE = "discreet.live";
  private static final String INTERACTIVE = "discreet.interactive";

  private final InputStream in;
  private final PrintStream out;
  private final PrintStream err;
  private final Map<String, String> environment;
  private final boolean live;

  /**
   * A terminal of other streams.
   *
   * @param live whether {@code err} is a screen, on which a line can be drawn again
   */
  public Terminal(
      InputStream in,
      PrintStream out,
      PrintStream err,
      Map<String, String> environment,
      boolean live) {
    this.in = in;
    this.out = out;
    this.err = err;
    this.environment = Map.copyOf(environment);
    this.live = live;
  }

  /** The terminal of this process. */
  public static Terminal ofProcess() {
    return new Terminal(
        System.in,
        utf8(FileDescriptor.out),
        utf8(FileDescriptor.err),
        System.getenv(),
        Boolean.getBoolean(LIVE));
  }

  private static PrintStream utf8(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }

  public InputStream in() {
    return in;
  }

  public PrintStream out() {
    return out;
  }

  public PrintStream err() {
    return err;
  }

  public boolean live() {
    return live;
  }

  /** A variable of the environment. */
  public Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name));
  }

  /** The console, where a person sits at this process's own streams. */
  public Optional<Console> console() {
    return in == System.in && Boolean.getBoolean(INTERACTIVE)
        ? Optional.ofNullable(System.console())
        : Optional.empty();
  }

  /** Prints a line that begins with the command's name on {@link #err}. */
  public void say(String line) {
    err.println("discreet: " + line);
  }
}

package io.discreet.cli.command;

import io.discreet.cli.terminal.Terminal;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line of {@code discreet}, with its commands. */
public final class Commands {

  /** What the library puts before some of its messages. */
  private static final String NOISE = "Error: ";

  private Commands() {}

  /** The commands at a terminal. */
  public static CommandLine line(Terminal terminal) {
    CommandLine line =
        new CommandLine(new DiscreetCommand())
            .addSubcommand(new DemoCommand(terminal))
            .addSubcommand(new InitCommand(terminal))
            .addSubcommand(new IntakeCommand(terminal))
            .addSubcommand(new ExplainCommand(terminal))
            .addSubcommand(new QueryCommand(terminal))
            .addSubcommand(new CoverageCommand(terminal))
            .addSubcommand(new SuggestCommand(terminal))
            .addSubcommand(new NightlyCommand(terminal))
            .addSubcommand(new SchemaCommand(terminal))
            .addSubcommand(new ReportCommand(terminal))
            .addSubcommand(new ReleasesCommand(terminal))
            .addSubcommand(new RecommendCommand(terminal))
            .addSubcommand(new FairnessCommand(terminal))
            .addSubcommand(new ConsentCommand(terminal))
            .addSubcommand(new CapCommand(terminal))
            .addSubcommand(new StatementCommand(terminal))
            .addSubcommand(new ForgetCommand(terminal))
            .addSubcommand(new MinimiseCommand(terminal))
            .addSubcommand(new RetentionCommand(terminal))
            .addSubcommand(new RotateCommand(terminal))
            .addSubcommand(new BudgetCommand(terminal))
            .addSubcommand(new AuditCommand(terminal));
    line.getSubcommands().values().stream().distinct().forEach(Commands::takeSparkAway);
    line.setExecutionStrategy(Commands::run);
    line.setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8));
    // An argument that begins with @ is an argument, not a file of arguments.
    line.setExpandAtFiles(false);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    // The library's own converters name types of Java in their messages.
    line.registerConverter(LocalDate.class, Values::date);
    for (Class<?> type : List.of(Integer.class, int.class)) {
      register(line, type, Values::wholeNumber);
    }
    for (Class<?> type : List.of(Long.class, long.class)) {
      register(line, type, Values::longNumber);
    }
    for (Class<?> type : List.of(Double.class, double.class)) {
      register(line, type, Values::number);
    }
    line.setParameterExceptionHandler((failure, args) -> misused(failure, terminal));
    line.setExecutionExceptionHandler(
        (failure, command, parsed) ->
            Failures.report(failure, DiscreetCommand.debug(command), terminal));
    return line;
  }

  /** Inherited options are every command's; only few have something for Spark to do. */
  private static void takeSparkAway(CommandLine command) {
    if (!(command.getCommand() instanceof UsesSpark)) {
      command.getCommandSpec().remove(command.getCommandSpec().findOption(DiscreetCommand.SPARK));
    }
  }

  private static int run(ParseResult parsed) {
    ParseResult last = parsed;
    while (last.hasSubcommand()) {
      last = last.subcommand();
    }
    CommandLine command = last.commandSpec().commandLine();
    if (last != parsed
        && !last.isUsageHelpRequested()
        && !(command.getCommand() instanceof UsesSpark)
        && DiscreetCommand.spark(command).isPresent()) {
      throw new ParameterException(
          command,
          DiscreetCommand.SPARK
              + " goes with "
              + parsed.commandSpec().subcommands().entrySet().stream()
                  .filter(one -> one.getValue().getCommand() instanceof UsesSpark)
                  .map(Map.Entry::getKey)
                  .collect(Collectors.joining(", "))
              + " only");
    }
    return new CommandLine.RunLast().execute(parsed);
  }

  @SuppressWarnings("unchecked") // a primitive type and its box have the same values
  private static <T> void register(
      CommandLine line, Class<?> type, CommandLine.ITypeConverter<T> converter) {
    line.registerConverter((Class<T>) type, converter);
  }

  private static int misused(ParameterException failure, Terminal terminal) {
    CommandLine command = failure.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    boolean aboutOneCustomer = command.getCommand() instanceof AboutOneCustomer;
    if (aboutOneCustomer && failure instanceof UnmatchedArgumentException) {
      // What is left over may be a raw id, so it is not quoted.
      terminal.say(
          "an argument too many; a customer's id is given on standard input, at the prompt or with"
              + " --id-file FILE; see "
              + name
              + " --help");
      return Failures.USAGE;
    }
    List<String> nearest =
        failure instanceof UnmatchedArgumentException unmatched
            ? unmatched.getSuggestions()
            : List.of();
    String hint = nearest.isEmpty() ? "" : "; did you mean " + nearest.get(0) + "?";
    terminal.say(message(failure) + hint + "; see " + name + " --help");
    return Failures.USAGE;
  }

  private static String message(ParameterException failure) {
    if (failure instanceof UnmatchedArgumentException unmatched
        && failure.getCommandLine().getParent() == null
        && !unmatched.getUnmatched().get(0).startsWith("-")) {
      // What follows the command may be a raw id, so it is not quoted.
      return "there is no command '" + unmatched.getUnmatched().get(0) + "'";
    }
    return String.valueOf(failure.getMessage())
        .lines()
        .findFirst()
        .map(line -> line.startsWith(NOISE) ? line.substring(NOISE.length()) : line)
        .orElse("not understood");
  }
}

package io.github.etcdrunbook.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The entry point: runs the command that was asked for and turns what becomes of it into an exit
 * code. A command is a {@code Callable<ExitCode>} that takes what it needs as constructor
 * parameters; whatever it throws, but for a {@link Stop}, is a bug of ours.
 */
@Command(
    name = "etcd-runbook",
    description = "Runs incident playbooks on the etcd under Kubernetes.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "",
    footer = {"", "`etcd-runbook COMMAND --help` explains a command."})
public final class Main implements Callable<ExitCode> {
  private final Console console;

  private Main(Console console) {
    this.console = console;
  }

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    ResultFile results = new ResultFile();
    Console console = Console.ofProcess(results);
    ExitCode code =
        Boolean.getBoolean("etcdrunbook.practice")
            ? Practice.with(console, arguments)
            : run(console, arguments);
    console.out().flush();
    if (results.lost().isPresent()) {
      console.err().println("standard output cannot be written: " + results.lost().get());
      code = code == ExitCode.DONE ? ResultFile.unwritten(arguments) : code;
    }
    System.exit(code.code());
  }

  /** Runs one command in this process, which goes on afterwards. */
  static ExitCode run(Console console, String... arguments) {
    try {
      int code = commandLine(console, arguments).execute(arguments);
      return Arrays.stream(ExitCode.values())
          .filter(known -> known.code() == code)
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("unknown exit code " + code));
    } catch (RuntimeException | Error bug) {
      return reportBug(console, bug);
    }
  }

  /** Without a command there is nothing to do: the help shows what there is. */
  @Override
  public ExitCode call() {
    commandLine(console).usage(console.err());
    return ExitCode.COMMAND_LINE;
  }

  static CommandLine commandLine(Console console, String... arguments) {
    CommandLine line = new CommandLine(new Main(console));
    new Offers(console).addTo(line, new HashSet<>(List.of(arguments)));
    // An argument that starts with @ is a value like any other.
    line.setExpandAtFiles(false)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpWidth(Math.clamp(console.terminal().columns(), 80, 120));
    line.setOut(writer(console.out()))
        .setErr(writer(console.err()))
        .setColorScheme(
            CommandLine.Help.defaultColorScheme(
                console.colours() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF))
        .setParameterExceptionHandler((wrong, ignored) -> reject(console, wrong))
        .setExecutionStrategy(parsed -> execute(console, parsed));
    line.getHelpSectionMap()
        .put(CommandLine.Model.UsageMessageSpec.SECTION_KEY_COMMAND_LIST, new CommandList());
    line.getCommandSpec()
        .usageMessage()
        .exitCodeListHeading("%nExit codes:%n")
        .exitCodeList(codes());
    return line;
  }

  private static int execute(Console console, ParseResult parsed) {
    Integer help = CommandLine.executeHelpRequest(parsed);
    if (help != null) {
      return help;
    }
    ParseResult last = parsed;
    while (last.hasSubcommand()) {
      last = last.subcommand();
    }
    Object command = last.commandSpec().userObject();
    try {
      return ((ExitCode) ((Callable<?>) command).call()).code();
    } catch (ParameterException wrongArgument) {
      throw wrongArgument;
    } catch (Stop stop) {
      stop.lines().forEach(console.err()::println);
      return stop.code().code();
    } catch (Exception | Error bug) {
      return reportBug(console, bug).code();
    }
  }

  private static int reject(Console console, ParameterException wrong) {
    CommandLine command = wrong.getCommandLine();
    console.err().println("etcd-runbook: " + wrong.getMessage());
    UnmatchedArgumentException.printSuggestions(wrong, command.getErr());
    console.err().println("see: " + command.getCommandSpec().qualifiedName() + " --help");
    return ExitCode.COMMAND_LINE.code();
  }

  private static ExitCode reportBug(Console console, Throwable bug) {
    bug.printStackTrace(console.err());
    console.err().println("This is a bug in etcd-runbook: please report it with the text above.");
    return ExitCode.BUG;
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(stream, true, StandardCharsets.UTF_8);
  }

  private static Map<String, String> codes() {
    Map<String, String> codes = new LinkedHashMap<>();
    for (ExitCode code : ExitCode.values()) {
      codes.put(" " + code.code(), code.meaning());
    }
    return codes;
  }

  /** The version of the jar, and of the Java that runs it. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Main.class.getPackage().getImplementationVersion();
      return new String[] {
        "etcd-runbook "
            + (version == null ? "(not packaged)" : version)
            + ", Java "
            + Runtime.version()
      };
    }
  }
}

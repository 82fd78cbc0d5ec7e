package io.github.etcdrunbook.cli;

import io.github.etcdrunbook.cli.HaltingFile.Place;
import io.github.etcdrunbook.cli.HaltingFile.Way;
import io.github.etcdrunbook.journal.JournalFile;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/**
 * The program with a machine that dies: `run`, `resume` and `undo` as they are, with a journal that
 * halts the process where its system properties say.
 */
final class HaltingProgram {
  private HaltingProgram() {}

  /**
   * Takes the system properties {@code halt.way} and {@code halt.delay}, and either {@code halt.at}
   * or {@code halt.died} with {@code halt.events}.
   */
  public static void main(String[] arguments) throws Exception {
    Place place = place();
    int delay = Integer.getInteger("halt.delay", 0);
    perform((console, file) -> new HaltingFile(file, console, place, delay), arguments);
  }

  /** What the journal is written to instead of its file. */
  interface Writing {
    JournalFile to(Console console, JournalFile file);
  }

  /** Performs the command with a journal that is written so, and ends the process. */
  static void perform(Writing writing, String... arguments) throws Exception {
    Console console = Console.ofProcess(new ResultFile());
    RunDesk desk = new RunDesk(console, Clock.systemUTC(), file -> writing.to(console, file));
    Callable<ExitCode> command =
        switch (arguments[0]) {
          case "run" -> new RunCommand(desk);
          case "undo" -> new UndoCommand(desk);
          default -> new ResumeCommand(desk);
        };
    new CommandLine(command).parseArgs(Arrays.copyOfRange(arguments, 1, arguments.length));
    try {
      Runtime.getRuntime().halt(command.call().code());
    } catch (Stop stop) {
      stop.lines().forEach(console.err()::println);
      Runtime.getRuntime().halt(stop.code().code());
    }
  }

  private static Place place() {
    Way way = Way.valueOf(System.getProperty("halt.way", "AFTER_FORCE"));
    String died = System.getProperty("halt.died", "");
    return died.isEmpty()
        ? new Place.Counted(Integer.getInteger("halt.at", Integer.MAX_VALUE), way)
        : new Place.New(Path.of(died), List.of(System.getProperty("halt.events").split(",")), way);
  }
}

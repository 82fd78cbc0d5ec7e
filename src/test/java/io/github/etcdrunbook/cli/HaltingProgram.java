package io.github.etcdrunbook.cli;

import io.github.etcdrunbook.journal.JournalFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/**
 * The program with a machine that dies: `run` and `resume` as they are, with a journal that halts
 * the process at an append that is counted from its start. What is said last tells where.
 */
final class HaltingProgram {
  static final int HALTED = 137;

  private HaltingProgram() {}

  /** How the process ends at an append. */
  enum Way {
    /** Before the line is written. */
    BEFORE_WRITE,
    /** Half of the line is on the disk. */
    TORN,
    /** The line is on the disk; what would have followed did not begin. */
    AFTER_FORCE,
    /** While an effect is performed, or after that and before it is recorded. */
    INSIDE
  }

  /** Takes the system properties {@code halt.at}, {@code halt.way} and {@code halt.delay}. */
  public static void main(String[] arguments) throws Exception {
    Console console = Console.ofProcess();
    RunDesk desk = new RunDesk(console, Clock.systemUTC(), file -> new HaltingFile(file, console));
    Callable<ExitCode> command =
        arguments[0].equals("run") ? new RunCommand(desk) : new ResumeCommand(desk);
    new CommandLine(command).parseArgs(Arrays.copyOfRange(arguments, 1, arguments.length));
    try {
      Runtime.getRuntime().halt(command.call().code());
    } catch (Stop stop) {
      stop.lines().forEach(console.err()::println);
      Runtime.getRuntime().halt(stop.code().code());
    }
  }

  /** Counts appends and ends the process. */
  private static final class HaltingFile implements JournalFile {
    private final JournalFile file;
    private final Console console;
    private final int at = Integer.getInteger("halt.at", Integer.MAX_VALUE);
    private final Way way =
        Way.valueOf(System.getProperty("halt.way", "AFTER_FORCE").toUpperCase(Locale.ROOT));
    private int appends;
    private boolean inside;
    private String line = "";

    HaltingFile(JournalFile file, Console console) {
      this.file = file;
      this.console = console;
    }

    @Override
    public byte[] read() throws IOException {
      return file.read();
    }

    @Override
    public void append(byte[] bytes) throws IOException {
      if (inside) {
        halt();
      }
      line = new String(bytes, StandardCharsets.UTF_8);
      appends++;
      if (appends == at && way == Way.BEFORE_WRITE) {
        halt();
      }
      if (appends == at && way == Way.TORN) {
        file.append(Arrays.copyOf(bytes, bytes.length / 2));
        file.force();
        halt();
      }
      file.append(bytes);
    }

    @Override
    public void force() throws IOException {
      file.force();
      if (appends == at && way == Way.AFTER_FORCE) {
        halt();
      }
      if (appends >= at && way == Way.INSIDE && line.contains("\"EffectIntended\"")) {
        inside = true;
        Thread.ofPlatform().daemon().start(this::haltLater);
      }
    }

    private void haltLater() {
      try {
        Thread.sleep(Integer.getInteger("halt.delay", 0));
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
      }
      halt();
    }

    private void halt() {
      String event = line.replaceFirst(".*\"event\":\\{\"is\":\"([A-Za-z]+)\".*", "$1").strip();
      String step = line.replaceFirst(".*\"step\":\"([a-z0-9_]+)\".*", "$1").strip();
      String host = line.replaceFirst(".*\"host\":\"([A-Za-z0-9-]+)\".*", "$1").strip();
      console
          .err()
          .println(
              "HALTED "
                  + event
                  + (step.equals(line.strip()) ? "" : " " + step)
                  + (host.equals(line.strip()) ? "" : "@" + host));
      Runtime.getRuntime().halt(HALTED);
    }

    @Override
    public void cutTo(long length) throws IOException {
      file.cutTo(length);
    }
  }
}

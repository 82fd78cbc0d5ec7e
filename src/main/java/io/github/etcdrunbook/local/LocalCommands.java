package io.github.etcdrunbook.local;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.commons.exec.CommandLine;
import org.apache.commons.exec.DefaultExecutor;
import org.apache.commons.exec.ExecuteException;
import org.apache.commons.exec.ExecuteWatchdog;
import org.apache.commons.exec.Executor;
import org.apache.commons.exec.PumpStreamHandler;

/**
 * Runs commands on the operator's machine, each a list of arguments that no shell reads. Commands
 * get exactly the environment given. For any number of threads.
 */
public final class LocalCommands {
  /** How much is kept of each output. */
  public static final int KEPT_BYTES = 4 << 20;

  // A grandchild may hold the outputs open for ever; what it says later is not waited for. Commons
  // Exec adds two seconds to this, and waits for one output after the other.
  private static final Duration OUTPUT_GRACE = Duration.ofMillis(500);

  private final Path folder;
  private final Map<String, String> environment;

  /** Commands run in this folder with this environment. */
  public LocalCommands(Path folder, Map<String, String> environment) {
    this.folder = folder;
    this.environment = Map.copyOf(environment);
  }

  /** Runs the command to its end or to the limit; it gets no input. */
  public LocalOutcome run(List<String> command, Duration limit) {
    LocalOutput stdout = new LocalOutput(KEPT_BYTES);
    LocalOutput stderr = new LocalOutput(KEPT_BYTES);
    return run(command, new Streams(new PumpStreamHandler(stdout, stderr), stdout, stderr), limit);
  }

  /** The same with an input; all of the output goes to the stream, and is not kept. */
  LocalOutcome run(List<String> command, InputStream input, OutputStream output, Duration limit) {
    LocalOutput none = new LocalOutput(0);
    LocalOutput stderr = new LocalOutput(KEPT_BYTES);
    PumpStreamHandler pumps = new PumpStreamHandler(output, stderr, input);
    return run(command, new Streams(pumps, none, stderr), limit);
  }

  private record Streams(PumpStreamHandler pumps, LocalOutput stdout, LocalOutput stderr) {}

  private LocalOutcome run(List<String> command, Streams streams, Duration limit) {
    LocalOutput stdout = streams.stdout();
    LocalOutput stderr = streams.stderr();
    PumpStreamHandler outputs = streams.pumps();
    outputs.setStopTimeout(OUTPUT_GRACE);
    ExecuteWatchdog watchdog = ExecuteWatchdog.builder().setTimeout(limit).get();
    Executor executor =
        DefaultExecutor.builder()
            .setExecuteStreamHandler(outputs)
            .setWorkingDirectory(new File(folder.toString()))
            .get();
    executor.setWatchdog(watchdog);
    executor.setExitValues(null); // No status is an exception.
    try {
      int status = executor.execute(commandLine(command), environment);
      return watchdog.killedProcess()
          ? new LocalOutcome.TimedOut(limit, stdout, stderr)
          : new LocalOutcome.Exited(status, stdout, stderr);
    } catch (ExecuteException abnormal) {
      return watchdog.killedProcess()
          ? new LocalOutcome.TimedOut(limit, stdout, stderr)
          : new LocalOutcome.Exited(abnormal.getExitValue(), stdout, stderr);
    } catch (IOException notStarted) {
      return new LocalOutcome.NotStarted(String.valueOf(notStarted.getMessage()));
    }
  }

  private static CommandLine commandLine(List<String> command) {
    CommandLine line = new CommandLine(command.getFirst());
    // Without the flag commons-exec strips and adds quotes of its own.
    command.subList(1, command.size()).forEach(argument -> line.addArgument(argument, false));
    return line;
  }
}

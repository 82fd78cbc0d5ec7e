package io.github.etcdrunbook.cli;

import io.github.etcdrunbook.run.Brake;
import io.github.etcdrunbook.run.PacedRun;
import io.github.etcdrunbook.run.RunEnd;
import java.time.Duration;

/** What a child of {@link SignalsCrashTest} runs: a slow run under the program's own signals. */
final class SignalledProcess {
  private SignalledProcess() {}

  /** Arguments: the milliseconds of an effect, and `deaf` for a host that does not answer. */
  public static void main(String[] arguments) {
    Console console = Console.ofProcess(new ResultFile());
    Brake brake = new Brake();
    Signals.brake(brake, console.err()::println);
    PacedRun run =
        new PacedRun(
            console.out(),
            Duration.ofMillis(Long.parseLong(arguments[0])),
            arguments.length > 1 && arguments[1].equals("deaf"));
    RunEnd end = run.run(brake);
    Runtime.getRuntime().exit(RunExit.of(end).code());
  }
}

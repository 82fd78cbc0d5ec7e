package io.github.etcdrunbook.cli;

import io.github.etcdrunbook.lab.Lab;
import io.github.etcdrunbook.lab.LabCatalog;
import io.github.etcdrunbook.lab.LabException;
import io.github.etcdrunbook.lab.LabHost;
import io.github.etcdrunbook.lab.LabSurroundings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/**
 * The program on a network that breaks: connections are cut while effects run on hosts of a lab.
 */
final class CuttingProgram {
  /** The listener stays: who connects again is let in. */
  private static final String KILL_SESSIONS =
      "listener=$(pgrep -o sshd); for one in $(pgrep sshd); do"
          + " [ $one = $listener ] || kill -9 $one 2>/dev/null; done; true";

  private CuttingProgram() {}

  /** The options that name a lab, and which effects are hit. */
  static List<String> options(Lab lab, CuttingFile.Sample sample) {
    return List.of(
        "-Dcut.lab=" + lab.folder(),
        "-Dcut.every=" + sample.every(),
        "-Dcut.seed=" + sample.seed());
  }

  /** Takes what {@link #options} gives, and the arguments of `run`, `resume` or `undo`. */
  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(System.getProperty("cut.lab"));
    Lab lab =
        new Lab(
            new LabCatalog(folder.getParent()),
            folder.getFileName().toString(),
            new LabSurroundings(
                Clock.systemUTC(),
                time -> Thread.sleep(time.toMillis()),
                Map.copyOf(System.getenv())));
    CuttingFile.Sample sample =
        new CuttingFile.Sample(Integer.getInteger("cut.every"), Long.getLong("cut.seed"));
    HaltingProgram.perform(
        (console, file) -> new CuttingFile(file, console, host -> killSessions(lab, host), sample),
        arguments);
  }

  private static void killSessions(Lab lab, String host) {
    try {
      for (LabHost one : lab.hosts()) {
        if (host.isEmpty() || one.name().equals(host)) {
          lab.exec(one.name(), List.of("bash", "-c", KILL_SESSIONS));
        }
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (LabException failed) {
      throw new IllegalStateException(failed);
    }
  }
}

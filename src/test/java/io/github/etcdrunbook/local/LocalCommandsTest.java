package io.github.etcdrunbook.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands on this machine: arguments as they are, limits that hold. */
class LocalCommandsTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  @TempDir private Path folder;

  private LocalOutcome run(Duration limit, String... command) {
    return new LocalCommands(folder, Map.of("PATH", "/usr/bin:/bin", "X", "y"))
        .run(List.of(command), limit);
  }

  private LocalOutcome.Exited exited(String... command) {
    return assertInstanceOf(LocalOutcome.Exited.class, run(LIMIT, command));
  }

  @Test
  void passesArgumentsAsTheyAre() {
    LocalOutcome.Exited outcome =
        exited("printf", "%s|", "a b", "'q'", "\"d\"", "$HOME", "", "a\nb", "*");
    assertEquals("a b|'q'|\"d\"|$HOME||a\nb|*|", outcome.stdout().text());
  }

  @Test
  void keepsStatusOutputsFolderAndEnvironment() {
    LocalOutcome.Exited outcome = exited("sh", "-c", "pwd; echo $X >&2; exit 3");
    assertEquals(3, outcome.status());
    assertEquals(folder + "\n", outcome.stdout().text());
    assertEquals("y\n", outcome.stderr().text());
  }

  @Test
  void killsWhatIsNotOverAtItsLimit() {
    assertInstanceOf(LocalOutcome.TimedOut.class, run(Duration.ofMillis(200), "sleep", "30"));
  }

  @Test
  void saysThatThereIsNoSuchProgram() {
    assertInstanceOf(LocalOutcome.NotStarted.class, run(LIMIT, "no-such-program-here"));
  }

  @Test
  void keepsOnlyTheHeadOfAHugeOutput() {
    LocalOutcome.Exited outcome = exited("head", "-c", "100000000", "/dev/zero");
    assertEquals(100_000_000, outcome.stdout().total());
    assertEquals(LocalCommands.KEPT_BYTES, outcome.stdout().bytes().length);
  }
}

package io.github.etcdrunbook.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.etcdrunbook.world.Failure;
import io.github.etcdrunbook.world.Recipient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Encryption with programs that play age and gpg: what they get, and what becomes of the file. */
class SealingTest {
  private static final Recipient AGE = new Recipient(Recipient.Tool.AGE, "age1key");
  private static final Recipient GPG = new Recipient(Recipient.Tool.GPG, "0123456789".repeat(4));

  @TempDir private Path folder;

  private Sealing sealing() {
    String path = folder + ":/usr/bin:/bin";
    return new Sealing(new LocalCommands(folder, Map.of("PATH", path, "HOME", "/none")), path);
  }

  private void program(String name, String script) throws IOException {
    Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + script + "\n");
    assertTrue(file.toFile().setExecutable(true));
  }

  @Test
  void givesTheBytesToTheProgramAndKeepsWhatComesBackForTheOperatorAlone() throws IOException {
    program("age", "echo \"$@\" >words; printf sealed; tr a-z b-za");
    Path file = folder.resolve("file");
    Files.writeString(file, "an older attempt's");

    assertEquals(
        Optional.empty(),
        sealing().seal("a key".repeat(50_000).getBytes(StandardCharsets.UTF_8), file, AGE));

    assertEquals("sealed" + "b lfz".repeat(50_000), Files.readString(file));
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    assertEquals("--encrypt --recipient age1key\n", Files.readString(folder.resolve("words")));
  }

  @Test
  void leavesNothingWhenTheProgramFails() throws IOException {
    program("gpg", "cat >/dev/null; printf half; echo 'gpg: unusable public key' >&2; exit 2");
    Path file = folder.resolve("file");

    Failure failure = sealing().seal(new byte[100], file, GPG).orElseThrow();

    assertTrue(failure.what().contains("unusable public key"), failure.what());
    assertTrue(failure.hint().contains("gpg --list-keys"), failure.hint());
    assertTrue(Files.notExists(file));
  }

  @Test
  void saysWhichProgramIsMissing() {
    Sealing nowhere = new Sealing(new LocalCommands(folder, Map.of()), folder.toString());
    String what = nowhere.objection(AGE).orElseThrow().what();
    assertEquals("this machine has no program `age` on its PATH", what);
  }

  @Test
  void listsTheNamesInAnArchiveAndKnowsAWholeOne() throws IOException {
    Path tree = Files.createDirectories(folder.resolve("tree/" + "long-name/".repeat(14)));
    Files.writeString(tree.resolve("key"), "k".repeat(700));
    Files.writeString(folder.resolve("tree/empty"), "");
    for (String format : List.of("gnu", "ustar", "pax")) {
      LocalOutcome packed =
          new LocalCommands(folder, Map.of("PATH", "/usr/bin:/bin"))
              .run(
                  List.of("tar", "--format=" + format, "-cf", format, "tree"),
                  Duration.ofSeconds(10));
      assertEquals(0, ((LocalOutcome.Exited) packed).status(), packed::toString);
      byte[] archive = Files.readAllBytes(folder.resolve(format));
      List<String> names = TarNames.of(archive).orElseThrow();
      assertTrue(names.contains("tree/empty"), names::toString);
      assertTrue(names.contains("tree/" + "long-name/".repeat(14) + "key"), names::toString);
      assertEquals(17, names.size(), names::toString);
      for (int cut : List.of(0, 511, 512, 1500, 3000)) {
        assertEquals(Optional.empty(), TarNames.of(Arrays.copyOf(archive, cut)), format + cut);
      }
    }
  }
}

package io.github.etcdrunbook.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive as an SRE carries it to a bastion: no network, no Maven repository, only a Java. */
@Tag("lab")
class ArchiveLabTest {
  @TempDir private Path folder;
  private Path program;

  private record Result(int status, String out, String err) {}

  @BeforeEach
  void unpack() throws IOException, InterruptedException {
    Path archive = onlyOne(Path.of("target").toAbsolutePath(), ".tar.gz");
    Result unpacked = start(List.of("tar", "-xzf", archive.toString(), "-C", folder.toString()));
    assertEquals(0, unpacked.status(), unpacked.err());
    program = onlyOne(folder, "").resolve("etcd-runbook");
  }

  @Test
  void tellsItsVersionWithoutANetwork() throws IOException, InterruptedException {
    Result version = runOffline("--version");
    assertEquals(0, version.status(), version.err());
    assertTrue(version.out().matches("etcd-runbook \\d+\\.\\S+, Java .*\\R"), version.out());
    assertEquals("", version.err().replaceFirst("etcd-runbook: preparing [^\\n]*\\n", ""));
  }

  @Test
  void showsItsCommandsWithoutANetwork() throws IOException, InterruptedException {
    Result help = runOffline("--help");
    assertEquals(0, help.status(), help.err());
    assertTrue(help.out().contains("Exit codes:"), help.out());
  }

  @Test
  void runsFromAFolderThatIsNotItsOwnThroughALink() throws IOException, InterruptedException {
    Path link = Files.createSymbolicLink(folder.resolve("link"), program);
    program = link;
    assertEquals(0, runOffline("--version").status());
  }

  private Result runOffline(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("unshare", "--net", "--", program.toString()));
    command.addAll(List.of(arguments));
    return start(command);
  }

  private Result start(List<String> command) throws IOException, InterruptedException {
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.directory(folder.toFile());
    builder.environment().put("HOME", folder.resolve("home").toString());
    builder.environment().remove("XDG_CACHE_HOME");
    Process process = builder.start();
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), () -> "still running: " + command);
    return new Result(process.exitValue(), text(out), text(err));
  }

  private static String text(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.UTF_8);
  }

  private static Path onlyOne(Path folder, String ending) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> found =
          files
              .filter(file -> file.getFileName().toString().startsWith("etcd-runbook-"))
              .filter(file -> file.toString().endsWith(ending))
              .toList();
      assertEquals(1, found.size(), () -> "in " + folder + ": " + found);
      return found.get(0);
    }
  }
}

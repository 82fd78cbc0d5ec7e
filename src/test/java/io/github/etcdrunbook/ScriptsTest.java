package io.github.etcdrunbook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The parts of the shell scripts that decide something, on made-up machines. */
class ScriptsTest {
  @TempDir private Path folder;

  @Test
  void readsAptSourcesOfBothFormats() throws IOException, InterruptedException {
    write(
        "apt/sources.list",
        """
        # a comment
        deb [arch=amd64 signed-by=/k.gpg trusted=yes] http://a.example/debian one main contrib # why
        deb-src http://a.example/debian one main
        """);
    write(
        "apt/sources.list.d/two.sources",
        """
        Types: deb deb-src
        # a comment inside
        URIs: http://b.example/debian
        Suites: two two-updates
        Components: main
          universe
        Signed-By: /b.gpg

        Types: deb
        URIs: http://c.example
        Suites: off
        Enabled: no

        Types: deb-src
        URIs: http://c.example
        Suites: sources
        """);
    assertEquals(
        List.of(
            " arch=amd64 signed-by=/k.gpg|http://a.example/debian|one| main contrib",
            " signed-by=/b.gpg|http://b.example/debian|two| main universe",
            " signed-by=/b.gpg|http://b.example/debian|two-updates| main universe"),
        bash(". src/scripts/apt-sources.bash; archive_rows " + folder.resolve("apt")));
  }

  @Test
  void takesTheJavaOfJavaHomeWhenItIsNewEnough() throws IOException, InterruptedException {
    Path home = java("home", "25.0.3");
    Path path = java("path", "21.0.1");
    assertEquals(List.of(home.toString()), findJava(home, path));
  }

  @Test
  void takesTheJavaOfThePathWhenJavaHomeIsTooOld() throws IOException, InterruptedException {
    Path home = java("home", "17.0.15");
    Path path = java("path", "21.0.1");
    assertEquals(List.of(path.toString()), findJava(home, path));
  }

  @Test
  void neitherARegistryNorAPatchVersionStandsInAScript() throws IOException {
    Pattern wrong = Pattern.compile("https?://|\\b\\d+\\.\\d+\\.\\d+\\b");
    List<String> found = new ArrayList<>();
    for (Path script : scripts()) {
      wrong
          .matcher(Files.readString(script))
          .results()
          .forEach(match -> found.add(script + ": " + match.group()));
    }
    assertEquals(List.of(), found);
  }

  @Test
  void everyScriptParses() throws IOException, InterruptedException {
    for (Path script : scripts()) {
      String shell = Files.readString(script).startsWith("#!/bin/sh") ? "sh" : "bash";
      assertEquals(List.of(), bash(shell + " -n " + script));
    }
  }

  private static List<Path> scripts() throws IOException {
    List<Path> all = new ArrayList<>();
    for (String place : List.of("src/scripts", "src/main/dist")) {
      try (Stream<Path> files = Files.list(Path.of(place))) {
        files.forEach(all::add);
      }
    }
    all.addAll(List.of(Path.of("test"), Path.of("etcd-runbook"), Path.of(".ci/run")));
    return all;
  }

  private List<String> findJava(Path home, Path path) throws IOException, InterruptedException {
    return bash(
        "JAVA_HOME=%s PATH=%s/bin:$PATH; . src/main/dist/find-java.sh; find_java"
            .formatted(home, path));
  }

  private Path java(String name, String version) throws IOException {
    Path home = folder.resolve(name);
    write(name + "/release", "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
    write(name + "/bin/java", "#!/bin/sh\n");
    assertTrue(home.resolve("bin/java").toFile().setExecutable(true));
    return home;
  }

  private void write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private List<String> bash(String script) throws IOException, InterruptedException {
    Path out = folder.resolve("out");
    Process process =
        new ProcessBuilder("bash", "-c", script)
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start();
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), script);
    List<String> lines = Files.readAllLines(out);
    assertEquals(0, process.exitValue(), () -> script + ": " + lines);
    return lines;
  }
}

package io.github.etcdrunbook.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Jazzer, guided by the branches that the reader takes, for ten minutes with all tests and some
 * seconds without. An exception, ten seconds for one input, or more memory than it needs is a
 * finding; its input is printed and becomes a case of {@link DamagedSnapshotTest}.
 */
@Tag("lab")
final class GuidedFuzzLabTest {
  private static final int SECONDS = Boolean.getBoolean("test.full") ? 600 : 3;
  private static final Pattern RUNS = Pattern.compile("Done (\\d+) runs");

  @TempDir Path directory;

  @Test
  void findsNoInputThatEndsInAnException() throws IOException, InterruptedException {
    Path corpus = Files.createDirectory(directory.resolve("corpus"));
    for (int choice = 0; choice < 8; choice++) {
      Files.write(corpus.resolve("sound-" + choice), new byte[] {(byte) choice});
    }
    Path output = directory.resolve("output");
    Process jazzer =
        new ProcessBuilder(command(corpus))
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    int status;
    try {
      status = jazzer.waitFor();
    } finally {
      jazzer.destroyForcibly();
    }
    String said = Files.readString(output);
    assertEquals(0, status, () -> said);
    Matcher runs = RUNS.matcher(said);
    assertTrue(runs.find(), () -> said);
    assertTrue(Long.parseLong(runs.group(1)) > 100L * SECONDS / 4, () -> said);
  }

  private List<String> command(Path corpus) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-cp",
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
        "-Xmx256m",
        "-XX:+UseSerialGC",
        "-Djava.io.tmpdir=" + directory,
        "--enable-native-access=ALL-UNNAMED",
        "-XX:+EnableDynamicAgentLoading",
        "com.code_intelligence.jazzer.Jazzer",
        "--target_class=" + FuzzedSnapshot.class.getName(),
        "--instrumentation_includes=io.github.etcdrunbook.snapshot.**",
        "--custom_hook_includes=io.github.etcdrunbook.snapshot.**",
        "-max_total_time=" + SECONDS,
        "-max_len=400",
        "-timeout=10",
        "-rss_limit_mb=2048",
        "-seed=" + (Long.getLong("test.seed", 1) & 0x7fffffff),
        corpus.toString());
  }
}

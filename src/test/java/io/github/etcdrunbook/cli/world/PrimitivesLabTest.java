package io.github.etcdrunbook.cli.world;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.etcdrunbook.lab.Lab;
import io.github.etcdrunbook.lab.LabCatalog;
import io.github.etcdrunbook.lab.LabException;
import io.github.etcdrunbook.lab.LabSpec;
import io.github.etcdrunbook.lab.LabSurroundings;
import io.github.etcdrunbook.world.EtcdLayout.Profile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the forecast says that a primitive does is what it does to real hosts. */
@Tag("lab")
class PrimitivesLabTest {
  private static final Duration UP_LIMIT = Duration.ofMinutes(2);
  private static final long TRIAL_MINUTES = 6;

  @TempDir private Path folder;

  /** All of them with -Dtest.full, else one, by the seed. */
  static List<Arguments> cases() {
    List<Arguments> all =
        List.of(
            Arguments.of(Profile.KUBEADM, "35"),
            Arguments.of(Profile.SYSTEMD, "35"),
            Arguments.of(Profile.KUBEADM, "34"));
    int one = Math.floorMod(Long.getLong("test.seed", 0), all.size());
    return Boolean.getBoolean("test.full") ? all : List.of(all.get(one));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void everyPrimitiveDoesWhatWasForecast(Profile profile, String line)
      throws IOException, LabException, InterruptedException {
    LabCatalog catalog = new LabCatalog(Files.createDirectories(folder.resolve("labs")));
    Lab lab =
        new Lab(
            catalog,
            "primitives",
            new LabSurroundings(
                Clock.systemUTC(),
                time -> Thread.sleep(time.toMillis()),
                Map.copyOf(System.getenv())));
    try {
      lab.up(spec(profile, line), UP_LIMIT);
      assertEquals(List.of("end"), trial(lab, lab.inventory(), "20261123-010203-root"));
      assertEquals(List.of("end"), trial(lab, lab.inventoryOfOps(), "20261123-010204-sudo"));
    } finally {
      lab.down();
    }
  }

  private static LabSpec spec(Profile profile, String line) {
    String bare = line.charAt(0) + "." + line.charAt(1);
    Path etcd =
        Path.of(System.getProperty("etcd.bin." + line, "build/tools/etcd-" + bare + "/usr/bin"));
    return new LabSpec(
        new LabSpec.Members(3, 0),
        profile,
        new LabSpec.Disk(1L << 30, false),
        Optional.of(etcd),
        new LabSpec.Comfort(profile == Profile.SYSTEMD, 1));
  }

  /** Runs the trial in the operator's namespace; gives its report. */
  private List<String> trial(Lab lab, Path inventory, String run)
      throws IOException, InterruptedException {
    Path scratch = Files.createDirectory(folder.resolve(run));
    List<String> java =
        List.of(
            Path.of(System.getProperty("java.home"), "bin/java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            PrimitivesTrial.class.getName(),
            inventory.toString(),
            run,
            scratch.toString());
    Path output = scratch.resolve("output");
    Process process =
        new ProcessBuilder(lab.operatorNamespace().command(java))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    process.getOutputStream().close();
    if (!process.waitFor(TRIAL_MINUTES, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      return List.of("the trial did not end", Files.readString(output));
    }
    Path report = scratch.resolve("report");
    return process.exitValue() == 0 && Files.exists(report)
        ? Files.readAllLines(report)
        : List.of("the trial failed with " + process.exitValue(), Files.readString(output));
  }
}

package io.github.etcdrunbook.lab;

import io.github.etcdrunbook.world.EtcdLayout.Profile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Labs for tests: their folder, their etcd, and patience. */
final class TestLabs {
  private static final LabSurroundings AROUND =
      new LabSurroundings(
          Clock.systemUTC(), time -> Thread.sleep(time.toMillis()), Map.copyOf(System.getenv()));

  private TestLabs() {}

  /** Below the scratch folder of ./test, so that it can remove what a killed test left. */
  static LabCatalog catalog() throws IOException {
    String scratch = System.getProperty("test.tmp", "");
    Path folder = scratch.isEmpty() ? Path.of("target") : Path.of(scratch);
    return new LabCatalog(Files.createDirectories(folder.resolve("labs")).toAbsolutePath());
  }

  static Lab lab(String name) throws IOException {
    return new Lab(catalog(), name, AROUND);
  }

  static Path etcd35() {
    return Path.of(System.getProperty("etcd.bin.35", "build/tools/etcd-3.5/usr/bin"));
  }

  static Path etcd34() {
    return Path.of(System.getProperty("etcd.bin.34", "build/tools/etcd-3.4/usr/bin"));
  }

  static LabSpec spec(int hosts, Profile profile, Path etcd) {
    return new LabSpec(
        new LabSpec.Members(hosts, 0),
        profile,
        new LabSpec.Disk(1L << 30, false),
        Optional.of(etcd),
        new LabSpec.Comfort(true, 1));
  }

  /** The same with a static-pod runner that is so much quicker. */
  static LabSpec paced(LabSpec spec, double scale) {
    return new LabSpec(
        spec.members(),
        spec.profile(),
        spec.disk(),
        spec.etcd(),
        new LabSpec.Comfort(spec.comfort().hostTools(), scale));
  }

  /** Runs a script on a host that must succeed; its output without the last line break. */
  static String sh(Lab lab, String host, String script) throws IOException, LabException {
    Lab.HostOutput output = lab.exec(host, List.of("bash", "-c", script));
    if (output.exit() != 0) {
      throw new AssertionError(host + ": exit " + output.exit() + ": " + output.text());
    }
    return output.text().strip();
  }

  /** Something that becomes true. */
  interface Condition {
    boolean holds() throws IOException, LabException;
  }

  static long millisUntil(Duration limit, Condition condition)
      throws IOException, LabException, InterruptedException {
    long start = System.nanoTime();
    while (!condition.holds()) {
      if (System.nanoTime() - start > limit.toNanos()) {
        throw new AssertionError("not within " + limit);
      }
      Thread.sleep(20);
    }
    return (System.nanoTime() - start) / 1_000_000;
  }
}

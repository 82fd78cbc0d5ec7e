package io.github.etcdrunbook.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The programs that a lab needs, found on the machine or where the project's scripts unpack them.
 *
 * @param etcd the folder with etcd, etcdctl and, from 3.5 on, etcdutl
 * @param etcdVersion such as 3.5.16
 * @param sshRoot the root of an unpacked openssh-server; empty when sshd is installed
 * @param java the Java that runs this program, and will run the stand-ins
 */
record LabTools(Path etcd, String etcdVersion, Optional<Path> sshRoot, Path java) {
  private static final Map<String, String> PACKAGES =
      Map.ofEntries(
          Map.entry("ip", "iproute2"),
          Map.entry("nsenter", "util-linux"),
          Map.entry("unshare", "util-linux"),
          Map.entry("setpriv", "util-linux"),
          Map.entry("mount", "mount"),
          Map.entry("losetup", "mount"),
          Map.entry("pivot_root", "util-linux"),
          Map.entry("mkfs.ext4", "e2fsprogs"),
          Map.entry("ssh-keygen", "openssh-client"),
          Map.entry("ldd", "libc-bin"));

  /** Looks for everything; one exception names all that is missing. */
  static LabTools find(Optional<Path> etcdFolder, Map<String, String> environment)
      throws LabException, IOException {
    requireRoot();
    List<Path> path = new ArrayList<>();
    for (String folder : environment.getOrDefault("PATH", "").split(":")) {
      path.add(Path.of(folder));
    }
    path.addAll(List.of(Path.of("/usr/sbin"), Path.of("/sbin"), Path.of("/usr/bin")));
    List<String> missing =
        PACKAGES.keySet().stream().filter(tool -> locate(tool, path).isEmpty()).sorted().toList();
    if (!missing.isEmpty()) {
      List<String> packages = missing.stream().map(PACKAGES::get).distinct().sorted().toList();
      throw new LabException(
          "the lab needs " + String.join(", ", missing),
          "apt-get install " + String.join(" ", packages));
    }
    Path etcd = etcd(etcdFolder, path);
    String version = Tool.must(etcd.resolve("etcd").toString(), "--version");
    Path java = Path.of(System.getProperty("java.home")).toRealPath();
    return new LabTools(etcd, version.split("\\s+")[2], unpackedSsh(), java);
  }

  private static void requireRoot() throws LabException, IOException {
    String status = Files.readString(Path.of("/proc/self/status"));
    boolean root = status.lines().anyMatch(line -> line.matches("Uid:\\s+\\d+\\s+0\\s.*"));
    if (!root) {
      throw new LabException(
          "the lab makes network namespaces and mounts, which needs root",
          "type: sudo ./etcd-runbook lab up");
    }
  }

  private static Path etcd(Optional<Path> asked, List<Path> path) throws LabException, IOException {
    if (asked.isPresent()) {
      Path folder = asked.get().toAbsolutePath();
      if (hasEtcd(folder)) {
        return folder.toRealPath();
      }
      throw new LabException("no etcd and etcdctl in " + folder, "");
    }
    List<Path> places = new ArrayList<>(path);
    for (Path home : homes()) {
      places.add(home.resolve("build/tools/etcd-3.5/usr/bin"));
    }
    Optional<Path> found = places.stream().filter(LabTools::hasEtcd).findFirst();
    if (found.isEmpty()) {
      throw new LabException(
          "no etcd and etcdctl on the PATH or in build/tools",
          "run src/scripts/fetch-tools, or name their folder with --etcd");
    }
    return found.get().toRealPath();
  }

  private static boolean hasEtcd(Path folder) {
    return Stream.of("etcd", "etcdctl").allMatch(name -> Files.isExecutable(folder.resolve(name)));
  }

  /** The unpacked package if there is one; nothing when sshd is installed. */
  private static Optional<Path> unpackedSsh() throws LabException, IOException {
    Optional<Path> told =
        Optional.ofNullable(System.getProperty("sshd.bin"))
            .map(Path::of)
            .filter(Files::isExecutable);
    if (told.isPresent()) {
      Path root = told.get().toRealPath().getParent().getParent().getParent();
      return root.getNameCount() == 0 ? Optional.empty() : Optional.of(root);
    }
    for (Path home : homes()) {
      Path root = home.resolve("build/tools/openssh");
      if (Files.isExecutable(root.resolve("usr/sbin/sshd"))) {
        return Optional.of(root.toRealPath());
      }
    }
    if (Files.isExecutable(Path.of("/usr/sbin/sshd"))) {
      return Optional.empty();
    }
    throw new LabException("no sshd in /usr/sbin or in build/tools", "run src/scripts/fetch-tools");
  }

  /** Where a checkout may be: the working directory, or around the program's own files. */
  private static List<Path> homes() throws LabException {
    List<Path> homes = new ArrayList<>(List.of(Path.of("").toAbsolutePath()));
    for (Path at = NodePrograms.codeSource(); at != null; at = at.getParent()) {
      homes.add(at);
    }
    return homes;
  }

  private static Optional<Path> locate(String tool, List<Path> path) {
    return path.stream()
        .map(folder -> folder.resolve(tool))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Whether this etcd knows {@code /livez} and {@code /readyz}, and comes with etcdutl. */
  boolean modern() {
    return !etcdVersion.startsWith("3.4.");
  }
}

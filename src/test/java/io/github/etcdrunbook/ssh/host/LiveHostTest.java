package io.github.etcdrunbook.ssh.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.etcdrunbook.world.PathState;
import io.github.etcdrunbook.world.Sha256;
import io.github.etcdrunbook.world.Value;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The looking scripts in this machine's own shell. */
class LiveHostTest {
  @TempDir private Path folder;
  private final LiveHost host =
      new LiveHost(new LocalShell(), HostSettings.found(), Clock.systemUTC());

  @Test
  void seesFilesDirectoriesAndLinks() throws IOException {
    Path file = Files.writeString(folder.resolve("a file"), "12345");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    Files.createSymbolicLink(folder.resolve("link"), file);

    PathState.RegularFile seen =
        assertInstanceOf(PathState.RegularFile.class, host.path(file.toString()));
    assertEquals(Value.drifting(5L), seen.size());
    assertEquals(0640, seen.owner().mode());
    assertEquals(
        new PathState.Other("symbolic link"), host.path(folder.resolve("link").toString()));
    assertEquals(new PathState.Absent(), host.path(folder.resolve("none").toString()));
    assertFalse(assertInstanceOf(PathState.Directory.class, host.path(folder.toString())).empty());
    assertTrue(assertInstanceOf(PathState.Directory.class, host.path("/proc")).mountPoint());
    assertEquals(List.of("a file", "link"), host.list(folder.toString()));
  }

  @Test
  void hashesAFile() throws IOException {
    Path file = Files.writeString(folder.resolve("x"), "abc");

    assertEquals(
        Optional.of(new Sha256("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")),
        host.digest(file.toString()));
    assertEquals(Optional.empty(), host.digest(folder.toString()));
  }

  @Test
  void findsTheFileSystemOfWhatIsNotThereYet() {
    assertEquals(
        host.fileSystem(folder.toString()), host.fileSystem(folder.resolve("a/b/c").toString()));
    assertTrue(host.freeBytes(folder.resolve("a/b").toString()).known().orElseThrow() > 0);
  }

  @Test
  void readsItsClock() {
    Duration ahead = host.clockAhead().known().orElseThrow();

    assertTrue(ahead.abs().compareTo(Duration.ofSeconds(5)) < 0, ahead.toString());
  }

  @Test
  void knowsWhichPortsItReaches() throws IOException {
    int port;
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = server.getLocalPort();
      assertTrue(host.reaches("127.0.0.1", port));
    }
    assertFalse(host.reaches("127.0.0.1", port));
  }

  @Test
  void aHostWithoutEtcdHasNone() {
    LiveHost other =
        new LiveHost(
            new LocalShell(),
            new HostSettings(
                Optional.empty(),
                Optional.of("no-such.yaml"),
                "no-such-etcd-service",
                Optional.empty()),
            Clock.systemUTC());

    assertEquals(Optional.empty(), other.etcd());
    assertEquals(List.of(), other.certificates());
  }
}

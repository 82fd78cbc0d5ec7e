package io.github.etcdrunbook.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.etcdrunbook.world.EtcdLayout.Profile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A lab comes up, goes down, and leaves the machine as it was. */
@Tag("lab")
class LabLifecycleLabTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final List<String> NAMES = List.of("life-a", "life-b");

  /** What of a lab could be seen from the machine. */
  private record Machine(Set<String> mounts, Set<String> links, Set<String> hostProcesses) {
    static Machine now() throws IOException {
      Set<String> mounts =
          Files.readAllLines(Path.of("/proc/self/mounts")).stream()
              .filter(line -> line.contains("/labs/life-"))
              .collect(Collectors.toCollection(TreeSet::new));
      Set<String> links = new TreeSet<>();
      try (var devices = Files.list(Path.of("/sys/class/net"))) {
        devices.map(device -> device.getFileName().toString()).forEach(links::add);
      }
      Set<String> processes =
          ProcessHandle.allProcesses()
              .map(process -> process.info().commandLine().orElse(""))
              .filter(line -> line.contains("/labs/life-") || line.contains("container-shim"))
              .collect(Collectors.toCollection(TreeSet::new));
      return new Machine(mounts, links, processes);
    }
  }

  @AfterEach
  void removeLabs() throws IOException, LabException {
    for (String name : NAMES) {
      TestLabs.lab(name).down();
    }
  }

  @Test
  void twoLabsSideBySideLeaveNothingBehind() throws IOException, LabException {
    final Machine before = Machine.now();
    Lab first = TestLabs.lab("life-a");
    Lab second = TestLabs.lab("life-b");
    first.up(TestLabs.spec(1, Profile.KUBEADM, TestLabs.etcd35()), LIMIT);
    second.up(TestLabs.spec(1, Profile.KUBEADM, TestLabs.etcd35()), LIMIT);

    assertTrue(first.status().ready() && second.status().ready());
    assertFalse(first.hosts().equals(second.hosts()), "each lab has addresses of its own");
    assertEquals(before.links(), Machine.now().links(), "no device in the machine's namespace");
    TestLabs.sh(first, "cp1", "echo gone >/etc/kubernetes/only-here");
    TestLabs.sh(second, "cp1", "! test -e /etc/kubernetes/only-here");

    assertTrue(first.down());
    assertTrue(second.down());
    assertEquals(before, Machine.now());
    assertFalse(Files.exists(first.folder()));
  }

  @Test
  void aLabWhoseProcessesDiedIsSeenAndRemoved() throws IOException, LabException {
    final Machine before = Machine.now();
    Lab lab = TestLabs.lab("life-a");
    lab.create(TestLabs.spec(1, Profile.KUBEADM, TestLabs.etcd35()));
    HostProcesses processes = new HostProcesses(lab.folder().resolve("ns/cp1"));
    processes.all().forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));

    assertFalse(lab.status().ready());
    lab.down();
    assertEquals(before, Machine.now());
  }

  @Test
  void whatAnInterruptedUpLeftIsRemoved() throws IOException, LabException, InterruptedException {
    final Machine before = Machine.now();
    Lab lab = TestLabs.lab("life-a");
    Thread up =
        new Thread(
            () -> {
              try {
                lab.up(TestLabs.spec(2, Profile.KUBEADM, TestLabs.etcd35()), LIMIT);
              } catch (IOException | LabException e) {
                // Interrupted: that is what the test is about.
                return;
              }
            });
    up.start();
    Thread.sleep(700);
    up.interrupt();
    up.join();

    lab.down();
    assertEquals(before, Machine.now());
  }
}

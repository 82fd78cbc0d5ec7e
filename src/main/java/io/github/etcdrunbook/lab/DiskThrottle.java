package io.github.etcdrunbook.lab;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Makes the disk of a host slow: a control group with all processes of the host may write ten times
 * a second to the device that its file system lies on. With the first version of control groups
 * through blkio, with the second through io.max.
 */
final class DiskThrottle {
  private static final Path ROOT = Path.of("/sys/fs/cgroup");
  private static final int WRITES_PER_SECOND = 10;
  private static final Duration LOOK = Duration.ofMillis(15);
  private static final int LOOKS = 1000;
  private static final Pattern NUMBER = Pattern.compile("[0-9]+:[0-9]+");

  private final LabFolder folder;
  private final LabHost host;

  DiskThrottle(LabFolder folder, LabHost host) {
    this.folder = folder;
    this.host = host;
  }

  void slow() throws IOException, LabException {
    Path group = group();
    Files.createDirectories(group);
    for (String image : List.of("disk.img", "etcd.img")) {
      Optional<String> device = device(folder.host(host).resolve(image));
      if (device.isPresent()) {
        limit(group, device.get());
      }
    }
    move(group);
  }

  /** Takes the limit off; processes that are ending are waited for, since they hold the group. */
  void release(LabSurroundings around) throws IOException, LabException {
    Path group = group();
    for (int i = 0; i < LOOKS; i++) {
      if (!Files.isDirectory(group)) {
        return;
      }
      for (String pid : Files.readAllLines(group.resolve("cgroup.procs"))) {
        move(group.getParent(), Long.parseLong(pid));
      }
      try {
        Files.deleteIfExists(group);
      } catch (FileSystemException busy) {
        around.sleep(LOOK);
      }
    }
    throw new LabException("processes of " + host.name() + " do not leave " + group, "try again");
  }

  private static boolean first() {
    return Files.isDirectory(ROOT.resolve("blkio"));
  }

  private Path group() throws LabException {
    Path parent = first() ? ROOT.resolve("blkio") : ROOT;
    if (!first() && !Files.exists(ROOT.resolve("cgroup.controllers"))) {
      throw new LabException("this machine has no control groups to slow a disk with", "");
    }
    return parent.resolve("etcd-runbook-" + folder.root().getFileName() + "-" + host.name());
  }

  private static void limit(Path group, String device) throws IOException {
    if (first()) {
      write(group.resolve("blkio.throttle.write_iops_device"), device + " " + WRITES_PER_SECOND);
      return;
    }
    write(ROOT.resolve("cgroup.subtree_control"), "+io");
    write(group.resolve("io.max"), device + " wiops=" + WRITES_PER_SECOND);
  }

  /** Children that start later are in the group of their parent. */
  private void move(Path group) throws IOException {
    for (long pid : new HostProcesses(folder.namespace(host)).all()) {
      move(group, pid);
    }
  }

  private static void move(Path group, long pid) throws IOException {
    try {
      write(group.resolve("cgroup.procs"), Long.toString(pid));
    } catch (IOException e) {
      if (ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false)) {
        throw e;
      }
    }
  }

  private static void write(Path file, String text) throws IOException {
    Files.writeString(file, text, StandardOpenOption.WRITE);
  }

  /** The number of the loop device on which an image is mounted; losetup pads it with blanks. */
  private static Optional<String> device(Path image) throws IOException {
    String found = Tool.must("losetup", "--noheadings", "-O", "MAJ:MIN", "-j", image.toString());
    return NUMBER.matcher(found).results().findFirst().map(MatchResult::group);
  }
}

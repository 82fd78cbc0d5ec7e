package io.github.etcdrunbook.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Switches hosts on and off. */
final class HostPower {
  private static final Duration LOOK = Duration.ofMillis(15);
  private static final int LOOKS = 1000;
  private static final int LOOKS_AT_NOTHING = 150;

  private final LabFolder folder;
  private final Path java;
  private final LabSurroundings around;

  HostPower(LabFolder folder, Path java, LabSurroundings around) {
    this.folder = folder;
    this.java = java;
    this.around = around;
  }

  Path java() {
    return java;
  }

  /** Starts the host's first process; {@link #awaitBoot} tells when it is up. */
  void on(LabHost host) throws IOException {
    List<String> argv = new ArrayList<>();
    argv.addAll(List.of("setsid", "--fork", "nsenter", "--net=" + folder.namespace(host)));
    argv.addAll(List.of("env", "-i", "PATH=/usr/sbin:/usr/bin:/sbin:/bin"));
    argv.addAll(List.of("unshare", "--mount", "--pid", "--fork", "--uts", "--ipc"));
    argv.addAll(List.of("--kill-child", "--propagation", "private", "sh"));
    argv.add(folder.shared().resolve("opt/lab/bin/host-init").toString());
    argv.addAll(List.of(folder.root().toString(), host.name(), java.toString()));
    Tool.detach(argv, folder.console(host).toFile());
  }

  /** Waits until the host has sshd and its units. */
  void awaitBoot(LabHost host) throws IOException, LabException {
    int nothing = 0;
    for (int i = 0; i < LOOKS && nothing < LOOKS_AT_NOTHING; i++) {
      Optional<Path> root = root(host);
      if (root.isPresent() && Files.exists(root.get().resolve("run/lab/booted"))) {
        return;
      }
      nothing = root.isPresent() ? 0 : nothing + 1;
      around.sleep(LOOK);
    }
    String console = Files.readString(folder.console(host)).strip();
    throw new LabException(
        host.name() + " does not start: " + console.substring(Math.max(0, console.length() - 400)),
        "its console is " + folder.console(host));
  }

  /** Kills all that runs on the host at once; returns when it is gone, file systems included. */
  void off(LabHost host) throws IOException, LabException {
    killAll(List.of(host));
  }

  void killAll(List<LabHost> hosts) throws IOException, LabException {
    for (int i = 0; i < LOOKS; i++) {
      boolean left = false;
      for (LabHost host : hosts) {
        for (long pid : new HostProcesses(folder.namespace(host)).all()) {
          left = true;
          ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        }
      }
      if (!left) {
        return;
      }
      around.sleep(LOOK);
    }
    throw new LabException("processes of the lab's hosts do not end", "try again");
  }

  /** The host's root file system as seen from the machine; nothing while the host is off. */
  Optional<Path> root(LabHost host) throws IOException {
    return new HostProcesses(folder.namespace(host))
        .first()
        .map(pid -> Path.of("/proc/" + pid + "/root"));
  }

  /** The command line that runs a command on the host, as root and without ssh. */
  List<String> command(LabHost host, List<String> argv) throws IOException, LabException {
    long pid =
        new HostProcesses(folder.namespace(host))
            .first()
            .orElseThrow(
                () -> new LabException(host.name() + " is off", "lab repair " + host.name()));
    List<String> command = new ArrayList<>();
    command.addAll(List.of("nsenter", "--target", Long.toString(pid), "--mount", "--uts"));
    command.addAll(List.of("--ipc", "--net", "--pid", "--root", "--wd=/proc/" + pid + "/root"));
    command.addAll(List.of("--", "env", "-i", "HOME=/root"));
    command.add("PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
    command.addAll(argv);
    return command;
  }
}

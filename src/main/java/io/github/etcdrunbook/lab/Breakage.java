package io.github.etcdrunbook.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Breaks hosts and repairs them. What is broken is noted in the host's folder, before it is. */
final class Breakage {
  private static final String FILLER = "lab-fills-the-disk";

  private final LabFolder folder;
  private final HostPower power;
  private final LabNetwork network;
  private final LabSurroundings around;
  private final boolean etcdMount;

  Breakage(
      LabFolder folder,
      HostPower power,
      LabNetwork network,
      LabSurroundings around,
      boolean etcdMount) {
    this.folder = folder;
    this.power = power;
    this.network = network;
    this.around = around;
    this.etcdMount = etcdMount;
  }

  Set<Fault> of(LabHost host) throws IOException {
    Path note = note(host);
    if (!Files.exists(note)) {
      return EnumSet.noneOf(Fault.class);
    }
    return Files.readAllLines(note).stream()
        .map(Fault::valueOf)
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Fault.class)));
  }

  void add(LabHost host, Fault fault) throws IOException, LabException {
    Set<Fault> faults = of(host);
    if (!faults.add(fault)) {
      return;
    }
    if (faults.contains(Fault.POWER_OFF) && fault != Fault.POWER_OFF) {
      throw new LabException(host.name() + " is off", "lab repair " + host.name());
    }
    note(host, faults);
    switch (fault) {
      case POWER_OFF -> {
        // The cable first: a dying host must not say goodbye to its peers.
        network.cable(host, false);
        power.off(host);
      }
      case NETWORK -> network.cable(host, false);
      case PARTITION -> network.cutPeers(host);
      case SLOW_DISK -> new DiskThrottle(folder, host).slow();
      case FILL_DISK -> fill(host);
    }
  }

  /** Repairs all that is broken; true when the host was switched on and is not up yet. */
  boolean repair(LabHost host) throws IOException, LabException {
    Set<Fault> faults = of(host);
    if (faults.contains(Fault.PARTITION)) {
      network.joinPeers(host);
    }
    if (faults.contains(Fault.SLOW_DISK)) {
      new DiskThrottle(folder, host).release(around);
    }
    boolean off = power.root(host).isEmpty();
    if (off || faults.contains(Fault.NETWORK)) {
      network.cable(host, true);
    }
    if (off) {
      power.on(host);
      power.awaitBoot(host);
    }
    if (faults.contains(Fault.FILL_DISK)) {
      Tool.must(power.command(host, List.of("rm", "-f", filler())), "");
    }
    Files.deleteIfExists(note(host));
    return off;
  }

  private void fill(LabHost host) throws IOException, LabException {
    String script =
        """
        free=$(($(stat -f -c '%f * %S' "${1%/*}")))
        fallocate -l "$free" "$1" || :
        dd if=/dev/zero of="$1" bs=4k oflag=append conv=notrunc 2>/dev/null || :
        """;
    Tool.must(power.command(host, List.of("sh", "-c", script, "sh", filler())), "");
  }

  private String filler() {
    return (etcdMount ? "/var/lib/etcd/" : "/var/lib/") + FILLER;
  }

  private Path note(LabHost host) {
    return folder.host(host).resolve("faults");
  }

  private void note(LabHost host, Set<Fault> faults) throws IOException {
    Files.write(note(host), faults.stream().map(Fault::name).toList());
  }
}

package io.github.etcdrunbook.cli;

import io.github.etcdrunbook.cli.world.RealWorld;
import io.github.etcdrunbook.inventory.GroupName;
import io.github.etcdrunbook.inventory.Host;
import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.inventory.Inventory;
import io.github.etcdrunbook.inventory.InventoryYaml;
import io.github.etcdrunbook.world.EtcdUrl;
import io.github.etcdrunbook.world.Member;
import io.github.etcdrunbook.world.Sight;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Makes an inventory of all members from one host of it that is reached. Reads only. */
@Command(
    name = "discover",
    description = "Print an inventory of all members, asked of one host.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Begin with an inventory of one host that runs etcd. Members are named as they name"
          + " themselves, with the addresses at which they reach each other: look it through."
    })
final class InventoryDiscoverCommand implements Callable<ExitCode> {
  private final RunDesk desk;

  @Option(
      names = {"-i", "--inventory"},
      paramLabel = "FILE",
      required = true,
      description = "An inventory with at least one of the hosts.")
  private String inventory;

  InventoryDiscoverCommand(RunDesk desk) {
    this.desk = desk;
  }

  @Override
  public ExitCode call() throws Stop {
    Inventory read = RunSources.inventory(inventory);
    Optional<ExitCode> inside = LabEntry.enter(read);
    if (inside.isPresent()) {
      return inside.get();
    }
    try (RealWorld world = desk.world(read)) {
      List<String> failures = new ArrayList<>();
      for (HostName host : world.etcdHosts()) {
        Sight<List<Member>> members = world.members(host);
        if (members.seen().isPresent()) {
          desk.console().out().println("# The members as the one of " + host + " lists them.");
          desk.console().out().print(InventoryYaml.of(with(read, members.seen().get())));
          return ExitCode.DONE;
        }
        failures.add(host + ": " + members.unseen().orElseThrow().what());
      }
      throw new Stop(ExitCode.UNREACHABLE, failures);
    }
  }

  /** The inventory with these members in the place of its hosts; all else stays. */
  static Inventory with(Inventory read, List<Member> members) throws Stop {
    Host known = read.hosts().getFirst();
    List<Host> hosts = new ArrayList<>();
    for (Member member : members) {
      Optional<String> address = address(member);
      String name = member.name().isEmpty() ? address.orElse("") : member.name();
      if (address.isEmpty() || !HostName.isValid(name)) {
        throw Stop.of(
            ExitCode.REFUSED,
            "member %s (`%s` at %s) cannot be a host; write the inventory by hand"
                .formatted(member.id(), name, member.peerUrls()));
      }
      hosts.add(
          new Host(
              new HostName(name),
              address.get(),
              Set.of(GroupName.ETCD, GroupName.CONTROL_PLANE),
              known.ssh(),
              known.range()));
    }
    hosts.sort(Comparator.comparing(Host::name));
    return new Inventory(read.cluster(), read.etcd(), hosts, read.lab(), read.source());
  }

  private static Optional<String> address(Member member) {
    return member.peerUrls().stream()
        .flatMap(url -> EtcdUrl.read(url).stream())
        .map(EtcdUrl::address)
        .findFirst();
  }
}

package io.github.etcdrunbook.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.etcdrunbook.inventory.EtcdSettings;
import io.github.etcdrunbook.inventory.GroupName;
import io.github.etcdrunbook.inventory.Host;
import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.inventory.Inventory;
import io.github.etcdrunbook.ssh.SshTarget;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what the program makes of an inventory and of the SSH configuration. Connects nowhere. */
@Command(
    name = "show",
    description = "Show hosts, groups and the way to them, after all defaults.",
    mixinStandardHelpOptions = true)
final class InventoryShowCommand implements Callable<ExitCode> {
  private final RunDesk desk;
  @Mixin private OutputOption output;

  @Parameters(index = "0", arity = "0..1", paramLabel = "FILE", description = "The inventory.")
  private Optional<String> file = Optional.empty();

  @Option(
      names = {"-i", "--inventory"},
      paramLabel = "FILE",
      description = "The same, as the other commands take it.")
  private Optional<String> inventory = Optional.empty();

  InventoryShowCommand(RunDesk desk) {
    this.desk = desk;
  }

  @Override
  public ExitCode call() throws Stop {
    if (file.isPresent() == inventory.isPresent()) {
      throw Stop.of(ExitCode.COMMAND_LINE, "name one inventory");
    }
    Inventory read = RunSources.inventory(file.or(() -> inventory).orElseThrow());
    Map<HostName, SshTarget> ways = desk.ways(read);
    switch (output.format()) {
      case TEXT -> print(read, ways);
      case JSON -> desk.console().out().println(json(read, ways).toPrettyString());
      case JSONL -> json(read, ways).get("hosts").forEach(desk.console().out()::println);
    }
    return ExitCode.DONE;
  }

  private void print(Inventory read, Map<HostName, SshTarget> ways) {
    line(
        "%s: %d hosts of cluster %s"
            .formatted(read.source().path(), read.hosts().size(), read.cluster()));
    etcd(read.etcd()).forEach(text -> line("etcd: " + text));
    int name = width(read.hosts().stream().map(host -> host.name().text()).toList());
    int login = width(ways.values().stream().map(InventoryShowCommand::login).toList());
    for (Host host : read.hosts()) {
      SshTarget way = ways.get(host.name());
      line(
          ("  %-" + name + "s  %-" + login + "s  %s")
              .formatted(host.name(), login(way), String.join(", ", groups(host))));
    }
    ways.values().stream().flatMap(way -> trust(way).stream()).distinct().forEach(this::line);
  }

  private void line(String text) {
    desk.console().out().println(text);
  }

  private static int width(List<String> texts) {
    return texts.stream().mapToInt(String::length).max().orElse(1);
  }

  private static List<String> groups(Host host) {
    return host.groups().stream().map(GroupName::text).toList();
  }

  private static List<String> etcd(EtcdSettings etcd) {
    String way =
        switch (etcd.access()) {
          case EtcdSettings.Access.ThroughSsh ignored -> "through SSH";
          case EtcdSettings.Access.Direct direct -> "directly, as " + direct.cert();
        };
    String files =
        etcd.places().certificates().map(found -> found.cert()).orElse("found on the host");
    String unit =
        etcd.profile() == EtcdSettings.Profile.SYSTEMD
            ? "unit " + etcd.places().unit().orElse("etcd")
            : etcd.places()
                .manifest()
                .map(name -> "a static pod, manifest " + name)
                .orElse("a static pod, found by its manifest");
    return List.of(
        etcd.profile().name().toLowerCase(Locale.ROOT) + ", " + unit,
        "reached " + way,
        "certificates: " + files);
  }

  private static String login(SshTarget way) {
    return way.login().user()
        + "@"
        + way.server().address()
        + (way.server().port() == 22 ? "" : ":" + way.server().port())
        + (way.become() == SshTarget.Become.SUDO ? " sudo" : "")
        + way.jump().map(jump -> " via " + jump.server().address()).orElse("");
  }

  private static List<String> trust(SshTarget way) {
    List<String> lines = new ArrayList<>();
    way.server().knownHosts().forEach(file -> lines.add("host keys: " + file));
    way.login().keys().forEach(file -> lines.add("our key: " + file));
    way.login().agent().ifPresent(socket -> lines.add("our keys: of the agent at " + socket));
    return lines;
  }

  private static ObjectNode json(Inventory read, Map<HostName, SshTarget> ways) {
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("cluster", read.cluster())
            .put("profile", read.etcd().profile().name().toLowerCase(Locale.ROOT));
    ArrayNode hosts = json.putArray("hosts");
    for (Host host : read.hosts()) {
      SshTarget way = ways.get(host.name());
      ObjectNode one =
          hosts
              .addObject()
              .put("name", host.name().text())
              .put("address", way.server().address())
              .put("port", way.server().port())
              .put("user", way.login().user())
              .put("sudo", way.become() == SshTarget.Become.SUDO);
      way.jump().ifPresent(jump -> one.put("jump", jump.server().address()));
      ArrayNode groups = one.putArray("groups");
      groups(host).forEach(groups::add);
    }
    return json;
  }
}

package io.github.etcdrunbook.cli;

import io.github.etcdrunbook.inventory.EtcdSettings;
import io.github.etcdrunbook.inventory.GroupName;
import io.github.etcdrunbook.inventory.Host;
import io.github.etcdrunbook.inventory.Inventory;
import io.github.etcdrunbook.playbook.Datum;
import io.github.etcdrunbook.playbook.Input;
import io.github.etcdrunbook.playbook.Playbook;
import io.github.etcdrunbook.playbook.Scope;
import io.github.etcdrunbook.rehearsal.CrashMatrix;
import io.github.etcdrunbook.rehearsal.Setting;
import io.github.etcdrunbook.rehearsal.Verdict;
import io.github.etcdrunbook.world.SlowWorld;
import io.github.etcdrunbook.world.SlowWorldBuilder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Kills a playbook at every event of its journal, in memory; touches no host and no file. */
@Command(
    name = "test",
    description = {
      "Run a playbook in memory, kill it at every event, resume it and take it back.",
      "Without an inventory its hosts are cp1, cp2, ...; a good snapshot lies on its machine."
    },
    mixinStandardHelpOptions = true)
final class TestCommand implements Callable<ExitCode> {
  private static final int BROKEN_SHOWN = 10;

  private final Console console;

  @Parameters(
      index = "0",
      paramLabel = "PLAYBOOK",
      description = "A file, or a shipped one's name.")
  private String playbook;

  @Option(
      names = {"-v", "--value"},
      paramLabel = "NAME=VALUE",
      description = "The value of an input. Repeatable.")
  private Map<String, String> values = new LinkedHashMap<>();

  @Option(
      names = {"-i", "--inventory"},
      paramLabel = "FILE",
      description = "The hosts of this inventory, with etcd and without.")
  private String inventory = "";

  @Option(names = "--hosts", paramLabel = "N", description = "Members of etcd; 3 if absent.")
  private int hosts = 3;

  @Option(names = "--spare", paramLabel = "N", description = "Hosts without etcd besides.")
  private int spare;

  @Option(names = "--systemd", description = "etcd is a systemd unit, not a static pod.")
  private boolean systemd;

  @Option(
      names = "--etcd-version",
      paramLabel = "VERSION",
      description = "What the members say of themselves; 3.5.16 if absent.")
  private String version = "3.5.16";

  @Option(names = "--every", paramLabel = "N", description = "Only at every nth event.")
  private int every = 1;

  private final List<Scope.HostFacts> facts = new ArrayList<>();

  TestCommand(Console console) {
    this.console = console;
  }

  @Override
  public ExitCode call() throws Stop {
    if (hosts < 1 || spare < 0 || every < 1) {
      throw Stop.of(ExitCode.COMMAND_LINE, "--hosts and --every are at least 1");
    }
    if (!inventory.isEmpty()) {
      asIn(RunSources.inventory(inventory));
    }
    Playbook read = RunSources.playbook(playbook);
    for (Input input : read.inputs()) {
      boolean file =
          input.type() instanceof Input.Type.Simple simple && simple.kind() == Input.Kind.FILE;
      if (file && input.byDefault().isEmpty()) {
        values.putIfAbsent(input.name(), Setting.snapshot());
      }
    }
    Map<String, Datum> inputs = RunSources.inputs(read, values);
    Setting setting =
        facts.isEmpty()
            ? Setting.of(read, inputs, this::world)
            : new Setting(read, inputs, this::world, facts);
    Verdict verdict = new CrashMatrix(setting, every).run();
    return switch (verdict) {
      case Verdict.Unplanned unplanned -> {
        console.out().println("It cannot be planned:");
        unplanned
            .findings()
            .forEach(found -> console.out().println("  " + found.at() + ": " + found.what()));
        yield ExitCode.REFUSED;
      }
      case Verdict.Failed failed -> {
        console.out().println("Undisturbed, it ends as " + failed.end().kind() + ":");
        failed
            .end()
            .failures()
            .forEach(
                each -> console.out().println("  " + each.at() + ": " + each.trouble().what()));
        yield ExitCode.REFUSED;
      }
      case Verdict.Tried tried -> {
        print(read, tried);
        yield tried.isGood() ? ExitCode.DONE : ExitCode.REFUSED;
      }
    };
  }

  /** Members first, each with its name and its groups. */
  private void asIn(Inventory file) {
    GroupName etcd = new GroupName("etcd");
    List<Host> all =
        file.hosts().stream()
            .sorted(Comparator.comparing((Host host) -> !host.isIn(etcd)))
            .toList();
    int named = file.in(etcd).size();
    hosts = named == 0 ? all.size() : named;
    spare = all.size() - hosts;
    systemd = file.etcd().profile() == EtcdSettings.Profile.SYSTEMD;
    for (Host host : all) {
      List<String> groups = host.groups().stream().map(GroupName::text).sorted().toList();
      facts.add(new Scope.HostFacts(host.name(), host.address(), groups));
    }
  }

  private SlowWorld world() {
    SlowWorldBuilder builder =
        SlowWorld.builder()
            .members(hosts)
            .fresh(spare)
            .version(version)
            .names(facts.stream().map(Scope.HostFacts::name).toList());
    return (systemd ? builder.systemd() : builder).build();
  }

  private void print(Playbook read, Verdict.Tried tried) {
    console
        .out()
        .println(
            read.heading().name()
                + " on "
                + hosts
                + " members"
                + (spare == 0 ? "" : " and " + spare + " spare")
                + ", etcd "
                + version
                + ": "
                + tried.events()
                + " events in the journal");
    console.out().printf("%-34s %7s %9s %8s %7s%n", "", "tried", "survived", "refused", "broken");
    row("killed, then resumed", tried.resumed());
    row("killed, then taken back", tried.undone());
    broken("resumed", tried.resumed().broken());
    broken("taken back", tried.undone().broken());
  }

  private void row(String what, Verdict.Tally tally) {
    console
        .out()
        .printf(
            "%-34s %7d %9d %8d %7d%n",
            what, tally.tried(), tally.survived(), tally.refused(), tally.broken().size());
  }

  private void broken(String how, List<Verdict.Broken> broken) {
    for (Verdict.Broken each : broken.stream().limit(BROKEN_SHOWN).toList()) {
      console
          .out()
          .println(
              how + ", killed at event " + each.event() + " " + each.place() + ": " + each.what());
    }
    if (broken.size() > BROKEN_SHOWN) {
      console.out().println("and " + (broken.size() - BROKEN_SHOWN) + " more");
    }
  }
}

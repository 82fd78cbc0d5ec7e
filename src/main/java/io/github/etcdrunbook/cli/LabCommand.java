package io.github.etcdrunbook.cli;

import io.github.etcdrunbook.lab.Fault;
import io.github.etcdrunbook.lab.Lab;
import io.github.etcdrunbook.lab.LabCatalog;
import io.github.etcdrunbook.lab.LabException;
import io.github.etcdrunbook.lab.LabHost;
import io.github.etcdrunbook.lab.LabSpec;
import io.github.etcdrunbook.lab.LabStatus;
import io.github.etcdrunbook.lab.LabSurroundings;
import io.github.etcdrunbook.world.EtcdLayout.Profile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** The rehearsal lab on the command line: each subcommand is one call of {@link Lab}. */
@Command(
    name = "lab",
    description = "Hosts for rehearsals on this machine (Linux, root).",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      LabCommand.Up.class,
      LabCommand.Status.class,
      LabCommand.Down.class,
      LabCommand.Fill.class,
      LabCommand.Shell.class,
      LabCommand.Break.class,
      LabCommand.Repair.class
    })
final class LabCommand implements Callable<ExitCode> {
  private final Console console;
  private final LabSurroundings surroundings;

  @Spec private CommandSpec spec;

  LabCommand(Console console, LabSurroundings surroundings) {
    this.console = console;
    this.surroundings = surroundings;
  }

  @Override
  public ExitCode call() {
    spec.commandLine().usage(console.err());
    return ExitCode.COMMAND_LINE;
  }

  /** What a subcommand does with its lab. */
  interface Work {
    ExitCode on(Lab lab) throws IOException, LabException;
  }

  private ExitCode with(String name, Work work) {
    try {
      return work.on(new Lab(LabCatalog.standard(console.environment()), name, surroundings));
    } catch (LabException e) {
      console.err().println("etcd-runbook: " + e.getMessage());
      if (!e.hint().isEmpty()) {
        console.err().println("hint: " + e.hint());
      }
      return ExitCode.REFUSED;
    } catch (IllegalArgumentException e) {
      console.err().println("etcd-runbook: " + e.getMessage());
      return ExitCode.COMMAND_LINE;
    } catch (IOException e) {
      console.err().println("etcd-runbook: " + e.getMessage());
      console.err().println("hint: `etcd-runbook lab down` removes what there is");
      return ExitCode.FAILED_CHANGED;
    }
  }

  /** What all subcommands have: which lab, and the way to it. */
  abstract static class Part implements Callable<ExitCode> {
    @ParentCommand LabCommand lab;

    @Option(
        names = "--name",
        paramLabel = "LAB",
        defaultValue = "lab",
        description = "Which lab; several can be up (default: ${DEFAULT-VALUE}).")
    String name;

    ExitCode with(Work work) {
      return lab.with(name, work);
    }

    Console console() {
      return lab.console;
    }
  }

  @Command(
      name = "up",
      description = "Make a lab and wait until it serves.",
      mixinStandardHelpOptions = true)
  static final class Up extends Part {
    @Option(
        names = "--hosts",
        defaultValue = "3",
        description = "Hosts with a member of etcd (default: ${DEFAULT-VALUE}).")
    int hosts;

    @Option(
        names = "--bare",
        defaultValue = "0",
        description = "Further hosts, which never had etcd (default: ${DEFAULT-VALUE}).")
    int bare;

    @Option(
        names = "--profile",
        defaultValue = "kubeadm",
        description = "kubeadm: a static pod; systemd: a unit (default: ${DEFAULT-VALUE}).")
    String profile;

    @Option(names = "--etcd", paramLabel = "DIR", description = "Folder of etcd and etcdctl.")
    Optional<Path> etcd;

    @Option(
        names = "--disk",
        paramLabel = "SIZE",
        defaultValue = "4G",
        description = "Size of each host's /var/lib: 600M, 4G (default: ${DEFAULT-VALUE}).")
    String disk;

    @Option(names = "--etcd-mount", description = "Make /var/lib/etcd a mount of its own.")
    boolean etcdMount;

    @Option(
        names = "--no-host-tools",
        description = "Keep etcdctl and etcdutl in etcd's own root only.")
    boolean noHostTools;

    @Override
    public ExitCode call() {
      return with(
          lab -> {
            lab.up(wanted(), Duration.ofSeconds(60));
            console().out().println("inventory: " + lab.inventory());
            console().out().println("as ops with sudo: " + lab.inventoryOfOps());
            return ExitCode.DONE;
          });
    }

    private LabSpec wanted() {
      return new LabSpec(
          new LabSpec.Members(hosts, bare),
          Profile.valueOf(profile.toUpperCase(Locale.ROOT)),
          new LabSpec.Disk(bytes(disk), etcdMount),
          etcd == null ? Optional.empty() : etcd,
          new LabSpec.Comfort(!noHostTools, 1));
    }

    private static long bytes(String size) {
      if (!size.matches("[0-9]+[MG]")) {
        throw new IllegalArgumentException("a size such as 600M or 4G, not `" + size + "`");
      }
      long number = Long.parseLong(size.substring(0, size.length() - 1));
      return number << (size.endsWith("G") ? 30 : 20);
    }
  }

  @Command(
      name = "status",
      description = "Show the hosts and what runs on them.",
      mixinStandardHelpOptions = true)
  static final class Status extends Part {
    @Override
    public ExitCode call() {
      return with(
          lab -> {
            LabStatus status = lab.status();
            for (LabStatus.Host host : status.hosts()) {
              console().out().println(line(host));
            }
            return status.ready() ? ExitCode.DONE : ExitCode.REFUSED;
          });
    }

    private static String line(LabStatus.Host host) {
      LabHost who = host.host();
      String pods =
          host.containers().stream()
              .map(one -> one.name() + (one.ready() ? "" : one.running() ? " not ready" : " down"))
              .collect(Collectors.joining(", "));
      String faults =
          host.faults().stream()
              .map(fault -> fault.name().toLowerCase(Locale.ROOT).replace('_', '-'))
              .collect(Collectors.joining(", "));
      return "%-6s %-14s %-4s %s%s"
          .formatted(
              who.name(),
              who.address(),
              host.on() ? "on" : "off",
              pods,
              faults.isEmpty() ? "" : "  broken: " + faults);
    }
  }

  @Command(
      name = "down",
      description = "Remove a lab with all that is on its hosts.",
      mixinStandardHelpOptions = true)
  static final class Down extends Part {
    @Override
    public ExitCode call() {
      return with(
          lab -> {
            if (!lab.down()) {
              console().err().println("there is no lab `" + name + "`");
            }
            return ExitCode.DONE;
          });
    }
  }

  @Command(
      name = "fill",
      description = "Write objects as a Kubernetes cluster has them.",
      mixinStandardHelpOptions = true)
  static final class Fill extends Part {
    @Option(
        names = "--keys",
        defaultValue = "50000",
        description = "How many (default: ${DEFAULT-VALUE}).")
    int keys;

    @Override
    public ExitCode call() {
      return with(
          lab -> {
            long bytes = lab.fill(keys);
            console().out().printf(Locale.ROOT, "%d keys, %d MB%n", keys, bytes / 1_000_000);
            return ExitCode.DONE;
          });
    }
  }

  @Command(
      name = "shell",
      description = "Log in to a host through ssh, or run a command there.",
      mixinStandardHelpOptions = true)
  static final class Shell extends Part {
    @Option(names = "--user", defaultValue = "root", description = "root or ops.")
    String user;

    @Parameters(index = "0", paramLabel = "HOST", description = "Such as cp1.")
    String host;

    @Parameters(index = "1..*", paramLabel = "COMMAND", description = "Instead of a shell.")
    List<String> command = new ArrayList<>();

    @Override
    public ExitCode call() {
      return with(
          lab -> {
            Process ssh = new ProcessBuilder(lab.shell(user, host, command)).inheritIO().start();
            try {
              return ssh.waitFor() == 0 ? ExitCode.DONE : ExitCode.REFUSED;
            } catch (InterruptedException e) {
              ssh.destroy();
              return ExitCode.INTERRUPTED;
            }
          });
    }
  }

  @Command(name = "break", description = "Break a host.", mixinStandardHelpOptions = true)
  static final class Break extends Part {
    @Parameters(index = "0", paramLabel = "HOST", description = "Such as cp1.")
    String host;

    @ArgGroup(multiplicity = "1")
    Kind kind;

    /** Exactly one of them. */
    static final class Kind {
      @Option(names = "--power-off", description = "Switch it off, without a goodbye.")
      boolean powerOff;

      @Option(names = "--partition", description = "etcd loses its peers, ssh goes on.")
      boolean partition;

      @Option(names = "--network", description = "Pull the network cable.")
      boolean network;

      @Option(names = "--slow-disk", description = "Ten writes a second.")
      boolean slowDisk;

      @Option(names = "--fill-disk", description = "No byte left where etcd keeps its data.")
      boolean fillDisk;

      private Fault fault() {
        if (powerOff) {
          return Fault.POWER_OFF;
        }
        if (partition) {
          return Fault.PARTITION;
        }
        if (network) {
          return Fault.NETWORK;
        }
        return slowDisk ? Fault.SLOW_DISK : Fault.FILL_DISK;
      }
    }

    @Override
    public ExitCode call() {
      return with(
          lab -> {
            lab.breakHost(host, kind.fault());
            return ExitCode.DONE;
          });
    }
  }

  @Command(
      name = "repair",
      description = "Repair all that is broken on a host; switches it on.",
      mixinStandardHelpOptions = true)
  static final class Repair extends Part {
    @Parameters(index = "0", paramLabel = "HOST", description = "Such as cp1.")
    String host;

    @Override
    public ExitCode call() {
      return with(
          lab -> {
            lab.repair(host);
            return ExitCode.DONE;
          });
    }
  }
}

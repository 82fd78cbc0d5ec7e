package io.github.etcdrunbook.cli;

import io.github.etcdrunbook.cli.DoctorFinding.Verdict;
import io.github.etcdrunbook.cli.world.RealWorld;
import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.inventory.Inventory;
import io.github.etcdrunbook.report.LockText;
import io.github.etcdrunbook.world.Reader;
import io.github.etcdrunbook.world.Standpoint;
import io.github.etcdrunbook.world.StepId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Looks at everything that a run would need, on all hosts and here. Changes nothing. */
@Command(
    name = "doctor",
    description = "Check everything a run would need, on all hosts.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Ends with 5 when a host cannot be looked at, with 4 when a run would be refused or fail,"
          + " else with 0. How etcd fares is told by the playbook `health`."
    })
final class DoctorCommand implements Callable<ExitCode> {
  private static final String HERE = "this machine";
  private static final long STATE_BYTES = 100L << 20;

  private final RunDesk desk;
  @Mixin private OutputOption output;

  @Option(
      names = {"-i", "--inventory"},
      paramLabel = "FILE",
      required = true,
      description = "The hosts.")
  private String inventory;

  DoctorCommand(RunDesk desk) {
    this.desk = desk;
  }

  @Override
  public ExitCode call() throws Stop {
    Inventory read = RunSources.inventory(inventory);
    Optional<ExitCode> inside = LabEntry.enter(read);
    if (inside.isPresent()) {
      return inside.get();
    }
    List<DoctorFinding> findings = new ArrayList<>(List.of(state(desk.folders().state())));
    try (RealWorld world = desk.world(read)) {
      Standpoint standpoint =
          new Standpoint(desk.draw(), read.cluster(), new StepId("doctor"), Optional.empty());
      findings.addAll(hosts(world.at(standpoint)));
      LockSight.of(desk, read, world)
          .held()
          .forEach(
              (place, owner) ->
                  findings.add(
                      new DoctorFinding(
                          place,
                          "lock",
                          Verdict.PROBLEM,
                          LockText.line(place, owner, desk.clock().instant()),
                          desk.atDesk().standing(owner))));
    }
    Console console = desk.console();
    switch (output.format()) {
      case TEXT ->
          DoctorText.lines(findings, console.terminal().columns()).forEach(console.out()::println);
      case JSON ->
          console.out().println(DoctorText.json(read.cluster(), findings).toPrettyString());
      case JSONL -> findings.forEach(one -> console.out().println(DoctorText.json(one)));
    }
    return code(findings);
  }

  static ExitCode code(List<DoctorFinding> findings) {
    List<Verdict> verdicts = findings.stream().map(DoctorFinding::verdict).toList();
    if (verdicts.contains(Verdict.UNREACHABLE)) {
      return ExitCode.UNREACHABLE;
    }
    return verdicts.contains(Verdict.PROBLEM) ? ExitCode.REFUSED : ExitCode.DONE;
  }

  /** All hosts at once: one that is silent takes its time. */
  private static List<DoctorFinding> hosts(Reader reader) {
    List<Future<List<DoctorFinding>>> looks = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (HostName host : reader.hosts()) {
        looks.add(threads.submit(() -> HostCheckup.of(reader, host)));
      }
    }
    return looks.stream().flatMap(look -> look.resultNow().stream()).toList();
  }

  /** Whether plans, journals and snapshots have room here. */
  private static DoctorFinding state(Path folder) {
    Path there = folder;
    while (!Files.exists(there)) {
      there = there.getParent();
    }
    try {
      long free = Files.getFileStore(there).getUsableSpace();
      if (!Files.isWritable(there)) {
        return new DoctorFinding(
            HERE,
            "state",
            Verdict.PROBLEM,
            there + " cannot be written",
            "name another folder in XDG_STATE_HOME");
      }
      String what = "%,d bytes free in %s".formatted(free, folder);
      return free < STATE_BYTES
          ? new DoctorFinding(HERE, "state", Verdict.WARNING, what, "free space there")
          : new DoctorFinding(HERE, "state", Verdict.OK, what, "");
    } catch (IOException e) {
      return new DoctorFinding(
          HERE, "state", Verdict.PROBLEM, e.toString(), "name another folder in XDG_STATE_HOME");
    }
  }
}

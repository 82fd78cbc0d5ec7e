package io.github.etcdrunbook.cli;

import io.github.etcdrunbook.inventory.Inventory;
import io.github.etcdrunbook.plan.Plan;
import io.github.etcdrunbook.world.LockPlace;
import io.github.etcdrunbook.world.RunId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Which run is gone on with or taken back: one of this machine, or one that is taken over from its
 * copies on the hosts. It goes on with the inventory that it froze; one that is given says where to
 * find it.
 */
final class RunChoice {
  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "RUN",
      description = "The newest if absent.")
  private String run;

  @Option(
      names = "--confirm",
      paramLabel = "STEP=PHRASE",
      description = "Answer a gate beforehand. Repeatable.")
  private Map<String, String> confirmed = new LinkedHashMap<>();

  @Option(
      names = "--from-hosts",
      description = "Take the run over from its copies on the hosts: its machine is gone.")
  private boolean fromHosts;

  @Option(
      names = {"-i", "--inventory"},
      paramLabel = "FILE",
      description = "With --from-hosts: the hosts.")
  private String inventory = "";

  /** A run that lies in its folder here, and on what terms its locks are taken. */
  record Chosen(Plan plan, Prepared prepared, LockPlace.Reentry reentry) {}

  /** What is done with it, on the side of a lab's network where its hosts can be reached. */
  interface Work {
    ExitCode with(Chosen chosen) throws Stop;
  }

  /** The gates that are answered beforehand. */
  Map<String, String> confirmed() {
    return Map.copyOf(confirmed);
  }

  /** Finds the run, or brings it here, and does the work. */
  ExitCode with(RunDesk desk, Takeover.Purpose purpose, Work work) throws Stop {
    if (fromHosts) {
      return takenOver(desk, purpose, work);
    }
    Plan plan = loaded(desk, desk.find(Optional.ofNullable(run)));
    Prepared prepared = RunSources.read(plan);
    Optional<ExitCode> inside = LabEntry.enter(prepared.inventory());
    return inside.isPresent()
        ? inside.get()
        : work.with(new Chosen(plan, prepared, LockPlace.Reentry.SAME_MACHINE));
  }

  private static Plan loaded(RunDesk desk, RunId found) throws Stop {
    try {
      return desk.load(desk.folders().plan(found));
    } catch (Stop damaged) {
      List<String> lines = new ArrayList<>(damaged.lines());
      lines.add(RunDesk.fromHosts(found.text()));
      throw new Stop(damaged.code(), lines);
    }
  }

  private ExitCode takenOver(RunDesk desk, Takeover.Purpose purpose, Work work) throws Stop {
    if (run == null || inventory.isEmpty()) {
      throw Stop.of(
          ExitCode.COMMAND_LINE, "--from-hosts needs the run and the hosts: RUN -i INVENTORY");
    }
    Inventory hosts = RunSources.inventory(inventory);
    Optional<ExitCode> inside = LabEntry.enter(hosts);
    if (inside.isPresent()) {
      return inside.get();
    }
    RunId taken = named(run);
    new Takeover(desk, hosts).bring(taken, purpose);
    Plan plan = desk.load(desk.folders().plan(taken));
    return work.with(new Chosen(plan, RunSources.read(plan), LockPlace.Reentry.ANY_MACHINE));
  }

  private static RunId named(String text) throws Stop {
    try {
      return new RunId(text);
    } catch (IllegalArgumentException notOne) {
      throw Stop.of(ExitCode.COMMAND_LINE, notOne.getMessage());
    }
  }
}

package io.github.etcdrunbook.cli;

import io.github.etcdrunbook.inventory.Inventory;
import io.github.etcdrunbook.plan.Plan;
import io.github.etcdrunbook.plan.Window;
import io.github.etcdrunbook.world.LockPlace;
import io.github.etcdrunbook.world.RunId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Goes on with an unfinished run from its journal. */
@Command(
    name = "resume",
    description = "Go on with an unfinished run.",
    mixinStandardHelpOptions = true)
final class ResumeCommand implements Callable<ExitCode> {
  private final RunDesk desk;
  @Mixin private OutputOption output;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "RUN",
      description = "The newest if absent.")
  private String run;

  @Mixin private DeferredAnswers deferred;

  @Option(
      names = "--confirm",
      paramLabel = "STEP=PHRASE",
      description = "Answer a gate beforehand. Repeatable.")
  private Map<String, String> confirmed = new LinkedHashMap<>();

  @Option(
      names = "--not-after",
      paramLabel = "TIME",
      description = "Go on in another maintenance window, which ends then.")
  private String notAfter = "";

  @Option(names = "--approver", paramLabel = "NAME", description = "Who approved the other window.")
  private String approver = "";

  @Option(
      names = "--from-hosts",
      description = "Take the run over from its copies on the hosts: its machine is gone.")
  private boolean fromHosts;

  @Option(
      names = {"-i", "--inventory"},
      paramLabel = "FILE",
      description = "With --from-hosts: the hosts.")
  private String inventory = "";

  ResumeCommand(RunDesk desk) {
    this.desk = desk;
  }

  @Override
  public ExitCode call() throws Stop {
    if (fromHosts) {
      return takeOver();
    }
    RunId found = desk.find(Optional.ofNullable(run));
    Plan plan = desk.load(desk.folders().plan(found));
    Prepared prepared = RunSources.read(plan);
    Optional<ExitCode> inside = LabEntry.enter(prepared.inventory());
    return inside.isPresent()
        ? inside.get()
        : new Conduct(
                desk,
                prepared,
                plan,
                new Conduct.Terms(deferred.in(plan, confirmed), output.format(), window()))
            .run(LockPlace.Reentry.SAME_MACHINE);
  }

  private Optional<Window> window() throws Stop {
    if (notAfter.isEmpty() && approver.isEmpty()) {
      return Optional.empty();
    }
    if (notAfter.isEmpty() || approver.isBlank()) {
      throw Stop.of(ExitCode.COMMAND_LINE, "another window needs both: --not-after and --approver");
    }
    Instant now = desk.clock().instant().truncatedTo(ChronoUnit.SECONDS);
    return Optional.of(
        WindowOptions.window(now, WindowOptions.moment("--not-after", notAfter), approver));
  }

  /** The run goes on with the inventory that it froze; the one given says where to find it. */
  private ExitCode takeOver() throws Stop {
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
    new Takeover(desk, hosts).bring(taken);
    Plan plan = desk.load(desk.folders().plan(taken));
    return new Conduct(
            desk,
            RunSources.read(plan),
            plan,
            new Conduct.Terms(deferred.in(plan, confirmed), output.format(), window()))
        .run(LockPlace.Reentry.ANY_MACHINE);
  }

  private static RunId named(String text) throws Stop {
    try {
      return new RunId(text);
    } catch (IllegalArgumentException notOne) {
      throw Stop.of(ExitCode.COMMAND_LINE, notOne.getMessage());
    }
  }
}

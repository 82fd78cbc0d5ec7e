package io.github.etcdrunbook.cli;

import io.github.etcdrunbook.cli.world.RealWorld;
import io.github.etcdrunbook.inventory.Inventory;
import io.github.etcdrunbook.report.Style;
import io.github.etcdrunbook.world.LockPlace;
import io.github.etcdrunbook.world.RunId;
import io.github.etcdrunbook.world.Sight;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Takes the locks away from a run that a person knows to be over. Who did it and why is kept on
 * each host beside the lock, in {@code released}, and printed.
 */
@Command(
    name = "release",
    description = "Take the locks away from a run; say why.",
    mixinStandardHelpOptions = true)
final class LockReleaseCommand implements Callable<ExitCode> {
  private final RunDesk desk;

  @Option(
      names = {"-i", "--inventory"},
      paramLabel = "FILE",
      required = true,
      description = "The hosts.")
  private String inventory;

  @Option(
      names = "--id",
      paramLabel = "RUN",
      required = true,
      description = "The run that holds them, as `lock list` says.")
  private String id;

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      required = true,
      description = "Why it is right; kept on the hosts.")
  private String reason;

  LockReleaseCommand(RunDesk desk) {
    this.desk = desk;
  }

  @Override
  public ExitCode call() throws Stop {
    if (reason.isBlank()) {
      throw Stop.of(ExitCode.COMMAND_LINE, "--reason says why, in a few words");
    }
    RunId run = run();
    Inventory read = RunSources.inventory(inventory);
    Optional<ExitCode> inside = LabEntry.enter(read);
    if (inside.isPresent()) {
      return inside.get();
    }
    String note =
        desk.clock().instant()
            + " run "
            + run
            + " released by "
            + desk.operator()
            + ": "
            + reason.strip().replaceAll("\\s+", " ");
    try (RealWorld world = desk.world(read)) {
      boolean whole = true;
      boolean found = false;
      for (LockPlace place : LockSight.of(desk, read, world).places()) {
        Sight<Boolean> released = place.release(run, note);
        whole &= released.seen().isPresent();
        found |= released.seen().orElse(false);
        desk.console().out().println(Style.harmless(place.name() + "  " + words(released)));
      }
      desk.console().err().println(Style.harmless(note));
      if (!whole) {
        return ExitCode.UNREACHABLE;
      }
      return found ? ExitCode.DONE : ExitCode.REFUSED;
    }
  }

  private RunId run() throws Stop {
    try {
      return new RunId(id);
    } catch (IllegalArgumentException notOne) {
      throw Stop.of(ExitCode.COMMAND_LINE, notOne.getMessage());
    }
  }

  private static String words(Sight<Boolean> released) {
    return switch (released) {
      case Sight.Unseen<Boolean> unseen -> "not released: " + unseen.failure().what();
      case Sight.Seen<Boolean> seen -> seen.value() ? "released" : "was not held by that run";
    };
  }
}

package io.github.etcdrunbook.cli;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints files that run a backup regularly. Installs nothing. */
@Command(
    name = "schedule",
    description = "Print a timer of systemd, or a CronJob of Kubernetes, that makes backups.",
    mixinStandardHelpOptions = true)
final class ScheduleCommand implements Callable<ExitCode> {
  private static final List<Integer> HOURS = List.of(1, 2, 3, 4, 6, 8, 12, 24);

  private final Console console;
  @Mixin private ScheduledBackup.Options options;

  /** Who keeps the time. */
  enum Keeper {
    systemd,
    cronjob
  }

  @Option(
      names = "--for",
      paramLabel = "KEEPER",
      defaultValue = "systemd",
      description = "systemd or cronjob (default: ${DEFAULT-VALUE}).")
  private Keeper keeper;

  @Option(
      names = "--every",
      paramLabel = "HOURS",
      defaultValue = "6",
      description = "Hours between two backups: 1, 2, 3, 4, 6, 8, 12 or 24 (default: 6).")
  private int hours;

  ScheduleCommand(Console console) {
    this.console = console;
  }

  @Override
  public ExitCode call() throws Stop {
    if (!HOURS.contains(hours)) {
      throw Stop.of(
          ExitCode.COMMAND_LINE,
          "--every " + hours + " does not divide a day: take one of " + HOURS);
    }
    ScheduledBackup backup = new ScheduledBackup(options, Duration.ofHours(hours));
    if (backup.keepsTooFew()) {
      throw Stop.of(ExitCode.COMMAND_LINE, "--keep: name how many snapshots stay, or 0 for all");
    }
    if (backup.namesNoKey()) {
      throw Stop.of(
          ExitCode.COMMAND_LINE,
          "--recipient: write `age:` with a public key, or `gpg:` with a full fingerprint");
    }
    if (!backup.unfit().isEmpty()) {
      throw Stop.of(
          ExitCode.COMMAND_LINE,
          String.join(", ", backup.unfit())
              + ": no unit and no CronJob can have a line break there");
    }
    switch (keeper) {
      case systemd -> backup.units().forEach(console.out()::println);
      case cronjob -> backup.cronJob().forEach(console.out()::println);
    }
    return ExitCode.DONE;
  }
}

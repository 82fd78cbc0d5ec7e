package io.github.etcdrunbook.cli;

import io.github.etcdrunbook.cli.world.RealWorld;
import io.github.etcdrunbook.etcd.LivingKeys;
import io.github.etcdrunbook.inventory.Inventory;
import io.github.etcdrunbook.snapshot.KeyVersion;
import io.github.etcdrunbook.snapshot.SnapshotComparison;
import io.github.etcdrunbook.snapshot.SnapshotDifference;
import io.github.etcdrunbook.world.Progress;
import io.github.etcdrunbook.world.Sight;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Compares a snapshot with a later one or with the cluster as it is: what a restore of the first
 * would undo. Changes nothing.
 */
@Command(
    name = "diff",
    description = "Compare a snapshot with a later one or the live cluster.",
    mixinStandardHelpOptions = true,
    footer = {"", "It tells what a restore of FILE would undo; nothing is changed."})
final class SnapshotDiffCommand implements Callable<ExitCode> {
  private final RunDesk desk;
  private final Console console;

  @Parameters(index = "0", paramLabel = "FILE", description = "The snapshot to restore.")
  private Path earlier = Path.of("");

  @Parameters(index = "1", arity = "0..1", paramLabel = "LATER", description = "A later snapshot.")
  private Optional<Path> later = Optional.empty();

  @Option(names = "--live", description = "Compare with the cluster of the inventory.")
  private boolean live;

  @Option(
      names = {"-i", "--inventory"},
      paramLabel = "FILE",
      description = "The hosts, for --live.")
  private String inventory = "";

  @Mixin private OutputOption output;

  SnapshotDiffCommand(RunDesk desk) {
    this.desk = desk;
    this.console = desk.console();
  }

  @Override
  public ExitCode call() throws Stop {
    if (live == later.isPresent() || live == inventory.isEmpty()) {
      throw Stop.of(
          ExitCode.COMMAND_LINE, "give a later snapshot, or --live with an inventory: -i FILE");
    }
    return live ? comparedLive(RunSources.inventory(inventory)) : comparedWith(later.get());
  }

  /** Reading of a file, which may fail. */
  private interface Reading<T> {
    T read() throws IOException;
  }

  private static <T> T readable(Path file, Reading<T> reading) throws Stop {
    try {
      return reading.read();
    } catch (IOException | InternalError e) {
      // The error is the JVM's word for a mapped file that shrank or whose disk failed.
      String why = String.valueOf(e.getMessage());
      throw Stop.of(
          ExitCode.REFUSED,
          why.startsWith(file.toString()) ? why : file + ": cannot be read: " + why);
    }
  }

  private SnapshotComparison begun() throws Stop {
    return readable(earlier, () -> SnapshotComparison.with(earlier, progress(earlier)));
  }

  private ExitCode comparedWith(Path file) throws Stop {
    SnapshotComparison comparison = begun();
    return told(readable(file, () -> comparison.against(file, progress(file))));
  }

  private ExitCode comparedLive(Inventory hosts) throws Stop {
    Optional<ExitCode> inside = LabEntry.enter(hosts);
    if (inside.isPresent()) {
      return inside.get();
    }
    SnapshotComparison comparison;
    try (RealWorld world = desk.world(hosts)) {
      // The hosts are reached while the file is read.
      world.meet();
      comparison = begun();
      Sight<LivingKeys.Source> read =
          world.livingKeys(
              stored ->
                  comparison.living(
                      stored.key().toArray(),
                      new KeyVersion(
                          stored.createRevision(), stored.modRevision(), stored.version())));
      if (read.unseen().isPresent()) {
        throw Stop.of(ExitCode.UNREACHABLE, read.unseen().get().what());
      }
      LivingKeys.Source source = read.seen().orElseThrow();
      source(source);
      warnOfAnother(comparison.clusterUid(), world.clusterUid(source.host()));
    }
    return told(comparison.finished());
  }

  /** A cluster is known by the uid of a namespace that every one has. */
  private void warnOfAnother(Optional<String> file, Optional<String> living) {
    if (file.isPresent() && living.isPresent() && !file.equals(living)) {
      console
          .err()
          .println(
              "WARNING: %s is of another cluster: kube-system has the uid %s in it and %s there"
                  .formatted(earlier, file.get(), living.get()));
    }
  }

  private void source(LivingKeys.Source source) {
    console
        .err()
        .println(
            "read from %s at revision %d%s"
                .formatted(
                    source.host(),
                    source.revision(),
                    source.quorum()
                        ? ""
                        : ", which has no leader: the lost members may have known more"));
  }

  private ExitCode told(SnapshotDifference difference) {
    switch (output.format()) {
      case TEXT -> console.out().print(DifferenceText.of(difference));
      case JSON -> console.out().println(DifferenceJson.of(difference).toPrettyString());
      case JSONL -> console.out().println(DifferenceJson.of(difference));
    }
    difference.offences().stream()
        .limit(10)
        .forEach(offence -> console.err().println("damaged " + offence));
    return difference.offences().isEmpty() ? ExitCode.DONE : ExitCode.REFUSED;
  }

  private Progress progress(Path file) {
    return console.terminal().err()
        ? new ProgressLine(console.err(), "read " + file)
        : Progress.none();
  }
}

package io.github.etcdrunbook.cli;

import io.github.etcdrunbook.cli.world.RealWorld;
import io.github.etcdrunbook.etcd.LivingKeys;
import io.github.etcdrunbook.inventory.Inventory;
import io.github.etcdrunbook.world.Sight;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists or counts keys of a living cluster, read from one follower without values. */
@Command(
    name = "keys",
    description = "List or count the keys of a cluster.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Read from one follower, in pages at one revision, also without quorum. What takes"
          + " the space is told by `snapshot inspect` without load on the cluster."
    })
final class KeysCommand implements Callable<ExitCode> {
  private final RunDesk desk;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "PREFIX",
      description = "Only keys that start with this, such as /registry/pods/.")
  private String prefix = "";

  @Option(
      names = {"-i", "--inventory"},
      paramLabel = "FILE",
      required = true,
      description = "The hosts.")
  private String inventory;

  @Option(
      names = "--count-by",
      paramLabel = "WHAT",
      description = "Count them instead, by type or namespace of the Kubernetes object.")
  private Optional<KeyCount.By> countBy = Optional.empty();

  @Mixin private OutputOption output;

  KeysCommand(RunDesk desk) {
    this.desk = desk;
  }

  @Override
  public ExitCode call() throws Stop {
    Inventory read = RunSources.inventory(inventory);
    Optional<ExitCode> inside = LabEntry.enter(read);
    if (inside.isPresent()) {
      return inside.get();
    }
    KeyListing listing =
        countBy.isPresent()
            ? new KeyCount(countBy.get(), output.format())
            : new KeyLines(desk.console().out(), output.format());
    try (RealWorld world = desk.world(read)) {
      Sight<LivingKeys.Source> source = world.livingKeys(prefix, listing::key);
      source(desk.console(), source);
      listing.end(source.seen().orElseThrow(), desk.console().out());
    }
    return ExitCode.DONE;
  }

  /** Says what was read, or stops when nothing could be. */
  static void source(Console console, Sight<LivingKeys.Source> read) throws Stop {
    if (read.unseen().isPresent()) {
      throw Stop.of(ExitCode.UNREACHABLE, read.unseen().get().what());
    }
    LivingKeys.Source source = read.seen().orElseThrow();
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
}

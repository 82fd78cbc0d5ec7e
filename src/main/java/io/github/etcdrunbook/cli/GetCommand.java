package io.github.etcdrunbook.cli;

import io.github.etcdrunbook.cli.world.RealWorld;
import io.github.etcdrunbook.etcd.LivingKeys;
import io.github.etcdrunbook.etcd.StoredKey;
import io.github.etcdrunbook.inventory.Inventory;
import io.github.etcdrunbook.snapshot.SnapshotKeys.Found;
import io.github.etcdrunbook.world.Sight;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows one key of a living cluster; the value of a Secret only when that is asked for. */
@Command(
    name = "get",
    description = "Show one key of a cluster.",
    mixinStandardHelpOptions = true,
    footer = {"", "Read from one follower, also without quorum: it may be a moment behind."})
final class GetCommand implements Callable<ExitCode> {
  private final RunDesk desk;

  @Parameters(index = "0", paramLabel = "KEY", description = "The whole key.")
  private String key = "";

  @Option(
      names = {"-i", "--inventory"},
      paramLabel = "FILE",
      required = true,
      description = "The hosts.")
  private String inventory;

  @Option(names = "--show-secrets", description = "Show the values of Secrets as well.")
  private boolean showSecrets;

  @Option(names = "--raw", description = "The bytes of the value, nothing else.")
  private boolean raw;

  @Mixin private OutputOption output;

  GetCommand(RunDesk desk) {
    this.desk = desk;
  }

  @Override
  public ExitCode call() throws Stop {
    Inventory read = RunSources.inventory(inventory);
    Optional<ExitCode> inside = LabEntry.enter(read);
    if (inside.isPresent()) {
      return inside.get();
    }
    AtomicReference<Optional<Found>> found = new AtomicReference<>(Optional.empty());
    Sight<LivingKeys.Source> source;
    try (RealWorld world = desk.world(read)) {
      source = world.livingKey(key, stored -> found.set(Optional.of(found(stored))));
    }
    KeysCommand.source(desk.console(), source);
    if (found.get().isEmpty()) {
      throw new Stop(
          ExitCode.REFUSED,
          List.of(
              "there is no key `" + key + "`",
              "hint: `etcd-runbook keys` with the beginning of it lists what there is"));
    }
    show(desk.console(), source.seen().orElseThrow(), found.get().get());
    return ExitCode.DONE;
  }

  private void show(Console console, LivingKeys.Source source, Found one) throws Stop {
    if (raw && KeyText.hidden(one, showSecrets)) {
      throw Stop.of(ExitCode.REFUSED, "`" + key + "` is a Secret: give --show-secrets");
    }
    if (raw) {
      console.out().writeBytes(one.bytes());
      console.out().flush();
      return;
    }
    switch (output.format()) {
      case TEXT -> console.out().print(KeyText.of(one, showSecrets));
      case JSON -> console.out().println(KeyJson.of(source, one, showSecrets).toPrettyString());
      case JSONL -> console.out().println(KeyJson.of(source, one, showSecrets));
    }
  }

  static Found found(StoredKey stored) {
    return new Found(
        stored.key().toString(),
        new String(stored.value().toArray(), StandardCharsets.ISO_8859_1),
        stored.createRevision(),
        stored.modRevision(),
        stored.version(),
        stored.lease());
  }
}

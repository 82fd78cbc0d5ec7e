package io.github.etcdrunbook.actions.snapshot;

import io.github.etcdrunbook.action.Act;
import io.github.etcdrunbook.action.Action;
import io.github.etcdrunbook.action.Decision;
import io.github.etcdrunbook.action.Doc;
import io.github.etcdrunbook.action.Manual;
import io.github.etcdrunbook.action.Undo;
import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.world.Effect;
import io.github.etcdrunbook.world.Owner;
import io.github.etcdrunbook.world.Reader;
import io.github.etcdrunbook.world.Sha256;
import io.github.etcdrunbook.world.Sight;
import io.github.etcdrunbook.world.SnapshotFacts;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Puts one snapshot file on a host, the same on every host by its SHA-256. */
public final class SnapshotDistribute
    implements Action<
        SnapshotDistribute.Arguments, SnapshotDistribute.Observation, SnapshotDistribute.Output> {
  private static final Duration LIMIT = Duration.ofMinutes(30);

  /** Which file. */
  public record Arguments(
      @Doc(value = "The snapshot file on this machine", example = "backups/prod-eu1.db")
          String file) {}

  /** The file here and what lies on the host. */
  public record Observation(
      HostName host, String target, Sight<SnapshotFacts> snapshot, Optional<Sha256> there) {}

  /** Where it lies. */
  public record Output(@Doc("The path on the host") String path) {}

  /** Where a run keeps its snapshot on a host: on disk, so that a reboot does not lose it. */
  public static String pathOnHost(Reader reader) {
    return "/var/lib/etcd-runbook/" + reader.standpoint().run() + "/snapshot.db";
  }

  @Override
  public Manual manual() {
    return new Manual(
        "snapshot.distribute",
        "Put a verified snapshot on the host",
        "Copies the file below /var/lib/etcd-runbook/<run>/, readable by root alone, and compares"
            + " its SHA-256 there. Undo removes it.",
        Manual.Place.HOST,
        """
        - id: distribute
          uses: snapshot.distribute
          hosts: etcd
          with: {file: "${inputs.snapshot}"}
        """);
  }

  @Override
  public Class<Arguments> arguments() {
    return Arguments.class;
  }

  @Override
  public Class<Output> output() {
    return Output.class;
  }

  @Override
  public Observation probe(Arguments arguments, Reader reader) {
    HostName host = reader.standpoint().ownHost();
    String target = pathOnHost(reader);
    Optional<Sha256> there = reader.host(host).seen().flatMap(onHost -> onHost.digest(target));
    return new Observation(host, target, reader.operator().snapshot(arguments.file()), there);
  }

  @Override
  public Decision<Output> decide(Arguments arguments, Observation seen) {
    return switch (seen.snapshot()) {
      case Sight.Unseen<SnapshotFacts> bad ->
          new Decision.Refused<>(bad.failure().what(), bad.failure().hint());
      case Sight.Seen<SnapshotFacts> good -> {
        SnapshotFacts facts = good.value();
        if (seen.there().equals(Optional.of(facts.sha256()))) {
          yield new Decision.Satisfied<>(
              seen.target() + " has the same SHA-256", new Output(seen.target()));
        }
        Effect put =
            new Effect.PutFile(
                seen.host(), seen.target(), facts.path(), facts.sha256(), Owner.rootOnly(0600));
        yield new Decision.Change<>(
            "put the snapshot on the host (%,d bytes)".formatted(facts.size()),
            List.of(
                Act.of(put, Undo.By.one(new Effect.Remove(seen.host(), seen.target())), LIMIT)));
      }
    };
  }
}

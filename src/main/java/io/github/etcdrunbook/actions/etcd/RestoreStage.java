package io.github.etcdrunbook.actions.etcd;

import io.github.etcdrunbook.action.Act;
import io.github.etcdrunbook.action.Action;
import io.github.etcdrunbook.action.Decision;
import io.github.etcdrunbook.action.Doc;
import io.github.etcdrunbook.action.Manual;
import io.github.etcdrunbook.action.Undo;
import io.github.etcdrunbook.actions.snapshot.SnapshotDistribute;
import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.world.Effect;
import io.github.etcdrunbook.world.EtcdLayout;
import io.github.etcdrunbook.world.NewCluster;
import io.github.etcdrunbook.world.PathState;
import io.github.etcdrunbook.world.Reader;
import io.github.etcdrunbook.world.RestoreTool;
import io.github.etcdrunbook.world.Sight;
import io.github.etcdrunbook.world.SnapshotFacts;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** Restores the snapshot into a new directory beside the live data, while the cluster serves. */
public final class RestoreStage
    implements Action<RestoreStage.Arguments, RestoreStage.Observation, RestoreStage.Output> {
  private static final Duration LIMIT = Duration.ofMinutes(30);

  /** What is restored, and who the members are. */
  public record Arguments(
      @Doc(value = "The snapshot file on this machine", example = "backups/prod-eu1.db")
          String snapshot,
      @Doc(value = "The hosts of the new cluster", example = "${steps.check.hosts}")
          List<HostName> members,
      @Doc(
              value = "What is added to the revision; 0 for a tool that cannot",
              example = "1000000000")
          long bump) {}

  /** What is there. {@code kept} tells that the swap has taken place already. */
  public record Observation(
      HostName host,
      Sight<SnapshotFacts> snapshot,
      String file,
      SortedMap<HostName, EtcdLayout> layouts,
      Optional<RestoreTool> tool,
      Places places,
      String token) {}

  /** The staged directory and the old one's new name, and what lies there. */
  public record Places(String staged, PathState atStaged, PathState atKept) {}

  /** The staged directory. */
  public record Output(@Doc("The staged data directory") String directory) {}

  @Override
  public Manual manual() {
    return new Manual(
        "etcd.restore_stage",
        "Restore a snapshot into a directory beside the live data",
        "Runs the host's restore tool with the member's own name and peer URLs, a token that is"
            + " unique to the run, and one bump for all members. The live data is not touched and"
            + " etcd may run. Ownership is set as on the live directory, mode 0700. Undo removes"
            + " the directory.",
        Manual.Place.HOST,
        """
        - id: stage
          uses: etcd.restore_stage
          hosts: "${steps.check.hosts}"
          with:
            snapshot: "${inputs.snapshot}"
            members: "${steps.check.hosts}"
            bump: "${steps.check.bump}"
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
    SortedMap<HostName, EtcdLayout> layouts = RestoreDesign.layouts(reader, arguments.members());
    Places places =
        Optional.ofNullable(layouts.get(host))
            .flatMap(layout -> places(layout, reader, host))
            .orElse(new Places("", new PathState.Absent(), new PathState.Absent()));
    return new Observation(
        host,
        reader.operator().snapshot(arguments.snapshot()),
        SnapshotDistribute.pathOnHost(reader),
        layouts,
        reader.host(host).seen().flatMap(seen -> seen.restoreTool()),
        places,
        RestoreDesign.token(reader.standpoint().cluster(), reader.standpoint().run()));
  }

  private static Optional<Places> places(EtcdLayout layout, Reader reader, HostName host) {
    String staged = RestorePaths.staged(layout, reader.standpoint().run());
    String kept = RestorePaths.kept(layout, reader.standpoint().run());
    return reader
        .host(host)
        .seen()
        .map(seen -> new Places(staged, seen.path(staged), seen.path(kept)));
  }

  @Override
  public Decision<Output> decide(Arguments arguments, Observation seen) {
    EtcdLayout layout = seen.layouts().get(seen.host());
    if (layout == null || seen.layouts().size() != arguments.members().size()) {
      return new Decision.Refused<>(
          "not all hosts of the new cluster answer with their etcd's settings",
          "bring them back, or plan again with the lost ones in the input `fenced`");
    }
    if (!seen.places().atStaged().isAbsent() || !seen.places().atKept().isAbsent()) {
      return new Decision.Satisfied<>("staged", new Output(seen.places().staged()));
    }
    if (seen.tool().isEmpty()) {
      return new Decision.Refused<>(
          seen.host() + " has no program that restores a snapshot",
          "install etcdutl of the server's minor version on the host");
    }
    return switch (seen.snapshot()) {
      case Sight.Unseen<SnapshotFacts> bad ->
          new Decision.Refused<>(bad.failure().what(), bad.failure().hint());
      case Sight.Seen<SnapshotFacts> good ->
          new Decision.Change<>(
              "restore into " + seen.places().staged(),
              List.of(act(arguments, seen, layout, good.value())));
    };
  }

  private static Act act(
      Arguments arguments, Observation seen, EtcdLayout layout, SnapshotFacts facts) {
    NewCluster cluster = RestoreDesign.cluster(seen.layouts(), seen.token(), arguments.bump());
    Effect restore =
        new Effect.RestoreSnapshot(
            seen.host(),
            seen.tool().orElseThrow(),
            new Effect.RestoreSnapshot.Source(seen.file(), facts),
            new Effect.RestoreSnapshot.Target(
                seen.places().staged(),
                layout.directories().owner(),
                layout.member(),
                cluster,
                RestoreDesign.defragment(facts, layout)));
    return Act.of(
        restore, Undo.By.one(new Effect.Remove(seen.host(), seen.places().staged())), LIMIT);
  }
}

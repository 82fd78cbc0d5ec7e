package io.github.etcdrunbook.actions.snapshot;

import io.github.etcdrunbook.action.Act;
import io.github.etcdrunbook.action.Action;
import io.github.etcdrunbook.action.Decision;
import io.github.etcdrunbook.action.Doc;
import io.github.etcdrunbook.action.Manual;
import io.github.etcdrunbook.action.Undo;
import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.world.DescribedSnapshot;
import io.github.etcdrunbook.world.Effect;
import io.github.etcdrunbook.world.MemberStatus;
import io.github.etcdrunbook.world.Reader;
import io.github.etcdrunbook.world.RunId;
import io.github.etcdrunbook.world.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Deletes the oldest snapshots that earlier runs saved of the same cluster under the same name, so
 * that a number of verified ones is left. When in doubt it deletes nothing.
 */
public final class SnapshotRetain
    implements Action<SnapshotRetain.Arguments, SnapshotRetain.Observation, SnapshotRetain.Output> {
  private static final Duration LIMIT = Duration.ofMinutes(10);

  /** What was saved just now, and how many may stay. */
  public record Arguments(
      @Doc(
              value = "The snapshot that this run saves; its name ends with the id of the run",
              example = "${inputs.to}/${cluster.name}-${run.id}.db")
          String newest,
      @Doc(
              value = "How many verified snapshots stay, that one included; 0 deletes none",
              byDefault = "0",
              example = "28")
          int keep) {}

  /**
   * What lies beside the new snapshot.
   *
   * @param standing what the new snapshot and the cluster are like
   * @param older the snapshots of earlier runs, the newest first
   */
  public record Observation(Standing standing, List<Copy> older) {}

  /** Whether it may be relied on that the new snapshot replaces old ones. */
  public enum Standing {
    /** Nothing speaks against it. */
    SOUND,
    /** The name given is none of this run. */
    STRANGE_NAME,
    /** There is no such file. */
    ABSENT,
    /** No member tells which cluster this is. */
    UNKNOWN_CLUSTER,
    /** A member says that data differs between members. */
    CORRUPT
  }

  /** A snapshot of an earlier run, and whether it still is what it was then. */
  public record Copy(DescribedSnapshot snapshot, boolean sound) {}

  /** How many are left. */
  public record Output(
      @Doc("How many verified snapshots of the cluster there are, the new one included")
          int verified) {}

  @Override
  public Manual manual() {
    return new Manual(
        "snapshot.retain",
        "Delete the oldest snapshots of this cluster, and leave so many verified ones",
        "Looks only at files `NAME-RUN.db` beside the new snapshot, with its NAME and the id of an"
            + " earlier run, that have the description which this program wrote beside them, of a"
            + " cluster with the same kube-system namespace. Links and all other files stay, and so"
            + " do safety snapshots. Each of them is verified again, by its checksum and structure:"
            + " where one is not sound any more, no one is deleted. Nor is one while a member"
            + " reports corrupt data, or before the new snapshot is there and verified. A deleted"
            + " snapshot cannot be had back.",
        Manual.Place.CLUSTER,
        """
        - id: retain
          uses: snapshot.retain
          with: {newest: "${inputs.to}/${cluster.name}-${run.id}.db", keep: 28}
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
    if (arguments.keep() <= 0) {
      return new Observation(Standing.SOUND, List.of());
    }
    String ending = "-" + reader.standpoint().run() + ".db";
    String name = fileName(arguments.newest());
    if (!name.endsWith(ending) || name.equals(ending)) {
      return new Observation(Standing.STRANGE_NAME, List.of());
    }
    if (reader.operator().size(arguments.newest()).isEmpty()) {
      return new Observation(Standing.ABSENT, List.of());
    }
    if (corrupt(reader)) {
      return new Observation(Standing.CORRUPT, List.of());
    }
    Optional<String> uid = uid(reader);
    if (uid.isEmpty()) {
      return new Observation(Standing.UNKNOWN_CLUSTER, List.of());
    }
    String prefix = name.substring(0, name.length() - ending.length() + 1);
    List<Copy> older = new ArrayList<>();
    reader.operator().described(folder(arguments.newest())).stream()
        .filter(one -> one.uid().equals(uid.get()))
        .filter(one -> !fileName(one.path()).equals(name))
        .filter(one -> run(one, prefix).isPresent())
        .sorted(Comparator.comparing((DescribedSnapshot one) -> run(one, prefix).get()).reversed())
        .forEach(one -> older.add(new Copy(one, sound(one, reader))));
    return new Observation(Standing.SOUND, older);
  }

  private static boolean corrupt(Reader reader) {
    return reader.etcdHosts().stream()
        .flatMap(host -> reader.etcd().status(host).seen().stream())
        .map(MemberStatus::errors)
        .flatMap(List::stream)
        .anyMatch(error -> error.contains("CORRUPT"));
  }

  private static Optional<String> uid(Reader reader) {
    for (HostName host : reader.etcdHosts()) {
      Optional<String> uid = reader.etcd().clusterUid(host).seen().flatMap(Value::known);
      if (uid.isPresent()) {
        return uid;
      }
    }
    return Optional.empty();
  }

  private static boolean sound(DescribedSnapshot one, Reader reader) {
    return reader
        .operator()
        .snapshot(one.path())
        .seen()
        .filter(facts -> facts.sha256().equals(one.sha256()))
        .isPresent();
  }

  /** The run that saved the file, if its name says so. */
  private static Optional<RunId> run(DescribedSnapshot one, String prefix) {
    String name = fileName(one.path());
    if (!name.startsWith(prefix) || !name.endsWith(".db")) {
      return Optional.empty();
    }
    return RunId.read(name.substring(prefix.length(), name.length() - ".db".length()));
  }

  private static String fileName(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static String folder(String path) {
    int end = path.lastIndexOf('/');
    return end < 0 ? "." : end == 0 ? "/" : path.substring(0, end);
  }

  @Override
  public Decision<Output> decide(Arguments arguments, Observation seen) {
    if (arguments.keep() < 0) {
      return new Decision.Refused<>(
          "`keep` is " + arguments.keep(), "name how many snapshots stay, or 0 to delete none");
    }
    if (arguments.keep() == 0) {
      return new Decision.Satisfied<>("no snapshot is deleted: `keep` is 0", new Output(1));
    }
    return switch (seen.standing()) {
      case STRANGE_NAME ->
          new Decision.Refused<>(
              arguments.newest() + " is no name from which those of earlier runs follow",
              "let it end with \"-${run.id}.db\", in `etcd.snapshot_save` too");
      case ABSENT ->
          new Decision.Refused<>(
              arguments.newest() + " is not there, so no older snapshot may go",
              "save it first, with `etcd.snapshot_save`");
      case UNKNOWN_CLUSTER -> none("no member tells which cluster this is", seen);
      case CORRUPT -> none("a member reports corrupt data; older snapshots may be needed", seen);
      case SOUND -> retained(arguments, seen);
    };
  }

  private static Decision<Output> none(String why, Observation seen) {
    return new Decision.Satisfied<>("no snapshot is deleted: " + why, output(seen));
  }

  private static Decision<Output> retained(Arguments arguments, Observation seen) {
    Optional<Copy> damaged = seen.older().stream().filter(copy -> !copy.sound()).findFirst();
    if (damaged.isPresent()) {
      return none(
          damaged.get().snapshot().path() + " is not what was saved; look at it, move it away",
          seen);
    }
    List<Act> acts =
        seen.older().stream()
            .skip(arguments.keep() - 1L)
            .map(copy -> removal(copy.snapshot(), arguments.newest()))
            .toList();
    return acts.isEmpty()
        ? new Decision.Satisfied<>(
            "%d verified, %d may stay".formatted(seen.older().size() + 1, arguments.keep()),
            output(seen))
        : new Decision.Change<>(
            "delete " + acts.size() + " of " + (seen.older().size() + 1) + " snapshots", acts);
  }

  private static Output output(Observation seen) {
    return new Output(1 + (int) seen.older().stream().filter(Copy::sound).count());
  }

  private static Act removal(DescribedSnapshot old, String newest) {
    return Act.of(
        new Effect.RemoveSnapshot(old.path(), old.sha256(), newest),
        new Undo.Irreversible("a deleted snapshot cannot be had back"),
        LIMIT);
  }
}

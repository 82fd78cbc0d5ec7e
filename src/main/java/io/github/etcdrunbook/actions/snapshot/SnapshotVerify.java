package io.github.etcdrunbook.actions.snapshot;

import io.github.etcdrunbook.action.Action;
import io.github.etcdrunbook.action.Decision;
import io.github.etcdrunbook.action.Doc;
import io.github.etcdrunbook.action.Manual;
import io.github.etcdrunbook.action.Nature;
import io.github.etcdrunbook.world.Alarm;
import io.github.etcdrunbook.world.Reader;
import io.github.etcdrunbook.world.Sight;
import io.github.etcdrunbook.world.SnapshotFacts;
import java.util.List;

/** Verifies a snapshot file of the operator's machine and tells what is in it. Changes nothing. */
public final class SnapshotVerify
    implements Action<SnapshotVerify.Arguments, SnapshotVerify.Observation, SnapshotVerify.Output> {

  /** Which file. */
  public record Arguments(
      @Doc(value = "The snapshot file on this machine", example = "backups/prod-eu1.db")
          String file) {}

  /** What the file is. */
  public record Observation(Sight<SnapshotFacts> snapshot) {}

  /** What a good snapshot holds. Size in bytes. */
  public record Output(
      @Doc("The file") String file,
      @Doc("SHA-256 of the whole file") String sha256,
      @Doc("Its size in bytes") long size,
      @Doc("Its newest revision") long revision,
      @Doc("Distinct live keys") long keys,
      @Doc("The cluster version inside, or empty") String version,
      @Doc("The uid of the namespace kube-system, or empty") String uid,
      @Doc("The alarms that a restore inherits") List<String> alarms) {}

  @Override
  public Manual manual() {
    return new Manual(
        "snapshot.verify",
        "Verify a snapshot file: checksum, structure, contents",
        "Recomputes the SHA-256 trailer, which etcdutl's own status does not look at, walks the"
            + " structure of the database and tells what is in it. Refuses a damaged file.",
        Manual.Place.CLUSTER,
        """
        - id: snapshot
          uses: snapshot.verify
          with: {file: "${inputs.snapshot}"}
        """);
  }

  @Override
  public Nature nature() {
    return Nature.READS;
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
    return new Observation(reader.operator().snapshot(arguments.file()));
  }

  @Override
  public Decision<Output> decide(Arguments arguments, Observation observation) {
    return switch (observation.snapshot()) {
      case Sight.Unseen<SnapshotFacts> bad ->
          new Decision.Refused<>(bad.failure().what(), bad.failure().hint());
      case Sight.Seen<SnapshotFacts> good -> judge(good.value());
    };
  }

  private static Decision<Output> judge(SnapshotFacts facts) {
    SnapshotFacts.Contents contents = facts.contents();
    if (facts.keys() == 0 || facts.revision() <= 1) {
      return new Decision.Refused<>(
          facts.path() + " holds no keys", "take a snapshot of the cluster that has the data");
    }
    if (contents.alarms().stream().anyMatch(alarm -> alarm.type() == Alarm.Type.CORRUPT)) {
      return new Decision.Refused<>(
          facts.path() + " was taken while a CORRUPT alarm was raised",
          "use an older snapshot, from before the corruption");
    }
    List<String> alarms = contents.alarms().stream().map(Alarm::toString).toList();
    String why =
        "verified: revision %d, %,d keys, %,d bytes%s"
            .formatted(
                facts.revision(),
                facts.keys(),
                facts.size(),
                alarms.isEmpty() ? "" : ", alarms inside: " + String.join(", ", alarms));
    return new Decision.Satisfied<>(
        why,
        new Output(
            facts.path(),
            facts.sha256().hexadecimal(),
            facts.size(),
            facts.revision(),
            facts.keys(),
            contents.version(),
            contents.uid(),
            alarms));
  }
}

package io.github.etcdrunbook.actions.etcd;

import io.github.etcdrunbook.action.Act;
import io.github.etcdrunbook.action.Action;
import io.github.etcdrunbook.action.Decision;
import io.github.etcdrunbook.action.Doc;
import io.github.etcdrunbook.action.Manual;
import io.github.etcdrunbook.action.Retry;
import io.github.etcdrunbook.action.Undo;
import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.world.Effect;
import io.github.etcdrunbook.world.FailureKind;
import io.github.etcdrunbook.world.MemberStatus;
import io.github.etcdrunbook.world.Reader;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Proves that the cluster takes writes: its revision moves beyond the one given. */
public final class WriteProbe
    implements Action<WriteProbe.Arguments, WriteProbe.Observation, WriteProbe.Output> {
  private static final Duration LIMIT = Duration.ofSeconds(15);
  private static final Retry RETRY =
      new Retry(Set.of(FailureKind.NO_LEADER), Duration.ofMillis(500), Duration.ofSeconds(30));

  /** The revision to get beyond. */
  public record Arguments(
      @Doc(value = "The revision that a write must exceed", example = "${steps.verify.revision}")
          long beyond) {}

  /** The first member that answers, its revision and the key that would be written. */
  public record Observation(Optional<HostName> via, long revision, String key) {}

  /** The revision after the write. */
  public record Output(@Doc("Whether a write was taken") boolean writable) {}

  @Override
  public Manual manual() {
    return new Manual(
        "etcd.write_probe",
        "Prove that the cluster takes writes",
        "Writes, reads and deletes one key below etcd-runbook/. The revision that has moved is the"
            + " evidence; nothing is left behind.",
        Manual.Place.CLUSTER,
        """
        - id: write_probe
          uses: etcd.write_probe
          with: {beyond: "${steps.verify.revision}"}
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
    String key = "etcd-runbook/" + reader.standpoint().run();
    for (HostName host : reader.etcdHosts()) {
      Optional<MemberStatus> status = reader.etcd().status(host).seen();
      if (status.isPresent()) {
        long revision =
            status.get().progress().known().map(MemberStatus.Progress::revision).orElse(0L);
        return new Observation(Optional.of(host), revision, key);
      }
    }
    return new Observation(Optional.empty(), 0, key);
  }

  @Override
  public Decision<Output> decide(Arguments arguments, Observation seen) {
    if (seen.via().isEmpty()) {
      return new Decision.Refused<>("no member answers", "look at the members' logs");
    }
    if (seen.revision() > arguments.beyond()) {
      return new Decision.Satisfied<>("the cluster takes writes", new Output(true));
    }
    Effect write = new Effect.WriteProbe(seen.via().get(), seen.key());
    Undo undo = new Undo.NotNeeded("the key is deleted again at once");
    return new Decision.Change<>(
        "write, read and delete a probe key", List.of(new Act(write, undo, RETRY, LIMIT)));
  }
}

package io.github.etcdrunbook.actions.etcd;

import io.github.etcdrunbook.action.Act;
import io.github.etcdrunbook.action.Action;
import io.github.etcdrunbook.action.Decision;
import io.github.etcdrunbook.action.Doc;
import io.github.etcdrunbook.action.Manual;
import io.github.etcdrunbook.action.Undo;
import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.world.Effect;
import io.github.etcdrunbook.world.MemberStatus;
import io.github.etcdrunbook.world.Reader;
import io.github.etcdrunbook.world.SnapshotFacts;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Saves a verified snapshot of whatever member still answers; works without quorum. */
public final class SnapshotSave
    implements Action<SnapshotSave.Arguments, SnapshotSave.Observation, SnapshotSave.Output> {
  private static final Duration LIMIT = Duration.ofMinutes(30);

  /** Where to, and whether a cluster that is dead altogether is accepted. */
  public record Arguments(
      @Doc(value = "The file on this machine", example = "backups/before-${run.id}.db") String to,
      @Doc(
              value = "Whether it is an error that no member answers",
              byDefault = "true",
              example = "false")
          boolean required) {}

  /** Who answers, and what lies at the target. */
  public record Observation(
      List<HostName> withLeader,
      List<HostName> answering,
      boolean there,
      Optional<SnapshotFacts> saved) {}

  /** The file; empty text when no member answered. */
  public record Output(
      @Doc("The file, or empty when no member answered") String path,
      @Doc("SHA-256 of the file, or empty") String sha256,
      @Doc("Its newest revision, 0 when there is none") long revision) {}

  @Override
  public Manual manual() {
    return new Manual(
        "etcd.snapshot_save",
        "Save a verified snapshot of the cluster to this machine",
        "Takes it from the first member that answers, one that follows a leader first; without"
            + " a leader from the one with the longest log. The file"
            + " appears under its name only when complete and verified, readable by the operator"
            + " alone.",
        Manual.Place.CLUSTER,
        """
        - id: safety_snapshot
          uses: etcd.snapshot_save
          with: {to: "${inputs.backup}/${cluster.name}-${run.id}.db"}
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
    boolean there = reader.operator().size(arguments.to()).isPresent();
    if (there) {
      return new Observation(
          List.of(), List.of(), true, reader.operator().snapshot(arguments.to()).seen());
    }
    Map<HostName, MemberStatus> answering = new TreeMap<>();
    for (HostName host : reader.etcdHosts()) {
      reader.etcd().status(host).seen().ifPresent(status -> answering.put(host, status));
    }
    List<HostName> withLeader =
        answering.keySet().stream()
            .filter(host -> answering.get(host).leader().isPresent())
            .toList();
    // Where nobody leads nothing is written any more, and one member may have more than another.
    List<HostName> mostFirst =
        answering.keySet().stream().sorted(Survivors.byLog(answering::get)).toList();
    return new Observation(withLeader, mostFirst, false, Optional.empty());
  }

  @Override
  public Decision<Output> decide(Arguments arguments, Observation seen) {
    if (seen.there()) {
      return seen.saved()
          .<Decision<Output>>map(facts -> satisfied(arguments, facts))
          .orElseGet(
              () ->
                  new Decision.Refused<>(
                      arguments.to() + " exists and is not a good snapshot",
                      "move the file away, or choose another name"));
    }
    Optional<HostName> from =
        seen.withLeader().stream().findFirst().or(() -> seen.answering().stream().findFirst());
    if (from.isEmpty()) {
      return arguments.required()
          ? new Decision.Refused<>(
              "no member answers, so there is nothing to take a snapshot of",
              "look at the members' logs on their hosts")
          : new Decision.Satisfied<>(
              "no member answers; the old data directories are the only copy and are kept",
              new Output("", "", 0));
    }
    Effect save = new Effect.SaveSnapshot(from.get(), arguments.to());
    Undo undo = new Undo.NotNeeded("a snapshot on this machine changes nothing in the cluster");
    return new Decision.Change<>(
        "save a snapshot from " + from.get(), List.of(Act.of(save, undo, LIMIT)));
  }

  private static Decision<Output> satisfied(Arguments arguments, SnapshotFacts facts) {
    return new Decision.Satisfied<>(
        "%s: revision %d, %,d bytes, verified"
            .formatted(arguments.to(), facts.revision(), facts.size()),
        new Output(arguments.to(), facts.sha256().hexadecimal(), facts.revision()));
  }
}

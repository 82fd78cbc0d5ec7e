package io.github.etcdrunbook.actions.snapshot;

import io.github.etcdrunbook.action.Action;
import io.github.etcdrunbook.action.Decision;
import io.github.etcdrunbook.action.Doc;
import io.github.etcdrunbook.action.Manual;
import io.github.etcdrunbook.action.Nature;
import io.github.etcdrunbook.world.Reader;
import io.github.etcdrunbook.world.Recount;
import io.github.etcdrunbook.world.Sight;
import java.util.List;

/** Accounts after a restore for every key of the snapshot. Changes nothing. */
public final class SnapshotRecount
    implements Action<
        SnapshotRecount.Arguments, SnapshotRecount.Observation, SnapshotRecount.Output> {

  /** The two files, and where one ends and the other begins. */
  public record Arguments(
      @Doc(value = "The snapshot that was restored", example = "backups/prod-eu1.db")
          String snapshot,
      @Doc(value = "A snapshot of the restored cluster", example = "${steps.final_snapshot.path}")
          String later,
      @Doc(
              value = "The revision of the cluster when it had been restored",
              example = "${steps.verify.revision}")
          long revision) {}

  /** The recount, if both files can be read. */
  public record Observation(Sight<Recount> recount) {}

  /** What became of the keys. */
  public record Output(
      @Doc("Keys as they were") long kept,
      @Doc("Keys written since") long written,
      @Doc("Keys deleted since, or expired with their lease") long gone,
      @Doc("Keys created since") long fresh,
      @Doc("Types of which there are more or fewer now") List<String> types) {}

  @Override
  public Manual manual() {
    return new Manual(
        "snapshot.recount",
        "Account after a restore for every key of the snapshot",
        "Reads the restored file and a later snapshot of the cluster; the cluster is not asked."
            + " Every key must be as it was, or written or deleted after the restored revision, or"
            + " have had a lease. Tells by type how many there were and are. Refuses where a key is"
            + " missing, other or too many and no write explains it.",
        Manual.Place.CLUSTER,
        """
        - id: recount
          uses: snapshot.recount
          with:
            snapshot: "${inputs.snapshot}"
            later: "${steps.final_snapshot.path}"
            revision: "${steps.verify.revision}"
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
    return new Observation(
        reader.operator().recount(arguments.snapshot(), arguments.later(), arguments.revision()));
  }

  @Override
  public Decision<Output> decide(Arguments arguments, Observation seen) {
    return switch (seen.recount()) {
      case Sight.Unseen<Recount> unseen ->
          new Decision.Refused<>(unseen.failure().what(), unseen.failure().hint());
      case Sight.Seen<Recount> told -> judge(told.value());
    };
  }

  private static Decision<Output> judge(Recount recount) {
    if (recount.unexplained() > 0) {
      return new Decision.Refused<>(
          recount + ". " + String.join(", ", recount.examples()),
          "the data was not restored as it stands in the snapshot, or something else wrote to it:"
              + " compare the two files with `snapshot diff`; the old data is kept on every host");
    }
    String table =
        recount.types().isEmpty() ? "" : "\n" + String.join("\n", recount.types()).indent(2);
    return new Decision.Satisfied<>(
        (recount + table).stripTrailing(),
        new Output(
            recount.kept(), recount.written(), recount.gone(), recount.fresh(), recount.types()));
  }
}

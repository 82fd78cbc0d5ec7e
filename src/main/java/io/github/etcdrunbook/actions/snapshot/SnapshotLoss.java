package io.github.etcdrunbook.actions.snapshot;

import io.github.etcdrunbook.action.Action;
import io.github.etcdrunbook.action.Decision;
import io.github.etcdrunbook.action.Doc;
import io.github.etcdrunbook.action.Manual;
import io.github.etcdrunbook.action.Nature;
import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.world.Loss;
import io.github.etcdrunbook.world.Reader;
import io.github.etcdrunbook.world.Sight;
import io.github.etcdrunbook.world.Value;
import java.util.List;

/** Tells what a restore of a snapshot would undo in the living cluster. Changes nothing. */
public final class SnapshotLoss
    implements Action<SnapshotLoss.Arguments, SnapshotLoss.Observation, SnapshotLoss.Output> {

  /** Which file, and who is asked. */
  public record Arguments(
      @Doc(value = "The snapshot file on this machine", example = "backups/prod-eu1.db")
          String snapshot,
      @Doc(
              value = "The hosts to ask; all etcd hosts when empty",
              byDefault = "[]",
              example = "[cp1, cp2]")
          List<HostName> members) {}

  /** The difference, if a member could be read. */
  public record Observation(Sight<Value<Loss>> loss) {}

  /** The difference in keys, leases left out; nothing when no member answers. */
  public record Output(
      @Doc("Whether a member could be read") boolean known,
      @Doc("Keys created since, which would vanish") Value<Long> vanish,
      @Doc("Keys changed since, which would go back") Value<Long> revert,
      @Doc("Keys deleted since, which would come back") Value<Long> comeBack,
      @Doc("By type and namespace, the most first") Value<List<String>> groups,
      @Doc("What needs a person's attention afterwards") Value<List<String>> advice,
      @Doc("All that in one line") Value<String> summary) {}

  @Override
  public Manual manual() {
    return new Manual(
        "snapshot.loss",
        "Tell what a restore would take away and bring back",
        "Reads the keys of the most advanced member, a follower where one is level, serializably"
            + " and without values, and compares them with the file by create revision, mod"
            + " revision and version; equal values are assumed then. Leases of nodes, controllers"
            + " and API servers are left out. Works without quorum: what the lost members knew"
            + " beyond is not seen. `snapshot diff FILE --live` names each key.",
        Manual.Place.CLUSTER,
        """
        - id: loss
          uses: snapshot.loss
          with: {snapshot: "${inputs.snapshot}"}
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
    List<HostName> asked = arguments.members().isEmpty() ? reader.etcdHosts() : arguments.members();
    return new Observation(reader.etcd().loss(asked, arguments.snapshot()));
  }

  @Override
  public Decision<Output> decide(Arguments arguments, Observation seen) {
    return switch (seen.loss()) {
      case Sight.Unseen<Value<Loss>> unseen ->
          satisfied(
              false,
              Value.drifting(Loss.none()),
              "what it takes away cannot be told: " + unseen.failure().what());
      case Sight.Seen<Value<Loss>> told ->
          satisfied(
              true, told.value(), told.value().known().map(Loss::toString).orElse("not known yet"));
    };
  }

  private static String withAdvice(String why, Value<Loss> loss) {
    String advice = String.join("\n", loss.known().map(Loss::advice).orElse(List.of()));
    return (why + (advice.isEmpty() ? "" : "\n" + advice.indent(2))).stripTrailing();
  }

  private static Decision<Output> satisfied(boolean known, Value<Loss> loss, String why) {
    return new Decision.Satisfied<>(
        withAdvice(why, loss),
        new Output(
            known,
            loss.map(Loss::vanish),
            loss.map(Loss::revert),
            loss.map(Loss::comeBack),
            loss.map(Loss::groups),
            loss.map(Loss::advice),
            loss.map(any -> why)));
  }
}

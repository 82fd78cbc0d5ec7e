package io.github.etcdrunbook.actions.host;

import io.github.etcdrunbook.action.Act;
import io.github.etcdrunbook.action.Action;
import io.github.etcdrunbook.action.Decision;
import io.github.etcdrunbook.action.Doc;
import io.github.etcdrunbook.action.Manual;
import io.github.etcdrunbook.action.Undo;
import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.world.Effect;
import io.github.etcdrunbook.world.HostReader;
import io.github.etcdrunbook.world.LostSight;
import io.github.etcdrunbook.world.Reader;
import io.github.etcdrunbook.world.Sight;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Keeps copies of configuration on its own host: secrets never travel. */
public final class KeepCopies
    implements Action<KeepCopies.Arguments, KeepCopies.Observation, KeepCopies.Output> {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  /** What is kept. */
  public record Arguments(
      @Doc(
              value = "Files and directories to keep; the ones that are absent are passed over",
              example = "[/etc/kubernetes/manifests, /etc/kubernetes/pki]")
          List<String> paths) {}

  /** Which exist, and which of their copies are still missing. */
  public record Observation(HostName host, String folder, List<Pair> pairs) {}

  /** A path and its copy. */
  public record Pair(String from, String to, boolean kept) {}

  /** Where the copies are. */
  public record Output(@Doc("The folder with the copies, on the host") String folder) {}

  @Override
  public Manual manual() {
    return new Manual(
        "host.keep_copies",
        "Keep copies of configuration on the host itself",
        "Copies files and directories with owner and mode into /var/lib/etcd-runbook/<run>/kept/,"
            + " readable by root alone. Nothing leaves the host. Undo removes the copies.",
        Manual.Place.HOST,
        """
        - id: keep
          uses: host.keep_copies
          hosts: etcd
          with: {paths: [/etc/kubernetes/manifests, /etc/kubernetes/pki]}
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
    String folder = "/var/lib/etcd-runbook/" + reader.standpoint().run() + "/kept";
    List<Pair> pairs = new ArrayList<>();
    switch (reader.host(host)) {
      case Sight.Seen<HostReader> seen ->
          arguments.paths().forEach(path -> look(seen.value(), path, folder, pairs));
      // Nothing seen must not count as nothing to keep.
      case Sight.Unseen<HostReader> unseen -> throw new LostSight(host, unseen.failure());
    }
    return new Observation(host, folder, pairs);
  }

  private static void look(HostReader host, String path, String folder, List<Pair> pairs) {
    if (!host.path(path).isAbsent()) {
      String copy = folder + "/" + path.substring(1).replace('/', '_');
      pairs.add(new Pair(path, copy, !host.path(copy).isAbsent()));
    }
  }

  @Override
  public Decision<Output> decide(Arguments arguments, Observation seen) {
    List<Act> acts =
        seen.pairs().stream()
            .filter(pair -> !pair.kept())
            .map(pair -> copy(seen.host(), pair))
            .toList();
    return acts.isEmpty()
        ? new Decision.Satisfied<>(
            seen.pairs().size() + " kept in " + seen.folder(), new Output(seen.folder()))
        : new Decision.Change<>("keep copies in " + seen.folder(), acts);
  }

  private static Act copy(HostName host, Pair pair) {
    return Act.of(
        new Effect.Copy(host, pair.from(), pair.to()),
        Undo.By.one(new Effect.Remove(host, pair.to())),
        LIMIT);
  }
}

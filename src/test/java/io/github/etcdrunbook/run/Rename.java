package io.github.etcdrunbook.run;

import io.github.etcdrunbook.action.Act;
import io.github.etcdrunbook.action.Action;
import io.github.etcdrunbook.action.Decision;
import io.github.etcdrunbook.action.Manual;
import io.github.etcdrunbook.action.Retry;
import io.github.etcdrunbook.action.Undo;
import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.world.Effect;
import io.github.etcdrunbook.world.FailureKind;
import io.github.etcdrunbook.world.HostReader;
import io.github.etcdrunbook.world.LostSight;
import io.github.etcdrunbook.world.Reader;
import io.github.etcdrunbook.world.Sight;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** An action of two acts, for tests: renames a path by way of another one. */
final class Rename implements Action<Rename.Arguments, Rename.Observation, Rename.Output> {
  record Arguments(String from, String to) {}

  record Observation(HostName host, boolean from, boolean half, boolean to) {}

  record Output(String path) {}

  @Override
  public Manual manual() {
    return new Manual("test.rename", "Rename", "Renames.", Manual.Place.HOST, "");
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
    HostReader seen =
        switch (reader.host(host)) {
          case Sight.Seen<HostReader> sight -> sight.value();
          case Sight.Unseen<HostReader> lost -> throw new LostSight(host, lost.failure());
        };
    return new Observation(
        host,
        !seen.path(arguments.from()).isAbsent(),
        !seen.path(half(arguments)).isAbsent(),
        !seen.path(arguments.to()).isAbsent());
  }

  @Override
  public Decision<Output> decide(Arguments arguments, Observation seen) {
    if (seen.to()) {
      return new Decision.Satisfied<>("it is there", new Output(arguments.to()));
    }
    List<Act> acts = new ArrayList<>();
    if (seen.from()) {
      acts.add(move(seen.host(), arguments.from(), half(arguments)));
    } else if (!seen.half()) {
      return new Decision.Refused<>("there is nothing to rename", "put it there");
    }
    acts.add(move(seen.host(), half(arguments), arguments.to()));
    return new Decision.Change<>("rename", acts);
  }

  static String half(Arguments arguments) {
    return arguments.to() + ".half";
  }

  private static Act move(HostName host, String from, String to) {
    return new Act(
        new Effect.Move(host, from, to),
        Undo.By.one(new Effect.Move(host, to, from)),
        new Retry(
            Set.of(FailureKind.UNHEALTHY_CLUSTER), Duration.ofSeconds(1), Duration.ofSeconds(10)),
        Duration.ofSeconds(30));
  }
}

package io.github.etcdrunbook.rehearsal;

import io.github.etcdrunbook.actions.Catalog;
import io.github.etcdrunbook.plan.Plan;
import io.github.etcdrunbook.plan.Planning;
import io.github.etcdrunbook.playbook.Datum;
import io.github.etcdrunbook.playbook.Input;
import io.github.etcdrunbook.playbook.InputValues;
import io.github.etcdrunbook.playbook.Playbook;
import io.github.etcdrunbook.playbook.PlaybookReader;
import io.github.etcdrunbook.run.RunEnd;
import io.github.etcdrunbook.run.RunEvent;
import io.github.etcdrunbook.run.RunState;
import io.github.etcdrunbook.source.Checked;
import io.github.etcdrunbook.source.SourceFile;
import io.github.etcdrunbook.world.SlowWorld;
import io.github.etcdrunbook.yaml.Node;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What becomes in the model of a restore that dies where one on real hosts has died. Points are
 * named as there: {@code EffectIntended of swap@cp1#0}.
 */
public final class ModelDeaths {
  private final Setting setting;
  private final Plan plan;
  private final Map<String, Integer> events = new HashMap<>();
  private final Set<String> paths;
  private final List<String> after;

  /** Runs the shipped restore undisturbed, in the model. */
  public ModelDeaths() {
    Playbook playbook =
        new PlaybookReader(Catalog.actions(), ModelDeaths::load)
            .read("playbooks/restore-from-snapshot.yaml")
            .playbook()
            .value()
            .orElseThrow();
    Map<String, String> given = Map.of("snapshot", Setting.snapshot(), "reason", "tried");
    Map<String, Node> nodes = new HashMap<>();
    for (Input input : playbook.inputs()) {
      if (given.containsKey(input.name())) {
        nodes.put(
            input.name(), InputValues.option(input, given.get(input.name())).value().orElseThrow());
      }
    }
    Map<String, Datum> inputs = InputValues.of(playbook.inputs(), nodes).value().orElseThrow();
    setting = Setting.of(playbook, inputs, () -> SlowWorld.builder().build());
    Stage undisturbed = stage();
    plan = ((Planning.Ready) undisturbed.plan()).plan();
    undisturbed.run(plan);
    List<RunEvent> all = undisturbed.journal.events();
    for (int index = 0; index < all.size(); index++) {
      events.putIfAbsent(name(all.get(index)), index);
    }
    paths = Standing.paths(undisturbed.state());
    after = Standing.of(undisturbed.world, paths);
  }

  private Stage stage() {
    return new Stage(setting, setting.scope());
  }

  private static Checked<SourceFile> load(String path) {
    try {
      return Checked.of(new SourceFile(path, Files.readString(Path.of(path))));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static String name(RunEvent event) {
    String kind = event.getClass().getSimpleName();
    return switch (event) {
      case RunEvent.OfStep ofStep -> kind + " of " + ofStep.at();
      case RunEvent.OfEffect ofEffect -> kind + " of " + ofEffect.effect();
      case RunEvent.BlockExpanded block -> kind + " of " + block.block();
      case RunEvent.GateAnswered gate -> kind + " of " + gate.step();
      default -> kind + " of ";
    };
  }

  /** Of the points that the model knows, too: `survived`, or what was wrong. */
  public Map<String, String> outcomes(Collection<String> points) {
    Map<String, String> outcomes = new TreeMap<>();
    for (String point : points) {
      Optional.ofNullable(events.get(point))
          .ifPresent(
              event -> {
                for (MortalJournal.Death death : MortalJournal.Death.values()) {
                  outcomes.merge(
                      point,
                      outcome(event, death),
                      (one, other) -> one.equals("survived") ? other : one);
                }
              });
    }
    return outcomes;
  }

  private String outcome(int event, MortalJournal.Death death) {
    Stage stage = stage();
    stage.journal.dieAt(event, death);
    stage.run(plan);
    stage.journal.revive();
    // Hosts take turns as they like: another event may have been there this time, even the last.
    if (stage.state().stage() != RunState.Stage.ENDED) {
      stage.run(plan);
    }
    RunEnd end = stage.state().marks().end().orElseThrow();
    return end.kind() == RunEnd.Kind.DONE
        ? Standing.difference(stage.world, paths, after).orElse("survived")
        : end.kind() + ": " + end.failures();
  }
}

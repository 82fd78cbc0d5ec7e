package io.github.etcdrunbook.rehearsal;

import io.github.etcdrunbook.plan.Plan;
import io.github.etcdrunbook.plan.Planning;
import io.github.etcdrunbook.playbook.Scope;
import io.github.etcdrunbook.run.RunEnd;
import io.github.etcdrunbook.run.RunEvent;
import io.github.etcdrunbook.run.RunState;
import io.github.etcdrunbook.run.Trouble;
import io.github.etcdrunbook.run.Undoer;
import io.github.etcdrunbook.world.Effect;
import io.github.etcdrunbook.world.EffectKey;
import io.github.etcdrunbook.world.EffectRef;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Kills a run at every event of its journal, in each way there is to die, on a new world each time.
 * In this order:
 *
 * <ol>
 *   <li>it is planned and run undisturbed, which says what has to stand at the end;
 *   <li>it is killed at each point and resumed: it must end well, leave the same behind, and do
 *       nothing twice that is not harmless to repeat;
 *   <li>it is killed in the ways after which there is something to take back: what stood before
 *       must stand again, unless an undo is refused in order.
 * </ol>
 *
 * Points are tried on all processors.
 */
public final class CrashMatrix {
  private final Setting setting;
  private final Scope scope;
  private final int every;

  /** A matrix that tries every nth event. */
  public CrashMatrix(Setting setting, int every) {
    this.setting = setting;
    this.scope = setting.scope();
    this.every = every;
  }

  /** Tries all points. */
  public Verdict run() {
    Stage undisturbed = stage();
    return switch (undisturbed.plan()) {
      case Planning.Rejected rejected -> new Verdict.Unplanned(rejected.findings());
      case Planning.Ready ready -> {
        RunEnd end = undisturbed.run(ready.plan());
        yield end.kind() == RunEnd.Kind.DONE
            ? tried(ready.plan(), undisturbed)
            : new Verdict.Failed(end);
      }
    };
  }

  private Stage stage() {
    return new Stage(setting, scope);
  }

  /** What a point is compared with. */
  private record Expected(Plan plan, Set<String> paths, List<String> before, List<String> after) {}

  private Verdict tried(Plan plan, Stage undisturbed) {
    Set<String> paths = Standing.paths(undisturbed.state());
    Expected expected =
        new Expected(
            plan, paths, Standing.of(stage().world, paths), Standing.of(undisturbed.world, paths));
    int events = undisturbed.journal.events().size();
    List<Point> deaths = new ArrayList<>();
    List<Point> returns = new ArrayList<>();
    for (int event = 0; event < events - 1; event += every) {
      for (MortalJournal.Death death : MortalJournal.Death.values()) {
        deaths.add(new Point(event, death));
      }
      if (event > 0) {
        returns.add(new Point(event, MortalJournal.Death.WITHOUT_POWER));
        returns.add(new Point(event, MortalJournal.Death.AFTER));
      }
    }
    return new Verdict.Tried(
        events,
        tally(deaths, point -> resumed(point, expected)),
        tally(returns, point -> undone(point, expected)));
  }

  private record Point(int event, MortalJournal.Death death) {}

  /** What came of one point. */
  private sealed interface Outcome {
    record Survived() implements Outcome {}

    record Refused() implements Outcome {}

    /** A run may be an attempt shorter than another: threads take turns as they like. */
    record NotReached() implements Outcome {}

    record Broken(Verdict.Broken how) implements Outcome {}
  }

  private interface Trial {
    Outcome of(Point point);
  }

  private static Verdict.Tally tally(List<Point> points, Trial trial) {
    List<Outcome> outcomes =
        IntStream.range(0, points.size())
            .parallel()
            .mapToObj(index -> trial.of(points.get(index)))
            .toList();
    int survived = 0;
    int refused = 0;
    List<Verdict.Broken> broken = new ArrayList<>();
    for (Outcome outcome : outcomes) {
      switch (outcome) {
        case Outcome.Survived ignored -> survived++;
        case Outcome.Refused ignored -> refused++;
        case Outcome.NotReached ignored -> {}
        case Outcome.Broken how -> broken.add(how.how());
      }
    }
    return new Verdict.Tally(survived, refused, broken);
  }

  /** A stage whose run died at the point; empty when it ended before. */
  private Optional<Stage> died(Point point, Plan plan) {
    Stage stage = stage();
    stage.journal.dieAt(point.event(), point.death());
    stage.run(plan);
    boolean dead = stage.journal.isDead();
    stage.journal.revive();
    // Threads take turns as they like: a run that is an attempt shorter may die after its end.
    boolean open = stage.state().stage() != RunState.Stage.ENDED;
    return dead && open ? Optional.of(stage) : Optional.empty();
  }

  private Outcome resumed(Point point, Expected expected) {
    Optional<Stage> died = died(point, expected.plan());
    if (died.isEmpty()) {
      return new Outcome.NotReached();
    }
    Stage stage = died.get();
    RunEvent last = last(stage);
    RunEnd end = stage.run(expected.plan());
    if (end.kind() != RunEnd.Kind.DONE) {
      return broken(point, last, "resumed, it ends as " + end.kind() + ": " + why(end));
    }
    return repeated(stage)
        .or(() -> stage.world.hazards().stream().findFirst())
        .or(() -> Standing.difference(stage.world, expected.paths(), expected.after()))
        .<Outcome>map(what -> broken(point, last, what))
        .orElseGet(Outcome.Survived::new);
  }

  private Outcome undone(Point point, Expected expected) {
    Optional<Stage> died = died(point, expected.plan());
    if (died.isEmpty()) {
      return new Outcome.NotReached();
    }
    Stage stage = died.get();
    RunEvent last = last(stage);
    return switch (stage.undo(expected.plan()).orElseThrow()) {
      case Undoer.End.Refused ignored -> new Outcome.Refused();
      case Undoer.End.Reached reached -> broken(point, last, "the undo ends at " + reached.to());
      case Undoer.End.Incomplete incomplete ->
          incomplete.trouble() instanceof Trouble.Refused
              ? new Outcome.Refused()
              : broken(point, last, "the undo stops: " + incomplete.trouble().what());
      case Undoer.End.Complete ignored ->
          Standing.difference(stage.world, expected.paths(), expected.before())
              .<Outcome>map(what -> broken(point, last, "taken back, " + what))
              .orElseGet(Outcome.Survived::new);
    };
  }

  private static String why(RunEnd end) {
    return end.failures().isEmpty()
        ? "no reason is given"
        : end.failures().getFirst().at() + ": " + end.failures().getFirst().trouble().what();
  }

  private static RunEvent last(Stage stage) {
    List<RunEvent> events = stage.journal.events();
    return events.isEmpty() ? new RunEvent.RunResumed("nobody") : events.getLast();
  }

  private static Outcome broken(Point point, RunEvent last, String what) {
    String place = point.death().where() + " " + place(last);
    return new Outcome.Broken(new Verdict.Broken(point.event(), place, what));
  }

  private static String place(RunEvent event) {
    String name = event.getClass().getSimpleName();
    return switch (event) {
      case RunEvent.OfStep ofStep -> name + " of " + ofStep.at();
      case RunEvent.OfEffect ofEffect -> name + " of " + ofEffect.effect();
      default -> name;
    };
  }

  /** What happened twice and is not harmless to repeat, if anything. */
  private static Optional<String> repeated(Stage stage) {
    RunState state = stage.state();
    Map<EffectRef, Integer> times = new HashMap<>();
    stage
        .world
        .performed()
        .forEach(
            (key, count) -> {
              if (key.phase() == EffectKey.Phase.FORWARD) {
                times.merge(key.effect(), count, Integer::sum);
              }
            });
    return times.entrySet().stream()
        .filter(each -> each.getValue() > 1)
        .filter(
            each ->
                state.act(each.getKey()).orElseThrow().act().effect().proof()
                    != Effect.Proof.REPEATABLE)
        .findFirst()
        .map(each -> each.getKey() + " happened " + each.getValue() + " times");
  }
}

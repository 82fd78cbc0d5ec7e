package io.github.etcdrunbook.run;

import io.github.etcdrunbook.action.Act;
import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.plan.Plan;
import io.github.etcdrunbook.plan.Planned;
import io.github.etcdrunbook.plan.PlannedStep;
import io.github.etcdrunbook.world.Effect;
import io.github.etcdrunbook.world.Unit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which steps of a plan belong together, since something is out of service from the first of them
 * to the last: a pause between them would make an outage longer. Pure.
 */
public final class Disruption {
  private record Place(HostName host, Unit unit) {}

  private Disruption() {}

  /** Whether something that this run stopped is not started again, or a step is half done. */
  public static boolean isOpen(RunState state) {
    Set<Place> down = new HashSet<>();
    boolean half = false;
    for (StepState step : state.steps().values()) {
      boolean happened = false;
      for (ActState act : step.acts()) {
        if (act.mayHaveHappened()) {
          follow(act.act().effect(), down);
          happened |= !(act.act().effect() instanceof Effect.Await);
        }
      }
      half |= happened && step instanceof StepState.Started;
    }
    return half || !down.isEmpty();
  }

  /**
   * The planned steps from an index on that must not be interrupted; none when the first of them
   * takes nothing out of service.
   */
  public static List<PlannedStep> stretch(Plan plan, int from) {
    Set<Place> down = new HashSet<>();
    List<PlannedStep> stretch = new ArrayList<>();
    for (PlannedStep step : plan.steps().subList(from, plan.steps().size())) {
      boolean disrupts = step.marks().quorumGivenUp().isPresent();
      for (Act act : acts(step)) {
        disrupts |= disrupts(act.effect());
        follow(act.effect(), down);
      }
      if (stretch.isEmpty() && !disrupts) {
        return List.of();
      }
      stretch.add(step);
      if (down.isEmpty()) {
        return stretch;
      }
    }
    return stretch;
  }

  /** All such stretches of a plan. */
  public static List<List<PlannedStep>> of(Plan plan) {
    List<List<PlannedStep>> all = new ArrayList<>();
    int at = 0;
    while (at < plan.steps().size()) {
      List<PlannedStep> stretch = stretch(plan, at);
      if (!stretch.isEmpty()) {
        all.add(stretch);
      }
      at += Math.max(1, stretch.size());
    }
    return all;
  }

  private static List<Act> acts(PlannedStep step) {
    return step.planned() instanceof Planned.Change change ? change.acts() : List.of();
  }

  private static void follow(Effect effect, Set<Place> down) {
    if (effect instanceof Effect.Control control) {
      Place place = new Place(control.host(), control.unit());
      switch (control.verb()) {
        case STOP -> down.add(place);
        case START -> down.remove(place);
        case RESTART -> {}
      }
    }
  }

  /** Whether somebody is not served while the effect happens, or the members change. */
  private static boolean disrupts(Effect effect) {
    return switch (effect) {
      case Effect.Control control ->
          control.verb() == Effect.Control.Verb.STOP
              || (control.verb() == Effect.Control.Verb.RESTART && control.unit() != Unit.KUBELET);
      case Effect.Defragment ignored -> true;
      case Effect.MemberAdd ignored -> true;
      case Effect.MemberPromote ignored -> true;
      case Effect.MemberRemove ignored -> true;
      case Effect.MemberUpdate ignored -> true;
      case Effect.LeaderAway ignored -> true;
      // A unit, not a file: what a command may destroy counts as an outage, too.
      case Effect.Exec exec ->
          exec.declared().kind() == Effect.Exec.Kind.DESTRUCTIVE
              || exec.touches().stream().anyMatch(what -> !what.startsWith("/"));
      case Effect.PutFile ignored -> false;
      case Effect.Move ignored -> false;
      case Effect.Copy ignored -> false;
      case Effect.Remove ignored -> false;
      case Effect.MakeFolder ignored -> false;
      case Effect.Configure ignored -> false;
      case Effect.RestoreSnapshot ignored -> false;
      case Effect.SaveSnapshot ignored -> false;
      case Effect.SealFiles ignored -> false;
      case Effect.RemoveSnapshot ignored -> false;
      case Effect.DisarmAlarm ignored -> false;
      case Effect.WriteProbe ignored -> false;
      case Effect.Compact ignored -> false;
      case Effect.Await ignored -> false;
    };
  }
}

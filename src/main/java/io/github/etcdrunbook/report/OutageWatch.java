package io.github.etcdrunbook.report;

import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.plan.StepAt;
import io.github.etcdrunbook.run.Recorded;
import io.github.etcdrunbook.run.RunEvent;
import io.github.etcdrunbook.world.Condition;
import io.github.etcdrunbook.world.Effect;
import io.github.etcdrunbook.world.EffectRef;
import io.github.etcdrunbook.world.Unit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Follows a journal and notes when units, all API servers, and the quorum of etcd are away. The
 * rules, for a unit on a host:
 *
 * <ol>
 *   <li>it is down from the intent to stop it, unless the journal says that this did not happen;
 *   <li>it is up when a wait saw it ready, or when the step or undo that started it is finished;
 *   <li>no API server serves while those of all hosts are down;
 *   <li>etcd has no quorum while too few members are up, and until something shows that it answers:
 *       a wait for quorum, an effect on etcd, a ready API server.
 * </ol>
 */
final class OutageWatch {
  /** A unit of a host. */
  private record Place(HostName host, Unit unit) {}

  private final Chronicle.Serving serving;
  private final Map<EffectRef, Effect> effects = new HashMap<>();
  private final Map<Place, Instant> down = new LinkedHashMap<>();
  private final Map<Place, StepAt> starting = new LinkedHashMap<>();
  private final List<Outages.Down> was = new ArrayList<>();
  private final List<Chronicle.Span> apiServers = new ArrayList<>();
  private final List<Chronicle.Span> etcd = new ArrayList<>();
  private Optional<Instant> apiSince = Optional.empty();
  private Optional<Instant> etcdSince = Optional.empty();
  private Optional<Instant> last = Optional.empty();

  OutageWatch(Chronicle.Serving serving) {
    this.serving = serving;
  }

  void follow(Recorded recorded) {
    Instant at = recorded.at();
    last = Optional.of(at);
    switch (recorded.event()) {
      case RunEvent.StepStarted started -> {
        for (int index = 0; index < started.acts().size(); index++) {
          effects.put(started.at().effect(index), started.acts().get(index).effect());
        }
      }
      case RunEvent.EffectIntended intended -> began(effect(intended.effect()), at);
      case RunEvent.EffectDone done ->
          effect(done.effect()).ifPresent(effect -> happened(effect, done.effect(), at));
      case RunEvent.EffectNotDone not -> didNot(effect(not.effect()), at);
      case RunEvent.UndoIntended undo -> {
        effects.put(undo.effect(), undo.inverse());
        began(Optional.of(undo.inverse()), at);
      }
      case RunEvent.UndoDone undo ->
          effect(undo.effect()).ifPresent(effect -> happened(effect, undo.effect(), at));
      case RunEvent.UndoNotDone undo -> didNot(effect(undo.effect()), at);
      case RunEvent.StepFinished finished -> started(Optional.of(finished.at()), at);
      case RunEvent.UndoReached ignored -> started(Optional.empty(), at);
      case RunEvent.UndoFinished ignored -> started(Optional.empty(), at);
      case RunEvent.RunStarted ignored -> {}
      case RunEvent.RunResumed ignored -> {}
      case RunEvent.BlockExpanded ignored -> {}
      case RunEvent.EffectInDoubt ignored -> {}
      case RunEvent.EffectResolved said -> {
        switch (said.verdict()) {
          case DONE ->
              effect(said.effect()).ifPresent(effect -> happened(effect, said.effect(), at));
          case NOT_DONE, SKIPPED -> didNot(effect(said.effect()), at);
        }
      }
      case RunEvent.StepSkipped ignored -> {}
      case RunEvent.StepFailed ignored -> {}
      case RunEvent.GateAnswered ignored -> {}
      case RunEvent.DeferredAnswered ignored -> {}
      case RunEvent.NoReturnPassed ignored -> {}
      case RunEvent.RunFinished ignored -> {}
      case RunEvent.UndoStarted ignored -> {}
    }
  }

  private Optional<Effect> effect(EffectRef ref) {
    return Optional.ofNullable(effects.get(ref));
  }

  private void began(Optional<Effect> effect, Instant at) {
    if (effect.orElse(null) instanceof Effect.Control control
        && control.verb() == Effect.Control.Verb.STOP) {
      down.putIfAbsent(new Place(control.host(), control.unit()), at);
      look(at);
    }
  }

  private void didNot(Optional<Effect> effect, Instant at) {
    if (effect.orElse(null) instanceof Effect.Control control
        && control.verb() == Effect.Control.Verb.STOP) {
      // It was never away: nothing is noted.
      down.remove(new Place(control.host(), control.unit()));
      if (!apiAway()) {
        apiSince = Optional.empty();
      }
      if (!quorumAway()) {
        etcdSince = Optional.empty();
      }
      look(at);
    }
  }

  private void happened(Effect effect, EffectRef ref, Instant at) {
    if (effect instanceof Effect.Control control && control.verb() == Effect.Control.Verb.START) {
      starting.put(new Place(control.host(), control.unit()), StepAt.of(ref));
    } else if (effect instanceof Effect.Await wait
        && wait.condition() instanceof Condition.Ready ready) {
      up(new Place(ready.host(), ready.unit()), at);
    }
    if (showsQuorum(effect)) {
      answers(at);
    }
  }

  private static boolean showsQuorum(Effect effect) {
    if (effect instanceof Effect.Await wait) {
      return wait.condition() instanceof Condition.Quorum
          || wait.condition() instanceof Condition.Formed
          || (wait.condition() instanceof Condition.Ready ready
              && ready.unit() == Unit.KUBE_APISERVER);
    }
    return effect instanceof Effect.WriteProbe || effect instanceof Effect.DisarmAlarm;
  }

  /** What a step started, or an undo, is up when that has ended. */
  private void started(Optional<StepAt> by, Instant at) {
    List.copyOf(starting.entrySet()).stream()
        .filter(entry -> by.isEmpty() || entry.getValue().equals(by.get()))
        .forEach(entry -> up(entry.getKey(), at));
    if (by.isEmpty()) {
      answers(at);
    }
  }

  private void up(Place place, Instant at) {
    starting.remove(place);
    Instant since = down.remove(place);
    if (since != null) {
      was.add(new Outages.Down(place.host(), place.unit(), new Chronicle.Span(since, at, false)));
    }
    look(at);
  }

  private void look(Instant at) {
    if (apiAway()) {
      apiSince = apiSince.or(() -> Optional.of(at));
    } else {
      apiSince.ifPresent(from -> apiServers.add(new Chronicle.Span(from, at, false)));
      apiSince = Optional.empty();
    }
    if (quorumAway()) {
      etcdSince = etcdSince.or(() -> Optional.of(at));
    }
  }

  private void answers(Instant at) {
    if (!quorumAway()) {
      etcdSince.ifPresent(from -> etcd.add(new Chronicle.Span(from, at, false)));
      etcdSince = Optional.empty();
    }
  }

  private boolean apiAway() {
    return away(Unit.KUBE_APISERVER, serving.apiServers()) == serving.apiServers().size()
        && !serving.apiServers().isEmpty();
  }

  private boolean quorumAway() {
    int members = serving.etcd().size();
    return members > 0 && members - away(Unit.ETCD, serving.etcd()) < members / 2 + 1;
  }

  private int away(Unit unit, Set<HostName> hosts) {
    Set<HostName> away = new HashSet<>();
    down.keySet().stream()
        .filter(place -> place.unit() == unit && hosts.contains(place.host()))
        .forEach(place -> away.add(place.host()));
    return away.size();
  }

  /** What was seen; what has no end in the journal lasts until its last event. */
  Outages seen() {
    List<Outages.Down> all = new ArrayList<>(was);
    last.ifPresent(
        end -> {
          down.forEach(
              (place, since) ->
                  all.add(
                      new Outages.Down(
                          place.host(), place.unit(), new Chronicle.Span(since, end, true))));
          apiSince.ifPresent(from -> apiServers.add(new Chronicle.Span(from, end, true)));
          etcdSince.ifPresent(from -> etcd.add(new Chronicle.Span(from, end, true)));
        });
    return new Outages(all, apiServers, etcd);
  }
}

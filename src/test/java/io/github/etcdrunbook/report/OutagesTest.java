package io.github.etcdrunbook.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.etcdrunbook.action.Act;
import io.github.etcdrunbook.action.Undo;
import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.plan.NoOutput;
import io.github.etcdrunbook.plan.StepAt;
import io.github.etcdrunbook.run.Evidence;
import io.github.etcdrunbook.run.Recorded;
import io.github.etcdrunbook.run.RunEvent;
import io.github.etcdrunbook.world.Condition;
import io.github.etcdrunbook.world.Effect;
import io.github.etcdrunbook.world.EffectResult;
import io.github.etcdrunbook.world.StepId;
import io.github.etcdrunbook.world.Unit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OutagesTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final HostName CP1 = new HostName("cp1");
  private static final HostName CP2 = new HostName("cp2");
  private static final HostName CP3 = new HostName("cp3");
  private static final Set<HostName> ALL = Set.of(CP1, CP2, CP3);

  private final List<Recorded> events = new ArrayList<>();

  private void at(long second, RunEvent event) {
    events.add(new Recorded(events.size() + 1, NOON.plusSeconds(second), event));
  }

  private static StepAt step(String name, HostName host) {
    return new StepAt(new StepId(name.toLowerCase(Locale.ROOT)), Optional.of(host));
  }

  private static Act act(Effect effect) {
    return Act.of(effect, new Undo.NotNeeded("test"), Duration.ofMinutes(1));
  }

  /** Stops or starts a unit in one step: intended at a second, done and finished at another. */
  private void control(
      HostName host, Unit unit, Effect.Control.Verb verb, long from, long to, Effect... more) {
    StepAt step = step(verb + "_" + unit.name() + "_" + from, host);
    List<Act> acts = new ArrayList<>(List.of(act(new Effect.Control(host, unit, verb))));
    List.of(more).forEach(effect -> acts.add(act(effect)));
    at(from, new RunEvent.StepStarted(step, "test", acts, Evidence.none()));
    for (int index = 0; index < acts.size(); index++) {
      at(from, new RunEvent.EffectIntended(step.effect(index), 1));
      at(
          index == acts.size() - 1 ? to : from,
          new RunEvent.EffectDone(
              step.effect(index), 1, new EffectResult.Nothing(), Optional.empty()));
    }
    at(to, new RunEvent.StepFinished(step, "done", new NoOutput()));
  }

  private void stop(HostName host, Unit unit, long from) {
    control(host, unit, Effect.Control.Verb.STOP, from, from + 1);
  }

  private void start(HostName host, Unit unit, long from, long to) {
    Effect ready = new Effect.Await(new Condition.Ready(host, unit), Duration.ofMinutes(1));
    control(host, unit, Effect.Control.Verb.START, from, to, ready);
  }

  private void probe(long second) {
    StepAt step = step("probe", CP1);
    Effect probe = new Effect.WriteProbe(CP1, "key");
    at(second, new RunEvent.StepStarted(step, "probe", List.of(act(probe)), Evidence.none()));
    at(second, new RunEvent.EffectIntended(step.effect(0), 1));
    at(
        second,
        new RunEvent.EffectDone(step.effect(0), 1, new EffectResult.Nothing(), Optional.empty()));
  }

  private Outages seen() {
    return Outages.of(events, new Chronicle.Serving(ALL, ALL));
  }

  private static Chronicle.Span span(long from, long to) {
    return new Chronicle.Span(NOON.plusSeconds(from), NOON.plusSeconds(to), false);
  }

  @Test
  void noApiServerServesFromTheLastStopToTheFirstReady() {
    stop(CP1, Unit.KUBE_APISERVER, 0);
    stop(CP2, Unit.KUBE_APISERVER, 2);
    stop(CP3, Unit.KUBE_APISERVER, 4);
    start(CP2, Unit.KUBE_APISERVER, 10, 15);
    start(CP1, Unit.KUBE_APISERVER, 20, 25);
    assertEquals(List.of(span(4, 15)), seen().apiServers());
    assertTrue(seen().down().contains(new Outages.Down(CP1, Unit.KUBE_APISERVER, span(0, 25))));
  }

  @Test
  void oneAfterTheOtherIsNoOutage() {
    for (HostName host : List.of(CP1, CP2, CP3)) {
      long second = events.size();
      stop(host, Unit.KUBE_APISERVER, second);
      start(host, Unit.KUBE_APISERVER, second + 2, second + 3);
    }
    assertEquals(List.of(), seen().apiServers());
    assertEquals(3, seen().down().size());
  }

  @Test
  void etcdIsAwayFromTheSecondStopUntilItAnswers() {
    stop(CP1, Unit.ETCD, 0);
    stop(CP2, Unit.ETCD, 3);
    start(CP1, Unit.ETCD, 6, 7);
    start(CP2, Unit.ETCD, 8, 9);
    probe(12);
    assertEquals(List.of(span(3, 12)), seen().etcd());
  }

  @Test
  void aStopThatDidNotHappenIsNoOutage() {
    StepAt step = step("stop", CP1);
    Effect stop = new Effect.Control(CP1, Unit.ETCD, Effect.Control.Verb.STOP);
    at(0, new RunEvent.StepStarted(step, "stop", List.of(act(stop)), Evidence.none()));
    at(0, new RunEvent.EffectIntended(step.effect(0), 1));
    at(1, new RunEvent.EffectNotDone(step.effect(0), 1, "refused"));
    Outages outages = Outages.of(events, new Chronicle.Serving(Set.of(CP1), Set.of()));
    assertEquals(new Outages(List.of(), List.of(), List.of()), outages);
  }

  @Test
  void anOutageThatTheJournalDoesNotEndIsOpen() {
    stop(CP1, Unit.ETCD, 0);
    stop(CP2, Unit.ETCD, 5);
    assertEquals(
        List.of(new Chronicle.Span(NOON.plusSeconds(5), NOON.plusSeconds(6), true)), seen().etcd());
  }
}

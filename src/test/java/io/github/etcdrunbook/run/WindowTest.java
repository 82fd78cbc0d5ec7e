package io.github.etcdrunbook.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.etcdrunbook.plan.Plan;
import io.github.etcdrunbook.plan.PlannedStep;
import io.github.etcdrunbook.plan.Planning;
import io.github.etcdrunbook.plan.Window;
import io.github.etcdrunbook.playbook.Manner;
import io.github.etcdrunbook.playbook.Playbook;
import io.github.etcdrunbook.playbook.Template;
import io.github.etcdrunbook.world.SlowWorld;
import io.github.etcdrunbook.world.SlowWorldBuilder;
import io.github.etcdrunbook.world.StepId;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The maintenance window, on the restore as it is shipped. */
class WindowTest {
  private static final Playbook PLAYBOOK = SlowStage.read("playbooks/restore-from-snapshot.yaml");
  private static final Pace UNKNOWN = new Pace(Map.of(), 0, Set.of());

  private SlowStage stage;
  private Plan plan;

  @BeforeEach
  void start() {
    stage =
        new SlowStage(
            SlowWorld.builder().build(),
            PLAYBOOK,
            Map.of("snapshot", SlowWorldBuilder.SNAPSHOT, "reason", "objects were deleted"));
    plan = assertInstanceOf(Planning.Ready.class, stage.plan()).plan();
  }

  private void window(Instant end, Pace pace) {
    Window window = new Window(Instant.EPOCH, end, "approver");
    stage.pauses =
        ledger ->
            new WindowPauses(
                new WindowPauses.Ground(plan, window, pace),
                new Brake(),
                ledger::state,
                stage.world.clock());
  }

  private Pace seen(Duration each) {
    Map<StepId, Duration> seen = new HashMap<>();
    plan.steps().forEach(step -> seen.put(step.at().step(), each));
    return new Pace(seen, 1, Set.of());
  }

  @Test
  void fromTheFirstStopToTheLastStartNothingPauses() {
    List<List<PlannedStep>> stretches = Disruption.of(plan);
    assertEquals(1, stretches.size());
    assertEquals("stop_api_servers", stretches.getFirst().getFirst().at().step().text());
    assertEquals("start_controllers", stretches.getFirst().getLast().at().step().text());
  }

  @Test
  void noOutageBeginsThatWouldNotEndInTime() throws IOException {
    window(stage.world.clock().instant().plus(Duration.ofMinutes(5)), UNKNOWN);
    RunEnd end = stage.run(plan);
    assertEquals(RunEnd.Kind.OUTSIDE_WINDOW, end.kind());
    RunEnd.StepFailure pause = end.failures().getFirst();
    assertEquals("stop_api_servers", pause.at().step().text());
    assertTrue(pause.trouble().what().contains("the limits of its waits"), pause.trouble()::what);
    assertFalse(Disruption.isOpen(stage.journal.replay().state()));
    window(stage.world.clock().instant().plus(Duration.ofHours(9)), UNKNOWN);
    assertEquals(RunEnd.Kind.DONE, stage.run(plan).kind(), "in another window it goes on");
  }

  @Test
  void earlierRunsTellThatItFits() throws IOException {
    window(stage.world.clock().instant().plus(Duration.ofMinutes(20)), seen(Duration.ofSeconds(2)));
    assertEquals(RunEnd.Kind.DONE, stage.run(plan).kind());
  }

  @Test
  void anOutageThatOutlastsTheWindowIsBroughtToItsEnd() throws IOException {
    Instant end = stage.world.clock().instant().plus(Duration.ofDays(1));
    Window window = new Window(Instant.EPOCH, end, "approver");
    AtomicBoolean began = new AtomicBoolean();
    stage.pauses =
        ledger -> {
          // The window ends as soon as something is out of service.
          InstantSource clock =
              () -> {
                began.compareAndSet(false, Disruption.isOpen(ledger.state()));
                return began.get() ? end.plusSeconds(1) : stage.world.clock().instant();
              };
          return new WindowPauses(
              new WindowPauses.Ground(plan, window, seen(Duration.ZERO)),
              new Brake(
                  () -> {
                    began.compareAndSet(false, Disruption.isOpen(ledger.state()));
                    return false;
                  }),
              ledger::state,
              clock);
        };
    RunEnd stopped = stage.run(plan);
    assertEquals(RunEnd.Kind.OUTSIDE_WINDOW, stopped.kind());
    assertEquals("restart_kubelets", stopped.failures().getFirst().at().step().text());
    assertTrue(began.get());
    assertFalse(Disruption.isOpen(stage.journal.replay().state()));
  }

  private static Playbook gated(Trial trial) {
    Manner plain = Manner.plain();
    return Playbooks.of(
        Playbooks.with(
            Playbooks.rename("a", trial.world.hosts),
            new Manner(
                Optional.of(new Manner.Gate(Template.of("go on?"), Optional.empty())),
                plain.quorum(),
                false,
                plain.timeout(),
                plain.patience(),
                plain.rollout(),
                plain.onUnreachable())));
  }

  @Test
  void aQuestionThatWaitedTooLongEndsTheRunUnchanged() {
    Trial trial = new Trial();
    Instant end = trial.world.now().plus(Duration.ofHours(1));
    Playbook playbook = gated(trial);
    Plan small = Playbooks.plan(playbook, trial.world);
    trial.gatekeeper =
        new Gatekeeper() {
          @Override
          public boolean reaches(StepId step) {
            return true;
          }

          @Override
          public Answer ask(Question question) {
            trial.world.pass(Duration.ofHours(2));
            return new Answer.Yes("ops");
          }
        };
    trial.pauses =
        ledger ->
            new WindowPauses(
                new WindowPauses.Ground(small, new Window(Instant.EPOCH, end, "approver"), UNKNOWN),
                new Brake(),
                ledger::state,
                trial.world::now);
    RunEnd stopped = trial.run(playbook, small);
    assertEquals(RunEnd.Kind.OUTSIDE_WINDOW, stopped.kind());
    assertFalse(stopped.changed());
    assertEquals(Optional.empty(), trial.all(RunEvent.StepStarted.class).findFirst());
  }
}

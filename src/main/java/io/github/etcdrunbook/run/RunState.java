package io.github.etcdrunbook.run;

import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.plan.StepAt;
import io.github.etcdrunbook.world.Effect;
import io.github.etcdrunbook.world.EffectRef;
import io.github.etcdrunbook.world.StepId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Where a run stands: a pure fold over its events. An event that cannot follow throws {@link
 * IllegalEvent}. Immutable.
 *
 * <pre>
 * NEW ──started──► RUNNING ──finished──► ENDED ──resumed──► RUNNING
 *                     │                    │
 *                     └────undo started────┴──► UNDOING ──undo finished──► UNDONE
 * </pre>
 *
 * A run whose process died is still RUNNING; it may be resumed or undone from there, too.
 *
 * @param stage in a word
 * @param opening how it began, once it has
 * @param steps the steps that began, in order
 * @param blocks the hosts that were chosen for steps and groups
 * @param gates the gates that a person has passed
 * @param done the effects that happened and were not taken back, in order
 * @param marks the point of no return and the end, once they are reached
 */
public record RunState(
    Stage stage,
    Optional<RunEvent.RunStarted> opening,
    Map<StepAt, StepState> steps,
    Map<StepId, List<HostName>> blocks,
    List<StepId> gates,
    List<EffectRef> done,
    Marks marks) {
  /** The stages of a run. */
  public enum Stage {
    /** Nothing is recorded. */
    NEW,
    /** It runs, or its process died. */
    RUNNING,
    /** It stopped in order. */
    ENDED,
    /** It is being taken back. */
    UNDOING,
    /** It was taken back. */
    UNDONE
  }

  /** The step at which the point of no return was passed, and how the run ended. */
  public record Marks(Optional<StepAt> noReturn, Optional<RunEnd> end) {
    /** Rejects null. */
    public Marks {
      Objects.requireNonNull(noReturn, "noReturn");
      Objects.requireNonNull(end, "end");
    }
  }

  /** Copies the collections; keeps the order of steps. */
  public RunState {
    Objects.requireNonNull(stage, "stage");
    Objects.requireNonNull(opening, "opening");
    steps = StepStates.copyOf(steps);
    blocks = Map.copyOf(blocks);
    gates = List.copyOf(gates);
    done = List.copyOf(done);
    Objects.requireNonNull(marks, "marks");
  }

  /** The state before the first event. */
  public static RunState initial() {
    return new RunState(
        Stage.NEW,
        Optional.empty(),
        Map.of(),
        Map.of(),
        List.of(),
        List.of(),
        new Marks(Optional.empty(), Optional.empty()));
  }

  /** The state after all the events. */
  public static RunState fold(List<RunEvent> events) {
    RunState state = initial();
    for (RunEvent event : events) {
      state = state.after(event);
    }
    return state;
  }

  /** The state after one more event. */
  public RunState after(RunEvent event) {
    return switch (event) {
      case RunEvent.RunStarted started -> {
        demand(stage == Stage.NEW, event);
        yield new RunState(Stage.RUNNING, Optional.of(started), steps, blocks, gates, done, marks);
      }
      case RunEvent.RunResumed ignored -> {
        demand(stage == Stage.RUNNING || stage == Stage.ENDED, event);
        demand(marks.end().isEmpty() || marks.end().get().resumable(), event);
        yield new RunState(
            Stage.RUNNING,
            opening,
            steps,
            blocks,
            gates,
            done,
            new Marks(marks.noReturn(), Optional.empty()));
      }
      case RunEvent.RunFinished finished -> {
        demand(stage == Stage.RUNNING, event);
        yield new RunState(
            Stage.ENDED,
            opening,
            steps,
            blocks,
            gates,
            done,
            new Marks(marks.noReturn(), Optional.of(finished.end())));
      }
      case RunEvent.UndoStarted ignored -> {
        demand(stage != Stage.NEW && stage != Stage.UNDONE && marks.noReturn().isEmpty(), event);
        yield in(Stage.UNDOING);
      }
      case RunEvent.UndoReached ignored -> {
        demand(stage == Stage.UNDOING, event);
        yield this;
      }
      case RunEvent.UndoFinished ignored -> {
        demand(stage == Stage.UNDOING, event);
        yield in(Stage.UNDONE);
      }
      case RunEvent.BlockExpanded block -> {
        demand(stage == Stage.RUNNING && !blocks.containsKey(block.block()), event);
        Map<StepId, List<HostName>> more = new LinkedHashMap<>(blocks);
        more.put(block.block(), block.hosts());
        yield new RunState(stage, opening, steps, more, gates, done, marks);
      }
      case RunEvent.GateAnswered gate -> {
        demand(stage == Stage.RUNNING && !gates.contains(gate.step()), event);
        List<StepId> passed = new ArrayList<>(gates);
        if (gate.yes()) {
          passed.add(gate.step());
        }
        yield new RunState(stage, opening, steps, blocks, passed, done, marks);
      }
      case RunEvent.OfStep ofStep -> {
        demand(stage == Stage.RUNNING, event);
        yield afterStep(ofStep);
      }
      case RunEvent.OfEffect ofEffect -> EffectFold.after(this, ofEffect);
    };
  }

  private RunState afterStep(RunEvent.OfStep event) {
    Optional<StepState> before = step(event.at());
    return switch (event) {
      case RunEvent.StepStarted started -> {
        demand(before.isEmpty(), event);
        yield with(started.at(), StepState.Started.of(started.summary(), started.acts()));
      }
      case RunEvent.StepFinished finished -> {
        List<ActState> acts = before.map(StepState::acts).orElse(List.of());
        demand(before.isEmpty() || before.get() instanceof StepState.Started, event);
        demand(acts.stream().noneMatch(ActState::isOpen), event);
        yield with(finished.at(), new StepState.Finished(acts, finished.output()));
      }
      case RunEvent.StepSkipped skipped -> {
        demand(before.isEmpty(), event);
        yield with(skipped.at(), new StepState.Skipped(skipped.why()));
      }
      case RunEvent.StepFailed ignored -> this;
      case RunEvent.DeferredAnswered ignored -> this;
      case RunEvent.NoReturnPassed passed ->
          new RunState(
              stage,
              opening,
              steps,
              blocks,
              gates,
              done,
              new Marks(marks.noReturn().or(() -> Optional.of(passed.at())), marks.end()));
    };
  }

  /** How far a step is; empty before it began. */
  public Optional<StepState> step(StepAt at) {
    return Optional.ofNullable(steps.get(at));
  }

  /** How far an act of a step that began is. */
  public Optional<ActState> act(EffectRef effect) {
    return step(StepAt.of(effect))
        .map(StepState::acts)
        .filter(acts -> effect.index() < acts.size())
        .map(acts -> acts.get(effect.index()));
  }

  /** Whether anything on a host or in etcd was changed, or a snapshot deleted, or may have been. */
  public boolean changed() {
    return steps.values().stream()
        .flatMap(step -> step.acts().stream())
        .anyMatch(act -> act.mayHaveHappened() && changes(act.act().effect()));
  }

  /** Waits change nothing; snapshots and files are saved on the operator's machine. */
  static boolean changes(Effect effect) {
    boolean reads =
        effect instanceof Effect.Exec exec && exec.declared().kind() == Effect.Exec.Kind.READ;
    boolean saves = effect instanceof Effect.SaveSnapshot || effect instanceof Effect.SealFiles;
    return !(reads || saves || effect instanceof Effect.Await);
  }

  RunState with(StepAt at, StepState step) {
    Map<StepAt, StepState> more = StepStates.copyOf(steps).with(at, step);
    return new RunState(stage, opening, more, blocks, gates, done, marks);
  }

  RunState withDone(List<EffectRef> effects) {
    return new RunState(stage, opening, steps, blocks, gates, effects, marks);
  }

  private RunState in(Stage next) {
    return new RunState(next, opening, steps, blocks, gates, done, marks);
  }

  private void demand(boolean legal, RunEvent event) {
    if (!legal) {
      throw new IllegalEvent(
          event instanceof RunEvent.OfStep ofStep
              ? stage + ", step " + step(ofStep.at()).map(Object::toString).orElse("not begun")
              : stage,
          event);
    }
  }
}

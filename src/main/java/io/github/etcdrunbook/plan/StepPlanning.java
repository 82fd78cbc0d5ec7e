package io.github.etcdrunbook.plan;

import io.github.etcdrunbook.action.Call;
import io.github.etcdrunbook.action.Decision;
import io.github.etcdrunbook.action.Nature;
import io.github.etcdrunbook.playbook.Check;
import io.github.etcdrunbook.playbook.Conditions;
import io.github.etcdrunbook.playbook.Manner;
import io.github.etcdrunbook.playbook.Scope;
import io.github.etcdrunbook.playbook.Step;
import io.github.etcdrunbook.playbook.StepArguments;
import io.github.etcdrunbook.world.LostSight;
import io.github.etcdrunbook.world.NotYetKnown;
import java.util.Optional;

/**
 * Plans one step for one host: conditions, then probe and decide over the forecast. A change is
 * applied to the forecast and must leave the step satisfied there. Reads only.
 */
final class StepPlanning {
  private final PlanWorld world;

  StepPlanning(PlanWorld world) {
    this.world = world;
  }

  /**
   * Plans the step and adds it to the world.
   *
   * @param later after what it is known whether the step's group begins, if that is not known
   */
  void plan(Step step, StepAt at, Scope scope, Optional<String> later) {
    Optional<Planned> early = conditions(step, at, scope);
    if (early.isPresent()) {
      put(step, at, scope, early.get());
      return;
    }
    if (Fenced.skips(step.manner(), at, scope, world.reader(at))) {
      put(step, at, scope, new Planned.Skipped(Fenced.why(at)));
      return;
    }
    if (later.isPresent()) {
      put(step, at, scope, new Planned.Deferred(later.get()));
      return;
    }
    if (step.use().isEmpty()) {
      if (step.manner().pointOfNoReturn()) {
        world.endReturn(at);
      }
      finish(step, at, scope, new Planned.Satisfied("its requirements hold", new NoOutput()));
      return;
    }
    Step.Use use = step.use().get();
    switch (use.arguments().bind(scope)) {
      case StepArguments.Bound.Ready ready ->
          decide(step, at, scope, Call.of(use.action(), ready.arguments()));
      case StepArguments.Bound.KnownAfter after -> defer(step, at, scope, after.what());
      case StepArguments.Bound.Wrong wrong -> world.wrong(at, step.range(), wrong.diagnostics());
    }
  }

  /** What the conditions alone decide. */
  private Optional<Planned> conditions(Step step, StepAt at, Scope scope) {
    if (step.conditions().when().isPresent()) {
      Check when = step.conditions().when().get();
      switch (when.evaluate(scope)) {
        case Check.Verdict.Known known -> {
          if (!known.holds()) {
            return Optional.of(new Planned.Skipped("when: " + when.text()));
          }
        }
        case Check.Verdict.KnownAfter after -> {
          return Optional.of(new Planned.Deferred(after.what()));
        }
        case Check.Verdict.Wrong wrong -> world.wrong(at, when.range(), wrong.diagnostics());
      }
    }
    Optional<Planned> later = Optional.empty();
    for (Conditions.Requirement required : step.conditions().require()) {
      switch (required.that().evaluate(scope)) {
        case Check.Verdict.Known known -> {
          if (!known.holds()) {
            refuse(step, at, required.message().render(scope), required.that().text());
          }
        }
        case Check.Verdict.KnownAfter after ->
            later = Optional.of(new Planned.Deferred(after.what()));
        case Check.Verdict.Wrong wrong ->
            world.wrong(at, required.that().range(), wrong.diagnostics());
      }
    }
    // A step that acts is planned even if a requirement is asked only at the run.
    return step.use().isEmpty() ? later : Optional.empty();
  }

  private void decide(Step step, StepAt at, Scope scope, Call<?, ?, ?> call) {
    try {
      switch (call.look(world.reader(at)).decision()) {
        case Decision.Satisfied<?> satisfied ->
            finish(step, at, scope, new Planned.Satisfied(satisfied.why(), satisfied.output()));
        case Decision.Refused<?> refused -> refuse(step, at, refused.why(), refused.hint());
        case Decision.Change<?> change -> change(step, at, scope, call, change);
      }
    } catch (NotYetKnown unknown) {
      defer(step, at, scope, StepAt.of(unknown.from()).toString());
    } catch (LostSight lost) {
      world.find(
          at, step.range(), PlanFinding.Kind.UNREACHABLE, lost.getMessage(), lost.failure().hint());
    }
  }

  private void change(
      Step step, StepAt at, Scope scope, Call<?, ?, ?> call, Decision.Change<?> change) {
    boolean kept = step.manner().quorum() instanceof Manner.Quorum.Kept;
    world.apply(at, step.range(), change.acts(), kept);
    if (step.manner().pointOfNoReturn()) {
      world.endReturn(at);
    }
    Optional<Record> output = output(step, at, call);
    finish(step, at, scope, new Planned.Change(change.summary(), change.acts(), output));
  }

  /** The output after the effects, if it can be known before them; a finding if there is none. */
  private Optional<Record> output(Step step, StepAt at, Call<?, ?, ?> call) {
    try {
      switch (call.look(world.reader(at)).decision()) {
        case Decision.Satisfied<?> satisfied -> {
          return Optional.of(satisfied.output());
        }
        case Decision.Refused<?> refused ->
            refuse(step, at, "after its own effects it refuses: " + refused.why(), refused.hint());
        case Decision.Change<?> again ->
            refuse(
                step,
                at,
                "after its own effects there is still to do: " + again.summary(),
                "this is a mistake of the action; please report it");
      }
    } catch (NotYetKnown unknown) {
      return Optional.empty();
    }
    return Optional.empty();
  }

  /** What is expected afterwards must hold in the forecast, as far as it can be known. */
  private void finish(Step step, StepAt at, Scope scope, Planned planned) {
    Optional<Record> output =
        switch (planned) {
          case Planned.Satisfied satisfied -> Optional.of(satisfied.output());
          case Planned.Change change -> change.output();
          case Planned.Skipped ignored -> Optional.empty();
          case Planned.Deferred ignored -> Optional.empty();
        };
    if (output.isPresent()) {
      Scope after = scope.withResult(output.get());
      for (Conditions.Requirement expected : step.conditions().expect()) {
        if (expected.that().evaluate(after) instanceof Check.Verdict.Known known
            && !known.holds()
            && !known.drifting()) {
          refuse(
              step, at, expected.message().render(after), "it expects " + expected.that().text());
        }
      }
    }
    put(step, at, scope, planned);
  }

  private void refuse(Step step, StepAt at, String what, String hint) {
    world.find(at, step.range(), PlanFinding.Kind.REFUSED, what, hint);
  }

  private void defer(Step step, StepAt at, Scope scope, String after) {
    put(step, at, scope, new Planned.Deferred(after));
  }

  private void put(Step step, StepAt at, Scope scope, Planned planned) {
    boolean changes = step.use().filter(use -> use.nature() == Nature.CHANGES).isPresent();
    if (planned instanceof Planned.Deferred && changes) {
      world.hide(at);
    }
    world.put(
        new PlannedStep(
            at, step.title().render(scope), planned, marks(step.manner(), scope), step.range()));
  }

  static PlannedStep.Marks marks(Manner manner, Scope scope) {
    Optional<String> because =
        switch (manner.quorum()) {
          case Manner.Quorum.Kept ignored -> Optional.empty();
          case Manner.Quorum.GivenUp given -> Optional.of(given.because());
        };
    return new PlannedStep.Marks(
        manner.confirm().map(gate -> gate.question().render(scope)),
        because,
        manner.pointOfNoReturn());
  }
}

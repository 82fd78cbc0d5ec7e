package io.github.etcdrunbook.run;

import io.github.etcdrunbook.action.Act;
import io.github.etcdrunbook.action.Call;
import io.github.etcdrunbook.action.Decision;
import io.github.etcdrunbook.plan.NoOutput;
import io.github.etcdrunbook.plan.Plan;
import io.github.etcdrunbook.plan.PlanComparison;
import io.github.etcdrunbook.plan.Planned;
import io.github.etcdrunbook.plan.PlannedStep;
import io.github.etcdrunbook.plan.StepAt;
import io.github.etcdrunbook.playbook.Check;
import io.github.etcdrunbook.playbook.Conditions;
import io.github.etcdrunbook.playbook.Manner;
import io.github.etcdrunbook.playbook.Scope;
import io.github.etcdrunbook.playbook.Step;
import io.github.etcdrunbook.playbook.StepArguments;
import io.github.etcdrunbook.world.LostSight;
import io.github.etcdrunbook.world.Reader;
import io.github.etcdrunbook.world.Standpoint;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Runs one step for one host. In this order:
 *
 * <ol>
 *   <li>what the journal has of it is taken over: a finished step is not looked at again, a started
 *       one goes on with its acts;
 *   <li>{@code when} and {@code require};
 *   <li>probe and decide; a refusal is looked at again for a short grace, since hosts come back;
 *   <li>the decision is compared with the plan;
 *   <li>the acts with their undo are recorded, then performed one by one;
 *   <li>probe and decide again: a step ends only by {@code Satisfied}; then {@code expect}.
 * </ol>
 */
final class StepRun {
  private static final Manner.Patience GRACE =
      new Manner.Patience(Duration.ofSeconds(1), Duration.ofSeconds(5));

  private final Means means;
  private final Plan plan;
  private final PlanComparison comparison;

  StepRun(Means means, Plan plan) {
    this.means = means;
    this.plan = plan;
    this.comparison = new PlanComparison(plan);
  }

  /** Runs the step; the scope's host is the one it runs for. */
  Outcome run(Step step, StepAt at, Scope scope) {
    try {
      Optional<StepState> before = means.ledger().state().step(at);
      return switch (before.orElse(null)) {
        case StepState.Finished finished -> new Outcome.Satisfied(finished.output());
        case StepState.Skipped skipped -> new Outcome.Skipped(skipped.why());
        case StepState.Started ignored -> act(step, at, scope);
        case null -> begin(step, at, scope);
      };
    } catch (Stop stop) {
      means.ledger().record(new RunEvent.StepFailed(at, stop.trouble));
      return new Outcome.Stopped(stop.trouble);
    } catch (LostSight lost) {
      Trouble trouble = new Trouble.Broke(lost.failure());
      means.ledger().record(new RunEvent.StepFailed(at, trouble));
      return new Outcome.Stopped(trouble);
    }
  }

  private Outcome begin(Step step, StepAt at, Scope scope) throws Stop {
    Optional<Check> when = step.conditions().when();
    if (when.isPresent() && !holds(when.get(), scope)) {
      String why = "when: " + when.get().text();
      means.ledger().record(new RunEvent.StepSkipped(at, why));
      return new Outcome.Skipped(why);
    }
    require(step, scope);
    if (step.use().isEmpty()) {
      passNoReturn(step, at);
      return finish(step, at, scope, "its requirements hold", new NoOutput());
    }
    Call.Looked<?, ?> looked = look(step, at, scope);
    return switch (looked.decision()) {
      case Decision.Satisfied<?> satisfied ->
          finish(step, at, scope, satisfied.why(), satisfied.output());
      case Decision.Refused<?> refused ->
          throw new Stop(new Trouble.Refused(refused.why(), refused.hint()));
      case Decision.Change<?> change -> {
        admit(at, change.acts());
        passNoReturn(step, at);
        means
            .ledger()
            .record(
                new RunEvent.StepStarted(
                    at,
                    change.summary(),
                    change.acts(),
                    means.witness().apply(looked.observation())));
        yield act(step, at, scope);
      }
    };
  }

  /** Performs what is left of the acts, then looks again. */
  private Outcome act(Step step, StepAt at, Scope scope) throws Stop {
    Call<?, ?, ?> call = call(step, scope);
    Standpoint standpoint = standpoint(at);
    Acting acting =
        new Acting(
            means,
            step.manner(),
            standpoint,
            () -> decide(call, standpoint) instanceof Decision.Satisfied<?>);
    Optional<Trouble> trouble = acting.finish(at);
    if (trouble.isPresent()) {
      throw new Stop(trouble.get());
    }
    return switch (settledDecision(call, at, standpoint)) {
      case Decision.Satisfied<?> satisfied ->
          finish(step, at, scope, satisfied.why(), satisfied.output());
      case Decision.Change<?> change ->
          throw new Stop(
              new Trouble.Unmet("after its effects there is still to do: " + change.summary()));
      case Decision.Refused<?> refused -> throw new Stop(new Trouble.Unmet(refused.why()));
    };
  }

  /** Probes and decides after the acts; what is not satisfied yet gets a short grace. */
  private Decision<?> settledDecision(Call<?, ?, ?> call, StepAt at, Standpoint standpoint) {
    means.ledger().watcher().looking(at);
    Instant end = means.timing().now().plus(GRACE.within());
    Decision<?> decision = decide(call, standpoint);
    while (!(decision instanceof Decision.Satisfied<?>) && means.timing().now().isBefore(end)) {
      means.timing().pause(GRACE.every());
      decision = decide(call, standpoint);
    }
    return decision;
  }

  private Outcome finish(Step step, StepAt at, Scope scope, String why, Record output) throws Stop {
    Scope after = scope.withResult(output);
    for (Conditions.Requirement expected : step.conditions().expect()) {
      if (!holds(expected.that(), after)) {
        throw new Stop(new Trouble.Unmet(expected.message().render(after)));
      }
    }
    means.ledger().record(new RunEvent.StepFinished(at, why, output));
    return new Outcome.Satisfied(output);
  }

  private void require(Step step, Scope scope) throws Stop {
    for (Conditions.Requirement required : step.conditions().require()) {
      if (!holds(required.that(), scope)) {
        throw new Stop(
            new Trouble.Refused(
                required.message().render(scope), "it requires: " + required.that().text()));
      }
    }
  }

  /** Probes and decides; a refusal, or a host out of sight, is looked at again for a while. */
  private Call.Looked<?, ?> look(Step step, StepAt at, Scope scope) throws Stop {
    Call<?, ?, ?> call = call(step, scope);
    Manner.Patience patience = step.manner().patience().orElse(GRACE);
    Instant end = means.timing().now().plus(patience.within());
    means.ledger().watcher().looking(at);
    while (true) {
      boolean last = !means.timing().now().plus(patience.every()).isBefore(end);
      try {
        Call.Looked<?, ?> looked = call.look(reader(standpoint(at)));
        if (last || !(looked.decision() instanceof Decision.Refused<?>)) {
          return looked;
        }
      } catch (LostSight lost) {
        if (last) {
          throw lost;
        }
      }
      means.timing().pause(patience.every());
    }
  }

  private Decision<?> decide(Call<?, ?, ?> call, Standpoint standpoint) {
    return call.look(reader(standpoint)).decision();
  }

  private Reader reader(Standpoint standpoint) {
    return new OwnResults(means.readers().at(standpoint), means.ledger());
  }

  private Call<?, ?, ?> call(Step step, Scope scope) throws Stop {
    Step.Use use = step.use().orElseThrow();
    return switch (use.arguments().bind(scope)) {
      case StepArguments.Bound.Ready ready -> Call.of(use.action(), ready.arguments());
      case StepArguments.Bound.KnownAfter after ->
          throw new Stop(new Trouble.Wrong("its arguments are known after " + after.what()));
      case StepArguments.Bound.Wrong wrong -> throw new Stop(Trouble.Wrong.of(wrong.diagnostics()));
    };
  }

  /** The acts must be within the plan; what the plan could not know, a person must allow. */
  private void admit(StepAt at, List<Act> acts) throws Stop {
    Optional<String> moved = comparison.moved(at, acts);
    if (moved.isPresent()) {
      throw new Stop(new Trouble.Moved(moved.get()));
    }
    Optional<Planned> planned = plan.step(at).map(PlannedStep::planned);
    boolean changes = acts.stream().map(Act::effect).anyMatch(RunState::changes);
    if (changes && planned.isPresent() && planned.get() instanceof Planned.Deferred deferred) {
      Gatekeeper.Question question =
          new Gatekeeper.Question(
              at.step(),
              at + " was not known before " + deferred.after() + "; perform it now?",
              Optional.empty(),
              false,
              acts.stream().map(Act::effect).toList());
      Optional<Trouble> trouble = Gates.trouble(means.gatekeeper().ask(question), at.step());
      if (trouble.isPresent()) {
        throw new Stop(trouble.get());
      }
    }
  }

  private void passNoReturn(Step step, StepAt at) {
    boolean computed = plan.noReturn().filter(line -> line.at().equals(at)).isPresent();
    if ((computed || step.manner().pointOfNoReturn())
        && means.ledger().state().marks().noReturn().isEmpty()) {
      means.ledger().record(new RunEvent.NoReturnPassed(at));
    }
  }

  private Standpoint standpoint(StepAt at) {
    return new Standpoint(plan.id(), plan.made().cluster(), at.step(), at.host());
  }

  private static boolean holds(Check check, Scope scope) throws Stop {
    return switch (check.evaluate(scope)) {
      case Check.Verdict.Known known -> known.holds();
      case Check.Verdict.KnownAfter after ->
          throw new Stop(
              new Trouble.Wrong("`" + check.text() + "` is known only after " + after.what()));
      case Check.Verdict.Wrong wrong -> throw new Stop(Trouble.Wrong.of(wrong.diagnostics()));
    };
  }

  /** Leaves the step; never leaves this class. */
  private static final class Stop extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient Trouble trouble;

    Stop(Trouble trouble) {
      super(trouble.what());
      this.trouble = trouble;
    }
  }
}

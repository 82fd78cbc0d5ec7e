package io.github.etcdrunbook.run;

import io.github.etcdrunbook.action.Call;
import io.github.etcdrunbook.action.Decision;
import io.github.etcdrunbook.plan.Fenced;
import io.github.etcdrunbook.plan.NoOutput;
import io.github.etcdrunbook.plan.Plan;
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
import java.util.Optional;

/**
 * Runs one step for one host. In this order:
 *
 * <ol>
 *   <li>what the journal has of it is taken over: a finished step is not looked at again, a started
 *       one goes on with its acts;
 *   <li>{@code when}, hosts that may be dead, and {@code require};
 *   <li>probe and decide; a refusal is looked at again for a short grace, since hosts come back;
 *   <li>the decision is compared with the plan;
 *   <li>the acts with their undo are recorded, then performed one by one;
 *   <li>probe and decide again: a step ends only by {@code Satisfied}; then {@code expect}, which
 *       looks again as {@code retry} says.
 * </ol>
 */
final class StepRun {
  private static final Manner.Patience GRACE =
      new Manner.Patience(Duration.ofSeconds(1), Duration.ofSeconds(5));

  private final Means means;
  private final Plan plan;
  private final Admission admission;

  StepRun(Means means, Plan plan, Admission admission) {
    this.means = means;
    this.plan = plan;
    this.admission = admission;
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
    if (Fenced.skips(step.manner(), at, scope, reader(standpoint(at)))) {
      String why = Fenced.why(at);
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
        Optional<Trouble> objection = admission.objection(at, change.acts());
        if (objection.isPresent()) {
          throw new Stop(objection.get());
        }
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
    Decision.Satisfied<?> end = new Decision.Satisfied<>(why, output);
    Optional<Conditions.Requirement> unmet = unmet(step, scope.withResult(output));
    if (unmet.isPresent() && step.use().isPresent() && step.manner().patience().isPresent()) {
      end = expected(step, at, scope, end);
      unmet = unmet(step, scope.withResult(end.output()));
    }
    if (unmet.isPresent()) {
      throw new Stop(
          new Trouble.Unmet(unmet.get().message().render(scope.withResult(end.output()))));
    }
    means.ledger().record(new RunEvent.StepFinished(at, end.why(), end.output()));
    return new Outcome.Satisfied(end.output());
  }

  private static Optional<Conditions.Requirement> unmet(Step step, Scope after) throws Stop {
    for (Conditions.Requirement expected : step.conditions().expect()) {
      if (!holds(expected.that(), after)) {
        return Optional.of(expected);
      }
    }
    return Optional.empty();
  }

  /** Looks again, as {@code retry} says, until what is expected holds; answers the last look. */
  private Decision.Satisfied<?> expected(
      Step step, StepAt at, Scope scope, Decision.Satisfied<?> first) throws Stop {
    Manner.Patience patience = step.manner().patience().orElseThrow();
    Call<?, ?, ?> call = call(step, scope);
    Instant end = means.timing().now().plus(patience.within());
    Decision.Satisfied<?> last = first;
    while (unmet(step, scope.withResult(last.output())).isPresent()
        && !means.timing().now().plus(patience.every()).isAfter(end)) {
      means.timing().pause(patience.every());
      try {
        if (decide(call, standpoint(at)) instanceof Decision.Satisfied<?> again) {
          last = again;
        }
      } catch (LostSight lost) {
        // A host that is out of sight now is looked at again, until the time is over.
        means.ledger().watcher().looking(at);
      }
    }
    return last;
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

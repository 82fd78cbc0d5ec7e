package io.github.etcdrunbook.run;

import io.github.etcdrunbook.plan.Plan;
import io.github.etcdrunbook.plan.PlannedStep;
import io.github.etcdrunbook.plan.StepAt;
import io.github.etcdrunbook.plan.Window;
import io.github.etcdrunbook.world.EffectText;
import io.github.etcdrunbook.world.StepId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Keeps a run inside its maintenance window, by these rules:
 *
 * <ol>
 *   <li>while something is out of service the run goes on, also beyond the window: a pause there
 *       would make the outage longer;
 *   <li>when the window has ended, nothing further begins;
 *   <li>what takes something out of service begins only if it will be over before the window ends.
 * </ol>
 */
public final class WindowPauses implements Pauses {
  private final Plan plan;
  private final Window window;
  private final Pace pace;
  private final Pauses asked;
  private final Supplier<RunState> state;
  private final InstantSource clock;

  /** What the rules are asked about; the state is the one at the moment of asking. */
  public record Ground(Plan plan, Window window, Pace pace) {}

  /** Pauses for the window, and when the operator asks. */
  public WindowPauses(Ground ground, Brake brake, Supplier<RunState> state, InstantSource clock) {
    this.plan = ground.plan();
    this.window = ground.window();
    this.pace = ground.pace();
    this.asked = Pauses.when(brake);
    this.state = state;
    this.clock = clock;
  }

  @Override
  public boolean getAsBoolean() {
    return asked.getAsBoolean();
  }

  @Override
  public Brake brake() {
    return asked.brake();
  }

  @Override
  public Optional<Trouble> before(StepId step) {
    Optional<Trouble> halted = asked.before(step);
    if (halted.isPresent() || Disruption.isOpen(state.get())) {
      return halted;
    }
    Instant now = clock.instant();
    if (!now.isBefore(window.notAfter())) {
      return Optional.of(
          new Trouble.Late(
              "the maintenance window ended at " + window.notAfter() + ", before " + step));
    }
    List<PlannedStep> next = next();
    Duration need = pace.of(next);
    if (next.isEmpty() || !now.plus(need).isAfter(window.notAfter())) {
      return Optional.empty();
    }
    Duration left = Duration.between(now, window.notAfter());
    return Optional.of(
        new Trouble.Late(
            "from "
                + next.getFirst().at()
                + " to "
                + next.getLast().at()
                + " something is out of service, for up to "
                + EffectText.of(need.truncatedTo(ChronoUnit.SECONDS))
                + " by "
                + (pace.knows(next) ? "earlier runs" : "the limits of its waits")
                + ", and the maintenance window ends in "
                + EffectText.of(left.truncatedTo(ChronoUnit.SECONDS))));
  }

  /** What comes next in the plan and must not be interrupted. */
  private List<PlannedStep> next() {
    RunState now = state.get();
    for (int index = 0; index < plan.steps().size(); index++) {
      if (!isBegun(now, plan.steps().get(index).at())) {
        return Disruption.stretch(plan, index);
      }
    }
    return List.of();
  }

  /** A step whose hosts were not known to the plan began when it began on any. */
  private static boolean isBegun(RunState state, StepAt at) {
    return state.step(at).isPresent()
        || (at.host().isEmpty()
            && state.steps().keySet().stream().anyMatch(begun -> begun.step().equals(at.step())));
  }
}

package io.github.etcdrunbook.plan;

import io.github.etcdrunbook.action.Act;
import io.github.etcdrunbook.action.Reversibility;
import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.playbook.Datum;
import io.github.etcdrunbook.playbook.Scope;
import io.github.etcdrunbook.source.Diagnostic;
import io.github.etcdrunbook.source.SourceRange;
import io.github.etcdrunbook.world.Finding;
import io.github.etcdrunbook.world.Forecast;
import io.github.etcdrunbook.world.LostSight;
import io.github.etcdrunbook.world.NotYetKnown;
import io.github.etcdrunbook.world.Reader;
import io.github.etcdrunbook.world.Standpoint;
import io.github.etcdrunbook.world.StepId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How far planning is: the forecast, what expressions see, the steps and the findings so far. The
 * one mutable object of a planner.
 */
final class PlanWorld {
  private final Forecast beginning;
  private final Forecast forecast;
  private final List<PlannedStep> steps = new ArrayList<>();
  private final List<PlanFinding> findings = new ArrayList<>();
  private Scope scope;
  private Optional<Plan.NoReturn> declared = Optional.empty();
  private boolean blocked;
  private boolean ended;

  PlanWorld(Scope inputs, Readers readers) {
    this.scope = inputs;
    this.beginning =
        new Forecast(
            readers.at(
                new Standpoint(
                    inputs.place().run(),
                    inputs.place().cluster(),
                    new StepId("plan"),
                    Optional.empty())));
    this.forecast = beginning.fork();
  }

  Scope scope() {
    return scope;
  }

  List<PlannedStep> steps() {
    return List.copyOf(steps);
  }

  List<PlanFinding> findings() {
    return List.copyOf(findings);
  }

  /** Where the way back ends: the earlier of what is declared and what is computed. */
  Optional<Plan.NoReturn> noReturn() {
    Optional<Plan.NoReturn> computed = computedNoReturn();
    if (computed.isEmpty() || declared.isEmpty()) {
      return computed.or(() -> declared);
    }
    return position(declared.get()) <= position(computed.get()) ? declared : computed;
  }

  private int position(Plan.NoReturn line) {
    return steps.stream().map(PlannedStep::at).toList().indexOf(line.at());
  }

  /** Whether no further entry is planned. */
  boolean isOver() {
    return blocked || ended;
  }

  /** The playbook ends well here. */
  void end() {
    ended = true;
  }

  Standpoint standpoint(StepAt at) {
    return new Standpoint(scope.place().run(), scope.place().cluster(), at.step(), at.host());
  }

  Reader reader(StepAt at) {
    return forecast.at(standpoint(at));
  }

  Optional<HostName> leader(StepId step) {
    try {
      return Leadership.leader(reader(new StepAt(step, Optional.empty())));
    } catch (LostSight | NotYetKnown unseen) {
      return Optional.empty();
    }
  }

  void freeze(String variable, Datum value) {
    scope = scope.with(variable, value);
  }

  /** Adds a planned step, and its output to what expressions see. */
  void put(PlannedStep step) {
    steps.add(step);
    StepAt at = step.at();
    scope =
        switch (step.planned()) {
          case Planned.Satisfied satisfied -> scope.with(at.step(), at.host(), satisfied.output());
          case Planned.Change change ->
              change.output().isPresent()
                  ? scope.with(at.step(), at.host(), change.output().get())
                  : scope.knownAfter(at.step(), at.host(), at.toString());
          case Planned.Skipped skipped -> scope.skipped(at.step(), at.host(), skipped.why());
          case Planned.Deferred deferred ->
              scope.knownAfter(at.step(), at.host(), deferred.after());
        };
  }

  /** What a step whose effects are known only later may touch is in the dark. */
  void hide(StepAt at) {
    forecast.hide(at.effect(0));
  }

  void wrong(StepAt at, SourceRange range, List<Diagnostic> diagnostics) {
    for (Diagnostic each : diagnostics) {
      find(at, each.range(), PlanFinding.Kind.WRONG, each.message(), each.hint().orElse(""));
    }
    if (diagnostics.isEmpty()) {
      find(at, range, PlanFinding.Kind.WRONG, "it cannot be computed", "");
    }
  }

  /** A finding that ends the walk after this entry. */
  void find(StepAt at, SourceRange range, PlanFinding.Kind kind, String what, String hint) {
    findings.add(new PlanFinding(at, range, kind, what, hint));
    blocked = true;
  }

  /**
   * Applies acts to the forecast.
   *
   * @param quorumKept whether the loss of quorum is a finding
   */
  void apply(StepAt at, SourceRange range, List<Act> acts, boolean quorumKept) {
    int before = forecast.findings().size();
    for (int index = 0; index < acts.size(); index++) {
      forecast.apply(at.effect(index), acts.get(index).effect());
    }
    List<Finding> all = forecast.findings();
    for (Finding finding : all.subList(before, all.size())) {
      if (quorumKept || finding.kind() != Finding.Kind.QUORUM) {
        findings.add(
            new PlanFinding(at, range, PlanFinding.Kind.REFUSED, finding.text(), finding.hint()));
      }
    }
  }

  /** The playbook declares that there is no way back from a step on. */
  void endReturn(StepAt at) {
    if (declared.isEmpty()) {
      declared = Optional.of(new Plan.NoReturn(at, "the playbook says so"));
    }
  }

  /**
   * The first act after which the world before cannot be had back, by undoing every prefix of the
   * planned acts over the forecast. What cannot be known there is left to the declared line.
   */
  private Optional<Plan.NoReturn> computedNoReturn() {
    List<Reversibility.Planned> acts = new ArrayList<>();
    for (PlannedStep step : steps) {
      if (step.planned() instanceof Planned.Change change) {
        for (int index = 0; index < change.acts().size(); index++) {
          acts.add(new Reversibility.Planned(step.at().effect(index), change.acts().get(index)));
        }
      }
    }
    try {
      return Reversibility.firstLoss(beginning, acts)
          .map(loss -> new Plan.NoReturn(StepAt.of(loss.at()), loss.why()));
    } catch (NotYetKnown unknown) {
      return Optional.empty();
    }
  }
}

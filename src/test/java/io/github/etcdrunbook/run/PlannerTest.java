package io.github.etcdrunbook.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.etcdrunbook.action.Act;
import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.journal.RecordCodec;
import io.github.etcdrunbook.plan.Plan;
import io.github.etcdrunbook.plan.PlanFinding;
import io.github.etcdrunbook.plan.Planned;
import io.github.etcdrunbook.plan.PlannedStep;
import io.github.etcdrunbook.plan.Planner;
import io.github.etcdrunbook.plan.Planning;
import io.github.etcdrunbook.playbook.Check;
import io.github.etcdrunbook.playbook.Conditions;
import io.github.etcdrunbook.playbook.Datum;
import io.github.etcdrunbook.playbook.Formula;
import io.github.etcdrunbook.playbook.Group;
import io.github.etcdrunbook.playbook.HostChoice;
import io.github.etcdrunbook.playbook.Manner;
import io.github.etcdrunbook.playbook.Playbook;
import io.github.etcdrunbook.playbook.Scope;
import io.github.etcdrunbook.playbook.Step;
import io.github.etcdrunbook.playbook.StepArguments;
import io.github.etcdrunbook.playbook.Template;
import io.github.etcdrunbook.playbook.Variable;
import io.github.etcdrunbook.source.SourceRange;
import io.github.etcdrunbook.world.Effect;
import io.github.etcdrunbook.world.StepId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Plans over the forecast of the sandbox, and runs what was planned. */
class PlannerTest {
  private final Trial trial = new Trial();

  private Planning plan(Playbook playbook) {
    return new Planner(playbook, Playbooks.scope(), trial.world::at)
        .plan(
            new Plan.Made(Instant.EPOCH, Instant.MAX, "ops", Optional.empty(), "test", "prod"),
            new Plan.Frozen(List.of(), List.of(), List.of(), Map.of()));
  }

  private Plan ready(Playbook playbook) {
    return assertInstanceOf(Planning.Ready.class, plan(playbook)).plan();
  }

  private List<PlanFinding> findings(Playbook playbook) {
    return assertInstanceOf(Planning.Rejected.class, plan(playbook)).findings();
  }

  private static Step rename(String id, String from, String to, List<HostName> hosts) {
    return Playbooks.step(id, new Rename(), new Rename.Arguments(from, to), hosts);
  }

  private Playbook chain() {
    return Playbooks.of(
        rename("first", "/a", "/m", trial.world.hosts),
        rename("second", "/m", "/z", trial.world.hosts),
        rename("third", "/b", "/z", trial.world.hosts));
  }

  private static Set<Effect> planned(Plan plan) {
    return plan.steps().stream()
        .map(PlannedStep::planned)
        .filter(Planned.Change.class::isInstance)
        .flatMap(change -> ((Planned.Change) change).acts().stream())
        .map(Act::effect)
        .collect(Collectors.toSet());
  }

  @Test
  void seesThroughStepsThatDependOnEarlierOnes() {
    Plan plan = ready(chain());
    assertEquals(9, plan.steps().size());
    assertEquals(12, planned(plan).size());
    assertEquals(
        new Planned.Satisfied("it is there", new Rename.Output("/z")),
        plan.steps().getLast().planned());
    assertEquals(0, trial.world.attempts.size());
  }

  @Test
  void performsExactlyWhatItPlanned() {
    Playbook playbook = chain();
    Plan plan = ready(playbook);
    assertEquals(RunEnd.Kind.DONE, trial.run(playbook, plan).kind());
    assertEquals(
        planned(plan),
        trial.world.attempts.stream().map(Sandbox.Attempt::effect).collect(Collectors.toSet()));
  }

  @Test
  void isReadBackFromJsonAsItWas() throws RecordCodec.Unreadable {
    Plan plan = ready(chain());
    String json = MortalJournal.CODEC.write(plan, Plan.class);
    assertEquals(plan, MortalJournal.CODEC.read(json, Plan.class));
  }

  @Test
  void collectsTheRefusalsOfAllHostsAndStopsThere() {
    Playbook playbook =
        Playbooks.of(
            rename("first", "/nothing", "/x", trial.world.hosts),
            rename("second", "/a", "/m", trial.world.hosts));
    List<PlanFinding> findings = findings(playbook);
    assertEquals(3, findings.size());
    assertEquals("there is nothing to rename", findings.getFirst().what());
    assertEquals(PlanFinding.Kind.REFUSED, findings.getFirst().kind());
  }

  @Test
  void saysWhichHostIsUnreachable() {
    trial.world.silent.add(new HostName("cp2"));
    List<PlanFinding> findings = findings(chain());
    assertEquals(
        List.of(PlanFinding.Kind.UNREACHABLE), findings.stream().map(PlanFinding::kind).toList());
    assertEquals("cp2: it is silent", findings.getFirst().what());
  }

  private static Check knownAfter(String what) {
    return new Check() {
      @Override
      public Verdict evaluate(Scope scope) {
        return new Verdict.KnownAfter(what);
      }

      @Override
      public String text() {
        return "later";
      }

      @Override
      public SourceRange range() {
        return Playbooks.RANGE;
      }
    };
  }

  @Test
  void defersWhatIsKnownLaterAndAllThatLooksAtTheSameHosts() {
    List<HostName> one = trial.world.hosts.subList(0, 1);
    Playbook playbook =
        Playbooks.of(
            Playbooks.with(
                rename("first", "/a", "/m", one),
                new Conditions(
                    Optional.of(knownAfter("the survey")), List.of(), List.of(), Optional.empty())),
            rename("second", "/b", "/n", trial.world.hosts));
    List<Planned> planned = ready(playbook).steps().stream().map(PlannedStep::planned).toList();
    assertEquals(new Planned.Deferred("the survey"), planned.get(0));
    assertEquals(new Planned.Deferred("first@cp1"), planned.get(1));
    assertInstanceOf(Planned.Change.class, planned.get(2));
  }

  @Test
  void asksForAnArgumentThatIsKnownOnlyLater() {
    Step step = rename("first", "/a", "/m", trial.world.hosts);
    Step later =
        new Step(
            step.id(),
            step.title(),
            Optional.of(
                new Step.Use(new Rename(), scope -> new StepArguments.Bound.KnownAfter("the add"))),
            step.hosts(),
            step.conditions(),
            step.manner(),
            step.range());
    assertEquals(
        new Planned.Deferred("the add"), ready(Playbooks.of(later)).steps().getFirst().planned());
  }

  @Test
  void refusesWhenARequirementDoesNotHold() {
    Playbook playbook =
        Playbooks.of(
            Playbooks.with(
                rename("first", "/a", "/m", trial.world.hosts.subList(0, 1)),
                new Conditions(
                    Optional.empty(),
                    List.of(
                        new Conditions.Requirement(
                            Trial.check(false), Template.of("not on a Friday"))),
                    List.of(),
                    Optional.empty())));
    assertEquals("not on a Friday", findings(playbook).getFirst().what());
  }

  @Test
  void plansNothingAfterTheEnd() {
    Playbook playbook =
        Playbooks.of(
            Playbooks.with(
                rename("first", "/a", "/m", trial.world.hosts),
                new Conditions(
                    Optional.empty(), List.of(), List.of(), Optional.of(Trial.check(true)))),
            rename("second", "/b", "/n", trial.world.hosts));
    assertEquals(3, ready(playbook).steps().size());
  }

  @Test
  void takesTheHostsOfAGroupThroughAllItsSteps() {
    Group group =
        new Group(
            new StepId("both"),
            Template.of("Both"),
            Optional.of((scope, leader) -> new HostChoice.Chosen.Hosts(trial.world.hosts)),
            List.of(
                rename("first", "/a", "/m", List.of()), rename("second", "/m", "/z", List.of())),
            Conditions.none(),
            Manner.plain(),
            Playbooks.RANGE);
    Playbook playbook = Playbooks.of(group);
    Plan plan = ready(playbook);
    assertEquals(
        List.of("both", "first@cp1", "second@cp1", "first@cp2"),
        plan.steps().stream().limit(4).map(step -> step.at().toString()).toList());
    assertEquals(RunEnd.Kind.DONE, trial.run(playbook, plan).kind());
    assertEquals(12, trial.world.attempts.size());
  }

  @Test
  void marksTheDeclaredPointOfNoReturn() {
    Manner plain = Manner.plain();
    Manner line =
        new Manner(
            plain.confirm(),
            plain.quorum(),
            true,
            plain.timeout(),
            plain.patience(),
            plain.rollout(),
            plain.onUnreachable());
    Plan plan =
        ready(
            Playbooks.of(
                rename("first", "/a", "/m", trial.world.hosts),
                Playbooks.with(rename("second", "/b", "/n", trial.world.hosts), line)));
    assertEquals(
        Optional.of(new Plan.NoReturn(Trial.at("second", "cp1"), "the playbook says so")),
        plan.noReturn());
  }

  @Test
  void freezesVariablesWhenTheyAreKnown() {
    Formula formula =
        scope ->
            scope.steps().containsKey(new StepId("first"))
                ? new Formula.Result.Known(new Datum.Whole(7))
                : new Formula.Result.KnownAfter("first");
    Playbook bare = Playbooks.of(rename("first", "/a", "/m", trial.world.hosts));
    Playbook playbook =
        new Playbook(
            bare.heading(),
            List.of(),
            List.of(new Variable("bump", formula, Playbooks.RANGE)),
            bare.entries(),
            List.of(),
            List.of(),
            Playbooks.RANGE);
    assertEquals(Map.of("bump", new Datum.Whole(7)), ready(playbook).frozen().variables());
    assertTrue(ready(playbook).changes());
  }
}

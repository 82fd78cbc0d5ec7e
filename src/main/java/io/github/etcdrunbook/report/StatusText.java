package io.github.etcdrunbook.report;

import io.github.etcdrunbook.action.Undo;
import io.github.etcdrunbook.plan.Plan;
import io.github.etcdrunbook.plan.PlannedStep;
import io.github.etcdrunbook.plan.StepAt;
import io.github.etcdrunbook.run.ActState;
import io.github.etcdrunbook.run.Recorded;
import io.github.etcdrunbook.run.RunEnd;
import io.github.etcdrunbook.run.RunEvent;
import io.github.etcdrunbook.run.RunState;
import io.github.etcdrunbook.run.StepState;
import io.github.etcdrunbook.run.Trouble;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Where a run stands, on one screen, from its plan and its journal alone: a line for each step and
 * host, the point of no return, and what can be done now. Pure.
 */
public final class StatusText {
  private final Plan plan;
  private final RunState state;
  private final Map<StepAt, Trouble> failures;
  private final Style style;
  private final List<String> lines = new ArrayList<>();

  private StatusText(Plan plan, List<Recorded> events, Style style) {
    this.plan = Objects.requireNonNull(plan, "plan");
    this.state = RunState.fold(events.stream().map(Recorded::event).toList());
    this.failures = failures(events);
    this.style = Objects.requireNonNull(style, "style");
  }

  /** The lines for a run whose plan and journal lie in the folder. */
  public static List<String> of(Plan plan, List<Recorded> events, Path folder, Style style) {
    StatusText text = new StatusText(plan, events, style);
    text.write(events, folder);
    return text.lines;
  }

  /** What stopped which step since the run last began or went on. */
  private static Map<StepAt, Trouble> failures(List<Recorded> events) {
    Map<StepAt, Trouble> failures = new LinkedHashMap<>();
    for (Recorded recorded : events) {
      if (recorded.event() instanceof RunEvent.RunResumed) {
        failures.clear();
      } else if (recorded.event() instanceof RunEvent.StepFailed failed) {
        failures.put(failed.at(), failed.trouble());
      }
    }
    return failures;
  }

  private void write(List<Recorded> events, Path folder) {
    lines.add(
        style.strong(plan.made().playbook() + " on " + plan.made().cluster())
            + "   run "
            + plan.id()
            + "   "
            + style.strong(Standing.words(state)));
    if (!events.isEmpty()) {
      lines.add("began " + events.getFirst().at() + ", last event " + events.getLast().at());
    }
    lines.add("");
    boolean drawn = false;
    for (StepAt at : places()) {
      if (!drawn
          && plan.noReturn().filter(line -> line.at().step().equals(at.step())).isPresent()) {
        noReturn(plan.noReturn().get());
        drawn = true;
      }
      step(at);
    }
    lines.add("");
    lines.add("Now:   " + String.join("\n       ", now(folder)));
    lines.add("Evidence: " + folder);
  }

  /** The places of the plan; where hosts were known only later, those of the run. */
  private List<StepAt> places() {
    Set<StepAt> places = new LinkedHashSet<>();
    for (PlannedStep planned : plan.steps()) {
      List<StepAt> begun =
          state.steps().keySet().stream()
              .filter(at -> at.step().equals(planned.at().step()))
              .toList();
      if (begun.isEmpty() || planned.at().host().isPresent() || begun.contains(planned.at())) {
        places.add(planned.at());
      }
      begun.stream().filter(at -> plan.step(at).isEmpty()).forEach(places::add);
    }
    places.addAll(state.steps().keySet());
    return List.copyOf(places);
  }

  private void noReturn(Plan.NoReturn line) {
    boolean passed = state.marks().noReturn().isPresent();
    lines.add(
        style.bad("  ═══ point of no return, " + (passed ? "passed" : "not passed") + " ═══ ")
            + Style.harmless(line.why()));
  }

  private void step(StepAt at) {
    Optional<StepState> step = state.step(at);
    String word = word(at, step);
    String padded = PlanText.padded(word, 10);
    String shown =
        switch (word) {
          case "done" -> style.good(padded);
          case "failed", "in doubt" -> style.bad(padded);
          case "at work", "stopped" -> style.heed(padded);
          default -> style.faint(padded);
        };
    lines.add("  " + shown + "  " + PlanText.padded(at.toString(), 24) + "  " + detail(at, step));
    if (step.filter(StepState.Finished.class::isInstance).isEmpty()) {
      Optional.ofNullable(failures.get(at))
          .ifPresent(
              trouble ->
                  trouble
                      .what()
                      .lines()
                      .forEach(line -> lines.add("              " + Style.harmless(line))));
    }
  }

  private String word(StepAt at, Optional<StepState> step) {
    boolean failed = failures.containsKey(at);
    if (step.isEmpty()) {
      return failed ? "failed" : "not begun";
    }
    if (takenBack(step.get())) {
      return "taken back";
    }
    return switch (step.get()) {
      case StepState.Finished ignored -> "done";
      case StepState.Skipped ignored -> "skipped";
      case StepState.Started started -> unfinished(started, failed);
    };
  }

  private String unfinished(StepState.Started started, boolean failed) {
    if (state.stage() == RunState.Stage.RUNNING && !failed) {
      return "at work";
    }
    if (started.acts().stream().anyMatch(ActState::isOpen)) {
      return "in doubt";
    }
    return failed ? "failed" : "stopped";
  }

  /** Whether something of it was taken back, and nothing is left that has an inverse. */
  private static boolean takenBack(StepState step) {
    return step.acts().stream().anyMatch(StatusText::undone)
        && step.acts().stream()
            .filter(act -> act.act().undo() instanceof Undo.By)
            .noneMatch(act -> act.mayHaveHappened() && !undone(act));
  }

  private static boolean undone(ActState act) {
    return act.progress() instanceof ActState.Progress.UndonePart part
        && act.act().undo() instanceof Undo.By by
        && part.part() + 1 == by.inverse().size();
  }

  private String detail(StepAt at, Optional<StepState> step) {
    String title =
        plan.step(at)
            .or(
                () ->
                    plan.steps().stream()
                        .filter(planned -> planned.at().step().equals(at.step()))
                        .findFirst())
            .map(PlannedStep::title)
            .orElse("");
    if (step.isPresent() && step.get() instanceof StepState.Started started) {
      long happened = started.acts().stream().filter(ActState::isDone).count();
      return Style.harmless(title)
          + style.faint(" (" + happened + " of " + started.acts().size() + " effects happened)");
    }
    return Style.harmless(title);
  }

  private List<String> now(Path folder) {
    return switch (state.stage()) {
      case NEW -> List.of("etcd-runbook run --plan " + folder.resolve("plan.json"));
      case RUNNING -> {
        List<String> commands =
            new ArrayList<>(List.of("wait; or, if its process died, one of these:"));
        List<RunEnd.Next> next =
            state.changed() && state.marks().noReturn().isEmpty()
                ? List.of(RunEnd.Next.RESUME, RunEnd.Next.UNDO)
                : List.of(RunEnd.Next.RESUME);
        commands.addAll(EndText.commands(next, plan.id()));
        yield commands;
      }
      case ENDED ->
          EndText.commands(
              state.marks().end().map(RunEnd::next).orElse(List.of(RunEnd.Next.RESUME)), plan.id());
      case UNDOING ->
          List.of("etcd-runbook undo " + plan.id() + "   goes on with the undo if it stopped");
      case UNDONE -> EndText.commands(List.of(RunEnd.Next.NOTHING), plan.id());
    };
  }
}

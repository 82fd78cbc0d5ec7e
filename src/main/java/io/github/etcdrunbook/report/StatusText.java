package io.github.etcdrunbook.report;

import io.github.etcdrunbook.plan.Plan;
import io.github.etcdrunbook.plan.PlannedStep;
import io.github.etcdrunbook.plan.StepAt;
import io.github.etcdrunbook.run.ActState;
import io.github.etcdrunbook.run.Recorded;
import io.github.etcdrunbook.run.RunEvent;
import io.github.etcdrunbook.run.RunState;
import io.github.etcdrunbook.run.StepState;
import io.github.etcdrunbook.run.Trouble;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

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
    List<StepAt> left = new ArrayList<>(Chronicler.places(plan, state, failures.keySet()));
    while (!left.isEmpty()) {
      StepAt at = left.getFirst();
      if (!drawn
          && plan.noReturn().filter(line -> line.at().step().equals(at.step())).isPresent()) {
        noReturn(plan.noReturn().get());
        drawn = true;
      }
      List<StepAt> alike = alike(left);
      step(at, alike);
      left.subList(0, alike.size()).clear();
    }
    lines.add("");
    why();
    lines.add("State: " + Standing.situation(state));
    lines.add("Now:   " + String.join("\n       ", Standing.now(state, plan.id(), folder)));
    lines.add("Evidence: " + folder);
  }

  /** The places from the first on that have nothing to tell but that they stand as it does. */
  private List<StepAt> alike(List<StepAt> places) {
    StepFate fate = fate(places.getFirst());
    boolean plain =
        fate == StepFate.DONE || fate == StepFate.NOT_BEGUN || fate == StepFate.TAKEN_BACK;
    List<StepAt> alike = new ArrayList<>();
    for (StepAt at : places) {
      boolean same = at.step().equals(places.getFirst().step()) && fate(at) == fate;
      if (!alike.isEmpty() && !(plain && same)) {
        break;
      }
      alike.add(at);
    }
    return alike;
  }

  private StepFate fate(StepAt at) {
    return StepFate.of(state.stage(), state.step(at), failures.containsKey(at));
  }

  /** Why the run stopped, where no step of the list above says so. */
  private void why() {
    state.marks().end().stream()
        .flatMap(end -> end.failures().stream())
        .filter(failure -> !failures.containsKey(failure.at()))
        .forEach(
            failure -> {
              lines.add("Why:   " + Style.harmless(failure.trouble().what().replace("\n", "; ")));
              lines.add("       hint: " + Style.harmless(failure.trouble().hint()));
            });
  }

  private void noReturn(Plan.NoReturn line) {
    boolean passed = state.marks().noReturn().isPresent();
    lines.add(
        style.bad("  ═══ point of no return, " + (passed ? "passed" : "not passed") + " ═══ ")
            + Style.harmless(line.why()));
  }

  private void step(StepAt at, List<StepAt> alike) {
    Optional<StepState> step = state.step(at);
    StepFate fate = fate(at);
    String padded = PlanText.padded(fate.words(), 10);
    String shown =
        switch (fate) {
          case DONE -> style.good(padded);
          case FAILED, IN_DOUBT -> style.bad(padded);
          case AT_WORK, STOPPED -> style.heed(padded);
          case NOT_BEGUN, SKIPPED, TAKEN_BACK -> style.faint(padded);
        };
    String name =
        at
            + alike.stream()
                .skip(1)
                .flatMap(each -> each.host().stream())
                .map(host -> "," + host)
                .collect(Collectors.joining());
    lines.add("  " + shown + "  " + PlanText.padded(name, 30) + "  " + detail(at, step));
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

  private String detail(StepAt at, Optional<StepState> step) {
    String title = Chronicler.heading(plan, at).map(PlannedStep::title).orElse("");
    if (step.isPresent() && step.get() instanceof StepState.Started started) {
      long happened = started.acts().stream().filter(ActState::isDone).count();
      return Style.harmless(title)
          + style.faint(" (" + happened + " of " + started.acts().size() + " effects happened)");
    }
    return Style.harmless(title);
  }
}

package io.github.etcdrunbook.report;

import io.github.etcdrunbook.action.Undo;
import io.github.etcdrunbook.run.ActState;
import io.github.etcdrunbook.run.RunState;
import io.github.etcdrunbook.run.StepState;
import java.util.Optional;

/** How a step stands, in the words that status and report share. Pure. */
enum StepFate {
  NOT_BEGUN("not begun"),
  AT_WORK("at work"),
  DONE("done"),
  SKIPPED("skipped"),
  FAILED("failed"),
  IN_DOUBT("in doubt"),
  STOPPED("stopped"),
  TAKEN_BACK("taken back");

  private final String words;

  StepFate(String words) {
    this.words = words;
  }

  /** The words for people. */
  String words() {
    return words;
  }

  /**
   * How a step stands.
   *
   * @param stage of the run
   * @param step as far as it began
   * @param failed whether it stopped before its end since the run last went on
   */
  static StepFate of(RunState.Stage stage, Optional<StepState> step, boolean failed) {
    if (step.isEmpty()) {
      return failed ? FAILED : NOT_BEGUN;
    }
    if (takenBack(step.get())) {
      return TAKEN_BACK;
    }
    return switch (step.get()) {
      case StepState.Finished ignored -> DONE;
      case StepState.Skipped ignored -> SKIPPED;
      case StepState.Started started -> unfinished(stage, started, failed);
    };
  }

  private static StepFate unfinished(
      RunState.Stage stage, StepState.Started started, boolean failed) {
    if (stage == RunState.Stage.RUNNING && !failed) {
      return AT_WORK;
    }
    if (started.acts().stream().anyMatch(ActState::isOpen)) {
      return IN_DOUBT;
    }
    return failed ? FAILED : STOPPED;
  }

  /** Whether something of it was taken back, and nothing is left that has an inverse. */
  private static boolean takenBack(StepState step) {
    return step.acts().stream().anyMatch(StepFate::undone)
        && step.acts().stream()
            .filter(act -> act.act().undo() instanceof Undo.By)
            .noneMatch(act -> act.mayHaveHappened() && !undone(act));
  }

  /** Whether all of an act's inverse happened. */
  static boolean undone(ActState act) {
    return act.progress() instanceof ActState.Progress.UndonePart part
        && act.act().undo() instanceof Undo.By by
        && part.part() + 1 == by.inverse().size();
  }
}

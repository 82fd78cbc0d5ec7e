package io.github.etcdrunbook.report;

import io.github.etcdrunbook.run.RunEnd;
import io.github.etcdrunbook.run.RunState;
import io.github.etcdrunbook.world.RunId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Where a run stands, in a few words, the same in every list. Pure. */
public final class Standing {
  private Standing() {}

  /** The words for a state. A journal alone cannot tell a run at work from one that died. */
  public static String words(RunState state) {
    return switch (state.stage()) {
      case NEW -> "not begun";
      case RUNNING -> "running or died";
      case ENDED -> state.marks().end().map(Standing::ended).orElse("ended");
      case UNDOING -> "undo begun, not finished";
      case UNDONE -> "undone";
    };
  }

  /** What is changed and whether there is a way back, in one sentence. */
  static String situation(RunState state) {
    boolean passed = state.marks().noReturn().isPresent();
    return switch (state.stage()) {
      case NEW -> "nothing was changed.";
      case UNDOING -> "partly taken back: the undo has not ended.";
      case UNDONE -> "taken back: everything is as it was before the run.";
      case RUNNING, ENDED ->
          state
              .marks()
              .end()
              .filter(end -> end.kind() == RunEnd.Kind.DONE)
              .map(end -> end.changed() ? "done as planned." : "nothing was changed.")
              .orElse(situation(state.changed(), passed));
    };
  }

  /** What a run left that did not end well. */
  static String situation(boolean changed, boolean noReturn) {
    if (!changed) {
      return "nothing was changed.";
    }
    return noReturn
        ? "changed, past the point of no return: there is only forward."
        : "partly changed, and everything can be taken back.";
  }

  /** What can be done now, as commands that can be typed; the plan lies in the folder. */
  static List<String> now(RunState state, RunId run, Path folder) {
    return switch (state.stage()) {
      case NEW -> List.of("etcd-runbook run --plan " + folder.resolve("plan.json"));
      case RUNNING -> {
        List<String> commands =
            new ArrayList<>(List.of("wait; or, if its process died, one of these:"));
        List<RunEnd.Next> next =
            state.changed() && state.marks().noReturn().isEmpty()
                ? List.of(RunEnd.Next.RESUME, RunEnd.Next.UNDO)
                : List.of(RunEnd.Next.RESUME);
        commands.addAll(EndText.commands(next, run));
        yield commands;
      }
      case ENDED ->
          EndText.commands(
              state.marks().end().map(RunEnd::next).orElse(List.of(RunEnd.Next.RESUME)), run);
      case UNDOING ->
          List.of("etcd-runbook undo " + run + "   goes on with the undo if it stopped");
      case UNDONE -> EndText.commands(List.of(RunEnd.Next.NOTHING), run);
    };
  }

  private static String ended(RunEnd end) {
    String word =
        switch (end.kind()) {
          case DONE -> "done";
          case REFUSED -> "refused";
          case UNREACHABLE -> "failed, host unreachable,";
          case FAILED -> "failed";
          case IN_DOUBT -> "in doubt";
          case WAITS_FOR_PERSON -> "paused";
          case PLAN_STALE -> "stopped, plan stale,";
          case OUTSIDE_WINDOW -> "paused, outside window,";
          case INTERRUPTED -> "interrupted";
          case JOURNAL_LOST -> "stopped, journal not writable,";
        };
    return end.failures().isEmpty()
        ? word.replaceAll(",$", "")
        : word + " at " + end.failures().getFirst().at();
  }
}

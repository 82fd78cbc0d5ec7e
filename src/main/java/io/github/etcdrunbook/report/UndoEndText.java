package io.github.etcdrunbook.report;

import io.github.etcdrunbook.run.RunEnd;
import io.github.etcdrunbook.run.RunState;
import io.github.etcdrunbook.run.Undoer;
import io.github.etcdrunbook.world.RunId;
import java.util.List;

/** How an undo ended, in words, and what there is to do now. Pure. */
public final class UndoEndText {
  private UndoEndText() {}

  /** The lines; the state is the one after the undo. */
  public static List<String> of(Undoer.End end, RunId run, RunState state) {
    return switch (end) {
      case Undoer.End.Complete ignored ->
          List.of("Undone: everything is as it was before the run.");
      case Undoer.End.Reached reached ->
          List.of(
              "Undone: everything behind " + reached.to() + ". It and what came before it stay.",
              "Take the rest back with: etcd-runbook undo " + run);
      case Undoer.End.Refused refused ->
          List.of(
              "Refused: the point of no return was passed at " + refused.passed() + ".",
              isDone(state)
                  ? "The run is done; what it replaced lies on the hosts: etcd-runbook report "
                      + run
                  : "Go forward: etcd-runbook resume " + run);
      case Undoer.End.Incomplete incomplete ->
          List.of(
              "The undo stopped at " + incomplete.at() + ":",
              "  " + Style.harmless(incomplete.trouble().what().replace("\n", "; ")),
              "hint: " + Style.harmless(incomplete.trouble().hint()),
              "Go on with: etcd-runbook undo " + run);
    };
  }

  /** Nothing could be recorded any more. */
  public static List<String> lost(RunId run) {
    return List.of(
        "The undo stopped before the next effect: the journal cannot be written.",
        "hint: free space on this machine's disk, or make it writable",
        "Go on with: etcd-runbook undo " + run);
  }

  private static boolean isDone(RunState state) {
    return state.marks().end().filter(end -> end.kind() == RunEnd.Kind.DONE).isPresent();
  }
}

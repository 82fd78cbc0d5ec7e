package io.github.etcdrunbook.cli;

import io.github.etcdrunbook.run.RunEnd;
import io.github.etcdrunbook.run.RunState;
import io.github.etcdrunbook.world.RunId;
import java.nio.file.Path;

/** Says which runs cannot be gone on with, and what there is to do instead. Pure. */
final class Resumable {
  private Resumable() {}

  /**
   * Returns if the run can go on.
   *
   * @param plan the file of its plan
   */
  static void demand(RunId run, RunState state, Path plan) throws Stop {
    switch (state.stage()) {
      case RUNNING -> {}
      case ENDED -> {
        if (state.marks().end().filter(end -> end.kind() == RunEnd.Kind.DONE).isPresent()) {
          throw Stop.of(ExitCode.DONE, "Run " + run + " is done: nothing is left to do.");
        }
      }
      case NEW ->
          throw Stop.of(
              ExitCode.COMMAND_LINE,
              "Run " + run + " has not begun; to begin it: etcd-runbook run --plan " + plan);
      case UNDOING ->
          throw Stop.of(
              ExitCode.REFUSED,
              "Run " + run + " is being taken back. Go on with that: etcd-runbook undo " + run);
      case UNDONE ->
          throw Stop.of(
              ExitCode.REFUSED, "Run " + run + " was taken back: plan and run again instead.");
    }
  }

  /**
   * Returns if the run has not begun: nothing is in its journal, or only a first line that was torn
   * when its process died.
   */
  static void demandNew(RunId run, RunState state) throws Stop {
    if (state.stage() != RunState.Stage.NEW) {
      throw Stop.of(
          ExitCode.PLAN_STALE,
          "the plan was run already; look at it with: etcd-runbook status " + run);
    }
  }
}

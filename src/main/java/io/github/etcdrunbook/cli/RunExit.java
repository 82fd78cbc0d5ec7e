package io.github.etcdrunbook.cli;

import io.github.etcdrunbook.run.RunEnd;
import io.github.etcdrunbook.run.Trouble;
import io.github.etcdrunbook.run.Undoer;

/** Which exit code a run or its undo ends with. Pure. */
final class RunExit {
  private RunExit() {}

  static ExitCode of(RunEnd end) {
    return switch (end.kind()) {
      case DONE -> ExitCode.DONE;
      case REFUSED -> changed(end, ExitCode.REFUSED);
      case UNREACHABLE -> changed(end, ExitCode.UNREACHABLE);
      case FAILED, JOURNAL_LOST -> changed(end, ExitCode.FAILED_UNCHANGED);
      case IN_DOUBT -> ExitCode.IN_DOUBT;
      case WAITS_FOR_PERSON -> ExitCode.PAUSED;
      case PLAN_STALE -> changed(end, ExitCode.PLAN_STALE);
      case OUTSIDE_WINDOW -> ExitCode.OUTSIDE_WINDOW;
      case INTERRUPTED -> ExitCode.INTERRUPTED;
    };
  }

  static ExitCode of(Undoer.End end) {
    return switch (end) {
      case Undoer.End.Complete ignored -> ExitCode.DONE;
      case Undoer.End.Reached ignored -> ExitCode.DONE;
      case Undoer.End.Refused ignored -> ExitCode.REFUSED;
      case Undoer.End.Incomplete incomplete ->
          incomplete.trouble() instanceof Trouble.Halted
              ? ExitCode.INTERRUPTED
              : ExitCode.UNDO_INCOMPLETE;
    };
  }

  private static ExitCode changed(RunEnd end, ExitCode unchanged) {
    if (end.noReturn()) {
      return ExitCode.FAILED_FORWARD_ONLY;
    }
    return end.changed() ? ExitCode.FAILED_CHANGED : unchanged;
  }
}

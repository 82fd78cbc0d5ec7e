package io.github.etcdrunbook.cli;

import io.github.etcdrunbook.run.RunEnd;

/** Which exit code a run ends with. Pure. */
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

  private static ExitCode changed(RunEnd end, ExitCode unchanged) {
    if (end.noReturn()) {
      return ExitCode.FAILED_FORWARD_ONLY;
    }
    return end.changed() ? ExitCode.FAILED_CHANGED : unchanged;
  }
}

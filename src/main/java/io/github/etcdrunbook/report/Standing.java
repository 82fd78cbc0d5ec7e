package io.github.etcdrunbook.report;

import io.github.etcdrunbook.run.RunEnd;
import io.github.etcdrunbook.run.RunState;

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
          case INTERRUPTED -> "interrupted";
          case JOURNAL_LOST -> "stopped, journal not writable,";
        };
    return end.failures().isEmpty()
        ? word.replaceAll(",$", "")
        : word + " at " + end.failures().getFirst().at();
  }
}

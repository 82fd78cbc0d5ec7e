package io.github.etcdrunbook.report;

import io.github.etcdrunbook.run.RunEnd;
import io.github.etcdrunbook.source.SourceRange;
import io.github.etcdrunbook.world.RunId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The end of a run in words. A failure answers four questions: what failed, what state are we in,
 * what can be done now, where is the evidence. Pure.
 */
public final class EndText {
  private EndText() {}

  /** The lines for a run whose journal lies in the folder. */
  public static List<String> of(RunEnd end, RunId run, Path folder, Style style) {
    List<String> lines = new ArrayList<>();
    lines.add("");
    if (end.kind() == RunEnd.Kind.DONE) {
      lines.add(
          style.good("Done.")
              + (end.changed() ? "" : " The cluster was not changed.")
              + "  Journal: "
              + folder);
      return lines;
    }
    lines.add(style.bad(headline(end)));
    for (RunEnd.StepFailure failure : end.failures()) {
      lines.add("  " + failure.at() + "  (" + place(failure.range()) + ")");
      failure.trouble().what().lines().forEach(line -> lines.add("    " + Style.harmless(line)));
      failure
          .trouble()
          .hint()
          .lines()
          .forEach(line -> lines.add("    hint: " + Style.harmless(line)));
    }
    lines.add("State: " + Standing.situation(end.changed(), end.noReturn()));
    lines.add("Now:   " + String.join("\n       ", commands(end.next(), run)));
    lines.add("Evidence: " + folder);
    return lines;
  }

  private static String headline(RunEnd end) {
    return switch (end.kind()) {
      case DONE -> "Done.";
      case REFUSED -> "Refused.";
      case UNREACHABLE -> "A host is unreachable or rejects us.";
      case FAILED -> "Failed.";
      case IN_DOUBT -> "An effect is in doubt.";
      case WAITS_FOR_PERSON -> "Paused: a person is needed.";
      case PLAN_STALE -> "Stopped: the world is not as it was planned.";
      case OUTSIDE_WINDOW -> "Paused: the maintenance window leaves no time for what comes next.";
      case INTERRUPTED -> "Interrupted: the run is paused.";
      case JOURNAL_LOST -> "Stopped: the journal cannot be written.";
    };
  }

  private static String place(SourceRange range) {
    return range.toString();
  }

  /** What can be done now, as commands that can be typed. */
  static List<String> commands(List<RunEnd.Next> possible, RunId run) {
    return possible.stream()
        .map(
            next ->
                switch (next) {
                  case NOTHING -> "nothing is left to do";
                  case PLAN_AGAIN -> "remove the cause, then plan and run again";
                  case RESUME -> "etcd-runbook resume " + run + "   goes on from here";
                  case UNDO -> "etcd-runbook undo " + run + "     takes back what was done";
                  case RESOLVE ->
                      "etcd-runbook resolve "
                          + run
                          + " STEP@HOST --as done|not-done|skipped --reason TEXT   says what you"
                          + " found out by hand, if it stays in doubt";
                })
        .toList();
  }
}

package io.github.etcdrunbook.cli;

/**
 * What the exit status of a command means. The only source of these numbers: help text and the
 * README's table are made from it. Codes are never given a new meaning.
 */
public enum ExitCode {
  DONE(0, "done, or nothing to do"),
  COMMAND_LINE(2, "the command line is wrong"),
  WRONG_FILES(3, "playbook, inventory or inputs are wrong"),
  REFUSED(4, "refused, nothing changed; or a check found a fault"),
  UNREACHABLE(5, "a host is unreachable or rejects us, nothing changed"),
  FAILED_UNCHANGED(10, "failed, nothing changed"),
  FAILED_CHANGED(11, "failed, partly changed: resume or undo"),
  FAILED_FORWARD_ONLY(12, "failed after the point of no return: forward only"),
  IN_DOUBT(13, "an effect is in doubt: resolve it"),
  UNDO_INCOMPLETE(14, "the undo is incomplete"),
  PAUSED(20, "paused at a gate, or a person is needed and there is no terminal"),
  LOCKED(30, "locked by another run"),
  PLAN_STALE(31, "the plan is stale, used or expired"),
  OUTSIDE_WINDOW(32, "outside the maintenance window"),
  BUG(70, "a bug in etcd-runbook"),
  INTERRUPTED(130, "interrupted, saved, resumable");

  private final int code;
  private final String meaning;

  ExitCode(int code, String meaning) {
    this.code = code;
    this.meaning = meaning;
  }

  /** The status that the process ends with. */
  public int code() {
    return code;
  }

  /** One phrase for help texts and tables. */
  public String meaning() {
    return meaning;
  }
}

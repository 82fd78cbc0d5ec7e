package io.github.etcdrunbook.ssh;

import io.github.etcdrunbook.ssh.SshConnection.Leftover;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Starts commands on a host at most once per key, and finds out later what became of them. A
 * command runs detached from the connection; its outputs and exit status are kept on the host
 * beside its intent. A lost connection is made again within the limit of the call, and changes
 * nothing. For any number of threads.
 */
public final class Wrapper {
  private static final Duration FOLLOW_SLICE = Duration.ofSeconds(5);
  private static final Duration SLACK = Duration.ofSeconds(10);
  private static final Duration RECONNECT_PAUSE = Duration.ofMillis(250);

  private final SshConnection connection;
  private final WrapperPlace place;
  private final Pause pause;

  /** How this program sleeps. */
  public interface Pause {
    /** Sleeps that long. */
    void sleep(Duration time) throws InterruptedException;
  }

  /**
   * What came of a start.
   *
   * @param startedNow false when the key had been used before, and the record is of that use, or
   *     when nothing was started; true when in doubt
   * @param noted whether the note is certainly written
   */
  public record Started(boolean startedNow, boolean noted, WrapperRecord record) {}

  /**
   * What is to be started.
   *
   * @param intent what the caller wants to find beside the key, should only the host survive
   * @param note what is written down before, in the same message
   */
  public record Launch(String intent, Optional<WrapperNote> note, List<String> command) {
    /** Copies the command. */
    public Launch {
      command = List.copyOf(command);
    }
  }

  /**
   * A key that a host knows.
   *
   * @param intent as it was given; empty when its writing was cut off, and then nothing was started
   */
  public record Listed(WrapperKey key, Optional<String> intent, WrapperRecord record) {}

  /** A wrapper on this host, with its records at this place. */
  public Wrapper(SshConnection connection, WrapperPlace place, Pause pause) {
    this.connection = connection;
    this.place = place;
    this.pause = pause;
  }

  /**
   * Starts the command unless its key has been used, and follows it to its end or to the limit;
   * then the record says that it still runs, and it does. When the connection breaks the key is
   * settled: an answer says for certain what became of it. A failure leaves that open for {@link
   * #settle}.
   *
   * @param intent what the caller wants to find beside the key, should only the host survive
   */
  public Answer<Started> start(
      WrapperKey key, String intent, List<String> command, Duration limit) {
    return start(key, new Launch(intent, Optional.empty(), command), limit);
  }

  /** The same with a note; when the host refuses the note, its command failed with that status. */
  public Answer<Started> start(WrapperKey key, Launch launch, Duration limit) {
    return FailedCall.answer(() -> started(key, launch, Deadline.after(limit)));
  }

  /** Opens a shell with the wrapper's functions, so that the next call finds one. */
  public Answer<Boolean> makeReady(Duration limit) {
    return FailedCall.answer(
        () -> {
          exchange("-", ":", new WrapperReport(), Deadline.after(limit));
          return true;
        });
  }

  /** Writes a note and starts nothing; whether it is written. */
  public Answer<Boolean> note(WrapperNote note, Duration limit) {
    return FailedCall.answer(
        () -> {
          WrapperReport report = new WrapperReport();
          exchange("-", note.script(), report, Deadline.after(limit));
          return report.noted();
        });
  }

  private Started started(WrapperKey key, Launch launch, Deadline deadline) throws FailedCall {
    String call =
        launch.note().map(note -> note.script() + " && ").orElse("")
            + "rb_start "
            + intent(launch)
            + " "
            + ShellQuoting.bytes(launch.intent()).length
            + " "
            + ShellQuoting.join(launch.command());
    WrapperReport report;
    try {
      report = call(key, call, deadline);
    } catch (FailedCall failed) {
      if (!mayHaveBeenSent(failed.failure())) {
        throw failed;
      }
      Deadline toSettle = deadline.isPast() ? Deadline.after(SLACK) : deadline;
      WrapperRecord record = inDoubt(() -> endOf(key, settled(key, toSettle, failed), deadline));
      return new Started(!(record instanceof WrapperRecord.NeverStarted), false, record);
    }
    WrapperReport said = report;
    return new Started(
        said.startedNow(), said.noted(), inDoubt(() -> endOf(key, said.record(), deadline)));
  }

  /** Lines that are noted in the same message are not sent twice. */
  private static String intent(Launch launch) {
    boolean noted =
        launch.note().map(WrapperNote::text).filter(launch.intent()::equals).isPresent();
    return noted ? "\"$rb_noted\"" : ShellQuoting.quote(launch.intent());
  }

  private static boolean mayHaveBeenSent(SshFailure failure) {
    return failure instanceof SshFailure.ConnectionLost || failure instanceof SshFailure.TimedOut;
  }

  /**
   * After a start even a refused connection means that nobody knows what becomes of the command.
   */
  private WrapperRecord inDoubt(FailedCall.Call<WrapperRecord> call) throws FailedCall {
    try {
      return call.make();
    } catch (FailedCall failed) {
      throw switch (failed.failure()) {
        case SshFailure.TimedOut late -> failed;
        case SshFailure.Cancelled stopped -> failed;
        case SshFailure other ->
            new FailedCall(
                new SshFailure.ConnectionLost(
                    other.host(), "the wait for a command; then: " + other.message()));
      };
    }
  }

  /** Connects again, and again, until the host says what became of the key. */
  private WrapperRecord settled(WrapperKey key, Deadline deadline, FailedCall first)
      throws FailedCall {
    while (!deadline.isPast()) {
      try {
        return record(key, "rb_settle", deadline);
      } catch (FailedCall failed) {
        if (!(failed.failure() instanceof SshFailure.ConnectionLost
            || failed.failure() instanceof SshFailure.Unreachable)) {
          throw failed;
        }
        pause();
      }
    }
    throw first;
  }

  private WrapperRecord endOf(WrapperKey key, WrapperRecord record, Deadline deadline)
      throws FailedCall {
    WrapperRecord now = record;
    while (now instanceof WrapperRecord.Running && !deadline.isPast()) {
      try {
        now = record(key, "rb_follow " + tenths(deadline), Deadline.after(SLACK));
      } catch (FailedCall failed) {
        now = settled(key, deadline, failed);
      }
    }
    return now;
  }

  private static long tenths(Deadline deadline) {
    return 1 + deadline.atMost(FOLLOW_SLICE).remaining().toMillis() / 100;
  }

  /** Follows a command that was started before, to its end or to the limit. */
  public Answer<WrapperRecord> follow(WrapperKey key, Duration limit) {
    return FailedCall.answer(
        () -> {
          Deadline deadline = Deadline.after(limit);
          return endOf(key, record(key, "rb_look", deadline), deadline);
        });
  }

  /** Looks at a key and changes nothing. */
  public Answer<WrapperRecord> look(WrapperKey key, Duration limit) {
    return FailedCall.answer(() -> record(key, "rb_look", Deadline.after(limit)));
  }

  /**
   * Finds out for good: a command that has not started never will, not even by a message that is
   * still on its way. The answer is never {@link WrapperRecord.Absent}.
   */
  public Answer<WrapperRecord> settle(WrapperKey key, Duration limit) {
    return FailedCall.answer(() -> record(key, "rb_settle", Deadline.after(limit)));
  }

  /**
   * Ends a command with all of its process group: SIGTERM, then after the grace SIGKILL. Gives the
   * record afterwards; a key that has not started is settled and never will.
   */
  public Answer<WrapperRecord> kill(WrapperKey key, Duration grace) {
    return FailedCall.answer(
        () -> {
          String script =
              "rb_settle; rb_signal TERM; rb_follow "
                  + (grace.toMillis() / 100)
                  + "; rb_signal KILL; rb_follow 20";
          return record(key, script, Deadline.after(grace.plus(SLACK)));
        });
  }

  /** The keys of a run that the host knows, in the order of their names. */
  public Answer<List<Listed>> list(String run, Duration limit) {
    WrapperKey.requirePart("run", run);
    return FailedCall.answer(
        () -> {
          WrapperReport report = new WrapperReport();
          exchange(run, "rb_list", report, Deadline.after(limit));
          return report.listed(run);
        });
  }

  /** The runs that have keys on the host. */
  public Answer<List<String>> runs(Duration limit) {
    return FailedCall.answer(
        () -> {
          WrapperReport report = new WrapperReport();
          exchange("-", "rb_runs", report, Deadline.after(limit));
          return report.plainText().lines().toList();
        });
  }

  /** Forgets all keys of a run. Only for runs that are over: a forgotten key can be used again. */
  public Answer<String> purge(String run, Duration limit) {
    WrapperKey.requirePart("run", run);
    return FailedCall.answer(
        () -> {
          exchange(
              run, "rm -rf -- \"$rb_base/$rb_run_id\"", new WrapperReport(), Deadline.after(limit));
          return run;
        });
  }

  private WrapperRecord record(WrapperKey key, String script, Deadline deadline) throws FailedCall {
    return call(key, script + "; rb_report", deadline).record();
  }

  private WrapperReport call(WrapperKey key, String script, Deadline deadline) throws FailedCall {
    WrapperReport report = new WrapperReport();
    exchange(
        key.run(),
        "rb_key=$rb_base/$rb_run_id/" + ShellQuoting.quote(key.fileName()) + "; " + script,
        report,
        deadline);
    return report;
  }

  private void exchange(String run, String script, WrapperReport report, Deadline deadline)
      throws FailedCall {
    connection.withShell(
        deadline,
        Leftover.SHELL,
        shell -> {
          String prepare = shell.isNewTo(place) ? place.prepareScript() + " && " : "";
          int status =
              shell.run(
                  prepare + "{ rb_run_id=" + ShellQuoting.quote(run) + "; " + script + "; }",
                  report.stdout(),
                  report.stderr(),
                  deadline);
          if (status != 0) {
            // Thrown in here, so that a shell which could not be prepared is not used again.
            throw new FailedCall(
                new SshFailure.CommandFailed(
                    connection.target().name(), "the remote wrapper", status, report.errorText()));
          }
          return status;
        });
  }

  private void pause() throws FailedCall {
    try {
      pause.sleep(RECONNECT_PAUSE);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new FailedCall(
          new SshFailure.Cancelled(connection.target().name(), "connecting again"));
    }
  }
}

package io.github.etcdrunbook.ssh.host;

import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.ssh.Answer;
import io.github.etcdrunbook.ssh.CommandResult;
import io.github.etcdrunbook.ssh.FileTransfer;
import io.github.etcdrunbook.ssh.RemoteFile;
import io.github.etcdrunbook.ssh.SshConnection;
import io.github.etcdrunbook.ssh.SshFailure;
import io.github.etcdrunbook.ssh.Transferred;
import io.github.etcdrunbook.ssh.Wrapper;
import io.github.etcdrunbook.ssh.WrapperNote;
import io.github.etcdrunbook.world.Failure;
import io.github.etcdrunbook.world.RunId;
import io.github.etcdrunbook.world.Sha256;
import io.github.etcdrunbook.world.Sight;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The copy of a run on one host: plan and journal in a folder that root alone reads and that
 * survives a reboot. Writing it is harmless to repeat. Safe for several threads.
 */
public final class HostCopy {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final Duration FETCH_LIMIT = Duration.ofMinutes(30);

  private final HostName host;
  private final SshConnection connection;
  private final Wrapper wrapper;
  private final RunCopies copies;

  HostCopy(HostName host, SshConnection connection, Wrapper wrapper, RunCopies copies) {
    this.host = host;
    this.connection = connection;
    this.wrapper = wrapper;
    this.copies = copies;
  }

  /** What a host knows of a run: its plan, the copy of the journal, and what lies beside keys. */
  public record Found(Optional<byte[]> plan, List<byte[]> journals) {
    /** Copies the journals. */
    public Found {
      journals = List.copyOf(journals);
    }
  }

  /**
   * Makes the copy: plan and journal as they are now, in place of an older copy of the same run.
   */
  public Optional<Failure> begin(RunId run, byte[] plan, byte[] journal, int lines) {
    String folder = RunCopies.folder(run);
    Answer<CommandResult> made =
        connection.run(Script.changing("run-folder").with(List.of(folder)), LIMIT);
    Optional<Failure> failure =
        failure(made)
            .or(() -> put(plan, folder + "/plan.json", run))
            .or(() -> put(journal, folder + "/journal.jsonl", run));
    if (failure.isEmpty()) {
      copies.knows(host, lines);
      // The first command is spared that; one that fails here makes its shell ready itself.
      wrapper.makeReady(LIMIT);
    }
    return failure;
  }

  private Optional<Failure> put(byte[] content, String path, RunId run) {
    RemoteFile file = new RemoteFile(path, "0600", Optional.of("0:0"), run.text());
    return switch (new FileTransfer(connection).upload(content, file, LIMIT)) {
      case Answer.Got<Transferred> got -> Optional.empty();
      case Answer.Failed<Transferred> failed -> Optional.of(HostFailures.of(failed.failure()));
    };
  }

  private static Optional<Failure> failure(Answer<CommandResult> answer) {
    return switch (answer) {
      case Answer.Got<CommandResult> got when got.value().succeeded() -> Optional.empty();
      case Answer.Got<CommandResult> got ->
          Optional.of(
              new Failure.CommandFailed(
                  "make a folder for the run's copy",
                  got.value().status(),
                  SshShell.heard(got.value()).tail()));
      case Answer.Failed<CommandResult> failed -> Optional.of(HostFailures.of(failed.failure()));
    };
  }

  /** Tells the host the lines that it does not have; the failure if it does not have them then. */
  public Optional<Failure> tell() {
    Optional<RunCopies.Missing> missing = copies.missing(host);
    if (missing.isEmpty()) {
      return Optional.empty();
    }
    return switch (wrapper.note(missing.get().note(), LIMIT)) {
      case Answer.Got<Boolean> got -> {
        if (got.value()) {
          copies.knows(host, missing.get().upTo());
          yield Optional.empty();
        }
        yield Optional.of(new Failure.NoSpace("the copy of the journal cannot be written"));
      }
      case Answer.Failed<Boolean> failed when lockLost(failed.failure()) ->
          Optional.of(lockLostFailure());
      case Answer.Failed<Boolean> failed -> Optional.of(HostFailures.of(failed.failure()));
    };
  }

  /** Whether the host has learned something within this time, with a command or by itself. */
  public boolean toldWithin(Duration time) {
    return copies.toldWithin(host, time);
  }

  /** Whether the host lacks lines. */
  public boolean lacks() {
    return copies.lacks(host);
  }

  static boolean lockLost(SshFailure failure) {
    return failure instanceof SshFailure.CommandFailed command
        && command.status() == WrapperNote.LOCK_LOST;
  }

  static Failure lockLostFailure() {
    return new Failure.Unsuitable(
        "the lock on this host is not this run's any more: another machine took the run over, or"
            + " a person released it",
        "see `etcd-runbook lock list`; go on where the run is now");
  }

  /** The runs that the host has a copy or keys of. */
  public Sight<List<RunId>> runs() {
    Answer<CommandResult> listed =
        connection.run(
            List.of("/bin/sh", "-c", "ls -1 " + RunCopies.FOLDER + " /run/etcd-runbook || :"),
            LIMIT);
    return switch (listed) {
      case Answer.Failed<CommandResult> failed ->
          new Sight.Unseen<>(HostFailures.of(failed.failure()));
      case Answer.Got<CommandResult> got ->
          new Sight.Seen<>(
              SshShell.heard(got.value())
                  .out()
                  .lines()
                  .filter(line -> line.matches("[0-9]{8}-[0-9]{6}-[0-9a-z]{4}"))
                  .distinct()
                  .map(RunId::new)
                  .toList());
    };
  }

  /** All that the host knows of a run. */
  public Sight<Found> find(RunId run) {
    String folder = RunCopies.folder(run);
    List<byte[]> journals = new ArrayList<>();
    Sight<byte[]> plan = read(folder + "/plan.json");
    Sight<byte[]> journal = read(folder + "/journal.jsonl");
    if (plan instanceof Sight.Unseen<byte[]> unseen) {
      return new Sight.Unseen<>(unseen.failure());
    }
    journal.seen().ifPresent(journals::add);
    // The intent beside a key has the lines that the host lacked when the command was started.
    wrapper
        .list(run.text(), LIMIT)
        .got()
        .ifPresent(
            keys ->
                keys.forEach(
                    key ->
                        key.intent()
                            .ifPresent(
                                text -> journals.add(text.getBytes(StandardCharsets.UTF_8)))));
    return new Sight.Seen<>(new Found(plan.seen().filter(bytes -> bytes.length > 0), journals));
  }

  private Sight<byte[]> read(String path) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    Answer<CommandResult> answer = connection.stream(List.of("cat", "--", path), content, LIMIT);
    return switch (answer) {
      case Answer.Failed<CommandResult> failed ->
          new Sight.Unseen<>(HostFailures.of(failed.failure()));
      case Answer.Got<CommandResult> got ->
          new Sight.Seen<>(got.value().succeeded() ? content.toByteArray() : new byte[0]);
    };
  }

  /** Fetches a file that lies on the host; the failure if it is not the one with the digest. */
  public Optional<Failure> fetch(String path, Sha256 digest, Path to) {
    Answer<Transferred> answer =
        new FileTransfer(connection).download(path, to, (done, total) -> {}, FETCH_LIMIT);
    return switch (answer) {
      case Answer.Failed<Transferred> failed -> Optional.of(HostFailures.of(failed.failure()));
      case Answer.Got<Transferred> got when got.value().sha256().equals(digest.hexadecimal()) ->
          Optional.empty();
      case Answer.Got<Transferred> got ->
          Optional.of(
              new Failure.Unsuitable(path + " is another file: " + got.value().sha256(), "look"));
    };
  }
}

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
import io.github.etcdrunbook.ssh.WrapperKey;
import io.github.etcdrunbook.ssh.WrapperRecord;
import io.github.etcdrunbook.world.EffectKey;
import io.github.etcdrunbook.world.Failure;
import io.github.etcdrunbook.world.Progress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Commands started through the wrapper on a host reached by SSH. Safe for several threads. */
final class SshLaunches implements Launches {
  private static final Duration SHORT = Duration.ofSeconds(20);
  private static final Duration GRACE = Duration.ofSeconds(5);

  /** The statuses of a preparation that found a file in the way. */
  private static final int SAME = 41;

  private final HostName host;
  private final SshConnection connection;
  private final Wrapper wrapper;
  private final RunCopies copies;

  SshLaunches(HostName host, SshConnection connection, Wrapper wrapper, RunCopies copies) {
    this.host = host;
    this.connection = connection;
    this.wrapper = wrapper;
    this.copies = copies;
  }

  @Override
  public Launched start(EffectKey key, Order order, Duration limit) {
    Optional<RunCopies.Missing> missing = copies.missing(host);
    Wrapper.Launch launch =
        new Wrapper.Launch(
            missing.map(lines -> lines.note().text()).orElse(order.intent()),
            missing.map(RunCopies.Missing::note),
            order.command());
    return switch (wrapper.start(key(key), launch, limit)) {
      case Answer.Got<Wrapper.Started> got -> {
        missing
            .filter(lines -> got.value().noted())
            .ifPresent(lines -> copies.knows(host, lines.upTo()));
        yield launched(got.value().record());
      }
      case Answer.Failed<Wrapper.Started> failed when HostCopy.lockLost(failed.failure()) ->
          new Launched.Refused(HostCopy.lockLostFailure());
      case Answer.Failed<Wrapper.Started> failed when nothingWasSent(failed.failure()) ->
          new Launched.Refused(HostFailures.of(failed.failure()));
      case Answer.Failed<Wrapper.Started> failed ->
          new Launched.Unknown(HostFailures.of(failed.failure()));
    };
  }

  /** Those failures come from connecting, before any command is sent. */
  private static boolean nothingWasSent(SshFailure failure) {
    return switch (failure) {
      case SshFailure.Unreachable f -> true;
      case SshFailure.HostKeyUnknown f -> true;
      case SshFailure.HostKeyChanged f -> true;
      case SshFailure.HostKeyRevoked f -> true;
      case SshFailure.AuthRejected f -> true;
      case SshFailure.SudoRefused f -> true;
      case SshFailure.ShellRefused f -> true;
      case SshFailure.ForwardingRefused f -> true;
      case SshFailure.TimedOut f -> false;
      case SshFailure.ConnectionLost f -> false;
      case SshFailure.CommandFailed f -> false;
      case SshFailure.DiskFull f -> false;
      case SshFailure.TransferFailed f -> false;
      case SshFailure.Cancelled f -> false;
    };
  }

  @Override
  public Launched settle(EffectKey key, Duration limit) {
    Launched first = launched(wrapper.settle(key(key), SHORT));
    return first instanceof Launched.Running ? launched(wrapper.follow(key(key), limit)) : first;
  }

  @Override
  public Launched end(EffectKey key) {
    return launched(wrapper.kill(key(key), GRACE));
  }

  /** The index counts the effects of a step; an undo has the same one, so its step is named so. */
  private WrapperKey key(EffectKey key) {
    String step = key.effect().step().text();
    return new WrapperKey(
        key.run().text(),
        key.phase() == EffectKey.Phase.UNDO ? step + ".undo" : step,
        host.text(),
        key.effect().index(),
        key.attempt());
  }

  private static Launched launched(Answer<WrapperRecord> answer) {
    return switch (answer) {
      case Answer.Got<WrapperRecord> got -> launched(got.value());
      case Answer.Failed<WrapperRecord> failed ->
          new Launched.Unknown(HostFailures.of(failed.failure()));
    };
  }

  private static Launched launched(WrapperRecord record) {
    return switch (record) {
      case WrapperRecord.Exited exited -> new Launched.Ended(SshShell.heard(exited.result()));
      case WrapperRecord.Running running -> new Launched.Running();
      case WrapperRecord.Interrupted interrupted -> new Launched.Interrupted(interrupted.why());
      case WrapperRecord.NeverStarted never -> new Launched.Never();
      case WrapperRecord.Absent absent -> new Launched.Never();
    };
  }

  /**
   * A file is put beside its target and renamed, so that it is safe to repeat: no record is needed.
   * One that is there with the digest is left alone; one with another digest is in the way.
   */
  @Override
  public Launched put(EffectKey key, Parcel parcel, Duration limit, Progress progress) {
    List<String> prepare =
        Script.changing("put").with(List.of(parcel.target(), parcel.sha256().hexadecimal()));
    Optional<Failure> lost = copy().tell().filter(failure -> !harmless(failure));
    if (lost.isPresent()) {
      return new Launched.Refused(lost.get());
    }
    Answer<CommandResult> prepared = connection.run(prepare, limit);
    if (prepared instanceof Answer.Failed<CommandResult> failed) {
      return new Launched.Refused(HostFailures.of(failed.failure()));
    }
    CommandResult result = prepared.got().orElseThrow();
    if (result.status() == SAME) {
      return new Launched.Ended(new Heard(0, "", ""));
    }
    if (!result.succeeded()) {
      return new Launched.Ended(SshShell.heard(result));
    }
    RemoteFile file =
        new RemoteFile(
            parcel.target(),
            "0" + Integer.toOctalString(parcel.owner().mode()),
            Optional.of(parcel.owner().uid() + ":" + parcel.owner().gid()),
            key.run().text());
    return sent(
        new FileTransfer(connection).upload(parcel.source(), file, progress::at, limit), parcel);
  }

  private HostCopy copy() {
    return new HostCopy(host, connection, wrapper, copies);
  }

  /** A copy that cannot be written for want of space stops nothing. */
  private static boolean harmless(Failure failure) {
    return failure instanceof Failure.NoSpace;
  }

  private static Launched sent(Answer<Transferred> answer, Parcel parcel) {
    return switch (answer) {
      case Answer.Failed<Transferred> failed when nothingWasSent(failed.failure()) ->
          new Launched.Refused(HostFailures.of(failed.failure()));
      case Answer.Failed<Transferred> failed ->
          new Launched.Unknown(HostFailures.of(failed.failure()));
      case Answer.Got<Transferred> got
          when got.value().sha256().equals(parcel.sha256().hexadecimal()) ->
          new Launched.Ended(new Heard(0, "", ""));
      case Answer.Got<Transferred> got ->
          new Launched.Unknown(
              new Failure.Unsuitable(
                  parcel.source()
                      + " has changed since it was verified: it now is "
                      + got.value().sha256(),
                  "verify it again and make a new plan"));
    };
  }
}

package io.github.etcdrunbook.ssh.host;

import io.github.etcdrunbook.ssh.SshFailure;
import io.github.etcdrunbook.world.Failure;

/** Says in the world's words why a call to a host gave no value. Pure. */
final class HostFailures {
  private HostFailures() {}

  static Failure of(SshFailure failure) {
    return switch (failure) {
      case SshFailure.Unreachable f -> new Failure.Unreachable(f.message());
      case SshFailure.ConnectionLost f -> new Failure.Unreachable(f.message());
      case SshFailure.HostKeyUnknown f -> rejected(f);
      case SshFailure.HostKeyChanged f -> rejected(f);
      case SshFailure.HostKeyRevoked f -> rejected(f);
      case SshFailure.AuthRejected f -> rejected(f);
      case SshFailure.ForwardingRefused f -> rejected(f);
      case SshFailure.SudoRefused f -> rejected(f);
      case SshFailure.ShellRefused f -> rejected(f);
      case SshFailure.TimedOut f -> new Failure.TimedOut(f.what(), f.limit());
      case SshFailure.CommandFailed f ->
          new Failure.CommandFailed(f.command(), f.status(), f.lastLines());
      case SshFailure.DiskFull f -> new Failure.NoSpace(f.message());
      case SshFailure.TransferFailed f -> new Failure.Unsuitable(f.message(), f.hint());
      case SshFailure.Cancelled f -> new Failure.Unsuitable(f.message(), f.hint());
    };
  }

  private static Failure rejected(SshFailure failure) {
    return new Failure.Rejected(failure.message(), failure.hint());
  }
}

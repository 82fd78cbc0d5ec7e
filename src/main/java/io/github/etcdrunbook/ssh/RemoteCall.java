package io.github.etcdrunbook.ssh;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** One piece of shell text, run on a connection, with what becomes of its outputs. Used once. */
final class RemoteCall {
  private final String text;
  private Optional<OutputStream> stream = Optional.empty();

  private RemoteCall(String text) {
    this.text = text;
  }

  /** A call of this text, which leaves the shell as it found it. */
  static RemoteCall of(String text) {
    return new RemoteCall(text);
  }

  RemoteCall streamingTo(OutputStream stdout) {
    stream = Optional.of(stdout);
    return this;
  }

  CommandResult on(SshConnection connection, Deadline deadline) throws FailedCall {
    HeadAndTail out = new HeadAndTail(SshConnection.KEPT_BYTES);
    HeadAndTail err = new HeadAndTail(SshConnection.KEPT_BYTES);
    AtomicReference<Optional<IOException>> broken = new AtomicReference<>(Optional.empty());
    RemoteShell.Sink stdout =
        stream
            .<RemoteShell.Sink>map(to -> (b, from, length) -> write(to, b, from, length, broken))
            .orElse(out::write);
    int status =
        connection.withShell(
            deadline,
            SshConnection.Leftover.PROCESS_GROUP,
            shell -> shell.run(text, stdout, err::write, deadline));
    if (broken.get().isPresent()) {
      throw new FailedCall(
          new SshFailure.TransferFailed(
              connection.target().name(),
              "standard output",
              String.valueOf(broken.get().get().getMessage())));
    }
    return new CommandResult(status, out.captured(), err.captured());
  }

  /** After the first error the rest is dropped: the session's thread must go on. */
  private static void write(
      OutputStream to,
      byte[] bytes,
      int offset,
      int length,
      AtomicReference<Optional<IOException>> broken) {
    if (broken.get().isEmpty()) {
      try {
        to.write(bytes, offset, length);
      } catch (IOException failed) {
        broken.set(Optional.of(failed));
      }
    }
  }
}

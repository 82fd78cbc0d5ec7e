package io.github.etcdrunbook.ssh;

import com.jcraft.jsch.ChannelExec;
import com.jcraft.jsch.JSchException;
import io.github.etcdrunbook.ssh.SshTarget.Become;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/**
 * A command on a channel of its own that gets a stream as its input: how large files go to a host.
 * Used once. A peer that stops taking input is cut off at the deadline.
 */
final class InputChannel {
  private static final int CHUNK_BYTES = 32_000;
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);

  private final LiveSession session;
  private final SshTarget target;
  private final Deadline deadline;
  private final HeadAndTail errors = new HeadAndTail(4096);
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile boolean cut;

  InputChannel(LiveSession session, SshTarget target, Deadline deadline) {
    this.session = session;
    this.target = target;
    this.deadline = deadline;
  }

  /** Is told how many bytes were sent. */
  interface Sent {
    void bytes(long count);
  }

  /** How the command ended. */
  record Outcome(int status, String errorText) {}

  /** Feeds the command with the stream to its end, and waits for the command's. */
  Outcome feed(String script, InputStream content, Sent sent) throws FailedCall, IOException {
    ChannelExec channel = channel(script);
    CountDownLatch over = new CountDownLatch(1);
    Thread.ofVirtual().start(() -> cutAtDeadline(channel, over));
    try {
      IOException broken = copy(channel, content, sent);
      if (!deadline.await(closed) || cut) {
        throw new FailedCall(new SshFailure.TimedOut(target.name(), "an upload", deadline.limit()));
      }
      int status = channel.getExitStatus();
      if (status < 0 || (broken != null && status == 0)) {
        throw new FailedCall(new SshFailure.ConnectionLost(target.name(), "an upload"));
      }
      return new Outcome(status, errors.captured().lastLines(3));
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new FailedCall(new SshFailure.Cancelled(target.name(), "an upload"));
    } finally {
      over.countDown();
      channel.disconnect();
    }
  }

  /** Null when all was sent; otherwise why the other side takes no more. */
  private static IOException copy(ChannelExec channel, InputStream content, Sent sent)
      throws IOException {
    byte[] chunk = new byte[CHUNK_BYTES];
    OutputStream in = channel.getOutputStream();
    long count = 0;
    for (int length = content.read(chunk); length >= 0; length = content.read(chunk)) {
      try {
        in.write(chunk, 0, length);
      } catch (IOException broken) {
        return broken;
      }
      count += length;
      sent.bytes(count);
    }
    try {
      in.close();
    } catch (IOException broken) {
      return broken;
    }
    return null;
  }

  private ChannelExec channel(String script) throws FailedCall {
    try {
      ChannelExec channel = (ChannelExec) ChannelOpening.create(session.jsch(), "exec");
      String sh = "/bin/sh -c " + ShellQuoting.quote("LC_ALL=C; export LC_ALL; " + script);
      channel.setCommand(target.become() == Become.SUDO ? "exec sudo -n -- " + sh : "exec " + sh);
      channel.setOutputStream(OutputStream.nullOutputStream());
      channel.setErrStream(new Errors());
      channel.getOutputStream(); // Before connect, or there is none.
      ChannelOpening.connect(session.jsch(), channel, deadline);
      return channel;
    } catch (JSchException | IOException failed) {
      throw new FailedCall(
          session.isConnected() && !(failed instanceof ChannelOpening.SessionEnding)
              ? new SshFailure.ShellRefused(target.name(), String.valueOf(failed.getMessage()))
              : new SshFailure.ConnectionLost(target.name(), "an upload"));
    }
  }

  /** Closing the channel frees a writer that waits for the peer, cutting the socket any other. */
  private void cutAtDeadline(ChannelExec channel, CountDownLatch over) {
    try {
      if (deadline.await(over)) {
        return;
      }
      cut = true;
      Thread.ofVirtual().start(channel::disconnect);
      if (!Deadline.after(CLOSE_LIMIT).await(over)) {
        session.sever();
      }
    } catch (InterruptedException never) {
      Thread.currentThread().interrupt();
    }
  }

  /** Standard error of the command; it is closed with the channel, when the status is there. */
  private final class Errors extends OutputStream {
    @Override
    public void write(int value) {
      errors.write(value);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      errors.write(bytes, offset, length);
    }

    @Override
    public void close() {
      closed.countDown();
    }
  }
}

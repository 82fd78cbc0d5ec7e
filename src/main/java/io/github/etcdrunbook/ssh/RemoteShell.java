package io.github.etcdrunbook.ssh;

import com.jcraft.jsch.ChannelExec;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Session;
import io.github.etcdrunbook.ssh.SshTarget.Become;
import java.io.IOException;
import java.io.OutputStream;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/**
 * One {@code sh} that lives as long as its channel and runs one command after the other, so that
 * the login shell's start files are paid for once. Not for concurrent use. After any failure it
 * must be thrown away, since nobody knows what it still does.
 *
 * <p>A command is sent as one piece of text; the shell runs it with its own standard output and
 * error and then prints a mark on both ({@link FrameStream}). It costs one round trip and one fork.
 */
final class RemoteShell {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int NOISE_MAX = 2048;
  private static final Duration LAST_WORDS_LIMIT = Duration.ofSeconds(1);

  private final String host;
  private final ChannelExec channel;
  private final HeadAndTail noise = new HeadAndTail(NOISE_MAX);
  private final Exchange out = new Exchange((bytes, offset, length) -> {});
  // Closed last, with the channel; sshd may send the end of standard output before it.
  private final Exchange err = new Exchange(noise::write);
  private final FrameStream outFrames = new FrameStream(out);
  private final FrameStream errFrames = new FrameStream(err);
  private final Set<Object> prepared = new HashSet<>();
  private OutputStream in;
  private String processId = "";
  private String processGroup = "";

  private RemoteShell(String host, ChannelExec channel) {
    this.host = host;
    this.channel = channel;
  }

  /**
   * Where a part of the output goes. Called by the session's thread; must neither block nor throw.
   */
  interface Sink {
    void bytes(byte[] bytes, int offset, int length);

    /** A mark that the command itself printed with the token. */
    default void mark(String label) {}
  }

  static RemoteShell open(Session session, SshTarget target, Deadline deadline) throws FailedCall {
    RemoteShell shell;
    try {
      ChannelExec channel = (ChannelExec) ChannelOpening.create(session, "exec");
      shell = new RemoteShell(target.name(), channel);
      channel.setCommand(
          target.become() == Become.SUDO ? "exec sudo -n -- /bin/sh" : "exec /bin/sh");
      channel.setOutputStream(shell.outFrames);
      channel.setErrStream(shell.errFrames);
      shell.in = channel.getOutputStream();
      ChannelOpening.connect(session, channel, deadline);
    } catch (JSchException | IOException failed) {
      throw new FailedCall(notOpened(failed, session, target, deadline));
    }
    shell.greet(session, target, deadline);
    return shell;
  }

  private static SshFailure notOpened(
      Exception failed, Session session, SshTarget target, Deadline deadline) {
    if (deadline.isPast()) {
      return new SshFailure.TimedOut(target.name(), "opening a shell", deadline.limit());
    }
    return session.isConnected() && !(failed instanceof ChannelOpening.SessionEnding)
        ? new SshFailure.ShellRefused(target.name(), String.valueOf(failed.getMessage()))
        : new SshFailure.ConnectionLost(target.name(), "opening a shell");
  }

  /** Sets the shell up, skips what the login shell's start files print, and learns its ids. */
  private void greet(Session session, SshTarget target, Deadline deadline) throws FailedCall {
    try {
      run(
          """
          LC_ALL=C; export LC_ALL; unset LANGUAGE ENV BASH_ENV CDPATH; umask 022; cd /
          PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin:/usr/bin:/bin; export PATH
          rb_line=; while IFS= read -r rb_x; do rb_line="$rb_line $rb_x"; done </proc/self/stat
          set -- ${rb_line##*) }
          printf '\\036%s %s\\n' "$rb_token" "$$ $3"
          """,
          new Sink() {
            @Override
            public void bytes(byte[] bytes, int offset, int length) {
              // Start files may print; nobody asked for it.
            }

            @Override
            public void mark(String label) {
              String[] ids = label.split(" ");
              processId = ids[0];
              processGroup = ids.length > 1 ? ids[1] : "";
            }
          },
          noise::write,
          deadline);
    } catch (FailedCall failed) {
      close();
      if (failed.failure() instanceof SshFailure.ConnectionLost && session.isConnected()) {
        String said = noise.captured().lastLines(3);
        throw new FailedCall(
            target.become() == Become.SUDO
                ? new SshFailure.SudoRefused(host, said)
                : new SshFailure.ShellRefused(host, said));
      }
      throw failed;
    }
  }

  /**
   * Runs a piece of shell text, which finds the token of this exchange in {@code $rb_token}.
   *
   * @return the exit status
   */
  int run(String script, Sink stdout, Sink stderr, Deadline deadline) throws FailedCall {
    String token = HexFormat.of().formatHex(randomBytes());
    CountDownLatch over = new CountDownLatch(2);
    out.begin(stdout, over);
    err.begin(stderr, over);
    outFrames.expect(token);
    errFrames.expect(token);
    String text =
        "rb_token="
            + token
            + "\n"
            + script
            + "\nrb_status=$?; printf '\\036%s end %d\\n' "
            + token
            + " $rb_status"
            + "; printf '\\036%s end\\n' "
            + token
            + " >&2\n";
    try {
      boolean sent = send(text);
      if (!(sent ? deadline : deadline.atMost(LAST_WORDS_LIMIT)).await(over) && sent) {
        throw new FailedCall(new SshFailure.TimedOut(host, "a command", deadline.limit()));
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new FailedCall(new SshFailure.Cancelled(host, "a command"));
    }
    if (out.ended().isEmpty() || err.ended().isEmpty()) {
      throw new FailedCall(new SshFailure.ConnectionLost(host, "a command"));
    }
    if (out.trouble().isPresent()) {
      throw new FailedCall(new SshFailure.ConnectionLost(host, out.trouble().get()));
    }
    return Integer.parseInt(out.ended().get().substring("end ".length()));
  }

  /** False when the shell takes nothing any more; what it said last is then on its way. */
  private boolean send(String text) {
    try {
      in.write(ShellQuoting.bytes(text));
      in.flush();
      return true;
    } catch (IOException closed) {
      return false;
    }
  }

  private static byte[] randomBytes() {
    byte[] bytes = new byte[16];
    RANDOM.nextBytes(bytes);
    return bytes;
  }

  /** True the first time for this key: whoever asks then has to define its functions. */
  boolean isNewTo(Object key) {
    return prepared.add(key);
  }

  boolean isOpen() {
    return channel.isConnected() && !out.isClosed();
  }

  /** The process id of the shell on the host. */
  String processId() {
    return processId;
  }

  /** The process group of the shell on the host; sshd gives each channel its own. */
  String processGroup() {
    return processGroup;
  }

  void close() {
    channel.disconnect();
  }

  /** One output of the command that runs now. */
  private static final class Exchange implements FrameStream.Listener {
    private Sink sink;
    private CountDownLatch over = new CountDownLatch(0);
    private Optional<String> ended = Optional.empty();
    private Optional<String> trouble = Optional.empty();
    private boolean closed;

    /** What comes before the first command, complaints of sudo say, goes to this sink. */
    Exchange(Sink first) {
      sink = first;
    }

    synchronized void begin(Sink newSink, CountDownLatch latch) {
      sink = newSink;
      over = latch;
      ended = Optional.empty();
      trouble = Optional.empty();
      if (closed) {
        giveUp();
      }
    }

    @Override
    public synchronized void bytes(byte[] bytes, int offset, int length) {
      if (ended.isEmpty()) {
        sink.bytes(bytes, offset, length);
      }
    }

    @Override
    public synchronized void mark(String label) {
      if (label.startsWith("end")) {
        ended = Optional.of(label);
        over.countDown();
      } else {
        try {
          sink.mark(label);
        } catch (RuntimeException unreadable) {
          // Thrown on, it would end the session; a host that answers nonsense is no reason to.
          trouble = Optional.of("an answer that makes no sense: `" + label + "`");
        }
      }
    }

    @Override
    public synchronized void closed() {
      if (!closed) {
        closed = true;
        if (ended.isEmpty()) {
          giveUp();
        }
      }
    }

    /** Nothing will come here any more; whoever waits sees that the mark is missing. */
    private void giveUp() {
      over.countDown();
    }

    synchronized Optional<String> ended() {
      return ended;
    }

    synchronized Optional<String> trouble() {
      return trouble;
    }

    synchronized boolean isClosed() {
      return closed;
    }
  }
}

package io.github.etcdrunbook.ssh;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A host that commands can be run on: one session, connected when first needed and again after a
 * loss, with a pool of long-lived shells on it. For any number of threads; commands beyond {@link
 * #CHANNELS_MAX} wait for their turn. Every call ends within its limit. A call whose connection
 * breaks is never repeated here, since it may have changed the host.
 */
public final class SshConnection implements AutoCloseable {
  /** The default {@code MaxSessions} of sshd is 10; the rest is left for other uses. */
  public static final int CHANNELS_MAX = 8;

  /** How much is kept of each end of an output. */
  public static final int KEPT_BYTES = 1 << 20;

  private static final LiveSession.Keepalive KEEPALIVE =
      new LiveSession.Keepalive(Duration.ofSeconds(5), 3);
  private static final Duration CLEAN_UP_LIMIT = Duration.ofSeconds(5);

  private final SshTarget target;
  private final LiveSession.Keepalive keepalive;
  private final Duration connectLimit;
  private final Semaphore channels = new Semaphore(CHANNELS_MAX, true);
  private final ReentrantLock connecting = new ReentrantLock();
  private final Deque<RemoteShell> idle = new ArrayDeque<>();
  private Optional<LiveSession> session = Optional.empty();

  /**
   * A connection to be made when it is needed.
   *
   * @param connectLimit the longest time that connecting may take
   */
  public SshConnection(SshTarget target, Duration connectLimit) {
    this(target, connectLimit, KEEPALIVE);
  }

  SshConnection(SshTarget target, Duration connectLimit, LiveSession.Keepalive keepalive) {
    this.target = target;
    this.connectLimit = connectLimit;
    this.keepalive = keepalive;
  }

  /** Where this connection leads. */
  public SshTarget target() {
    return target;
  }

  /** Connects, logs in and tries for a shell with the rights asked for; changes nothing. */
  public Answer<SshTarget> connect(Duration limit) {
    return FailedCall.answer(
        () -> {
          RemoteCall.of(":").on(this, Deadline.after(limit));
          return target;
        });
  }

  /**
   * Runs a command and keeps up to {@link #KEPT_BYTES} of each end of its outputs. The command has
   * no input and runs in {@code /} with {@code LC_ALL=C}. A status other than 0 is a result, not a
   * failure. A command that is not over at its limit is killed with its process group.
   */
  public Answer<CommandResult> run(List<String> command, Duration limit) {
    return FailedCall.answer(
        () -> RemoteCall.of(commandText(command)).on(this, Deadline.after(limit)));
  }

  /**
   * As {@link #run}, but all of standard output goes to the stream, whatever its length. The stream
   * is written to by the connection's own thread: it must be quick, and what it throws ends the
   * call.
   */
  public Answer<CommandResult> stream(List<String> command, OutputStream stdout, Duration limit) {
    return FailedCall.answer(() -> streamed(command, stdout, Deadline.after(limit)));
  }

  /** Opens a port on this machine that leads to an address as the host sees it. */
  public Answer<ForwardedPort> forward(String host, int port, Duration limit) {
    return FailedCall.answer(() -> ForwardedPort.open(this, host, port, Deadline.after(limit)));
  }

  CommandResult streamed(List<String> command, OutputStream stdout, Deadline deadline)
      throws FailedCall {
    return RemoteCall.of(commandText(command)).streamingTo(stdout).on(this, deadline);
  }

  /** A subshell, so that {@code exit} and other built-in commands leave the shell as it is. */
  static String commandText(List<String> command) {
    if (command.isEmpty()) {
      throw new IllegalArgumentException("a command has at least one word");
    }
    return "( " + ShellQuoting.join(command) + " ) </dev/null";
  }

  /** What a call does with a shell of its own. */
  interface ShellUse<T> {
    T with(RemoteShell shell) throws FailedCall;
  }

  /** What is to be killed on the host when a call did not come back. */
  enum Leftover {
    /** The shell and everything that it started. */
    PROCESS_GROUP,
    /** Only the shell: what it started has to survive. */
    SHELL
  }

  /** Lends a shell for one use; the shell is thrown away when that fails. */
  <T> T withShell(Deadline deadline, Leftover leftover, ShellUse<T> use) throws FailedCall {
    takeTurn(deadline);
    RemoteShell shell = null;
    boolean handedOver = false;
    try {
      shell = shell(deadline);
      T result = use.with(shell);
      giveBack(shell);
      return result;
    } catch (FailedCall failed) {
      if (shell != null && mayStillRun(failed.failure())) {
        handedOver = true;
        cleanUpBehind(shell, leftover);
      } else if (shell != null) {
        shell.close();
      }
      throw failed;
    } finally {
      if (!handedOver) {
        channels.release();
      }
    }
  }

  /** What a call does with a channel that it opens itself. */
  interface SessionUse<T> {
    T with(LiveSession session) throws FailedCall, IOException;
  }

  /** Lends the session for one channel, which counts against {@link #CHANNELS_MAX}. */
  <T> T withChannel(Deadline deadline, SessionUse<T> use) throws FailedCall, IOException {
    takeTurn(deadline);
    try {
      return use.with(session(deadline));
    } finally {
      channels.release();
    }
  }

  private static boolean mayStillRun(SshFailure failure) {
    return failure instanceof SshFailure.TimedOut || failure instanceof SshFailure.Cancelled;
  }

  private void takeTurn(Deadline deadline) throws FailedCall {
    try {
      if (!channels.tryAcquire(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS)) {
        throw new FailedCall(
            new SshFailure.TimedOut(
                target.name(),
                "waiting for one of the " + CHANNELS_MAX + " channels",
                deadline.limit()));
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new FailedCall(new SshFailure.Cancelled(target.name(), "waiting for a channel"));
    }
  }

  private RemoteShell shell(Deadline deadline) throws FailedCall {
    for (Optional<RemoteShell> free = idleShell(); free.isPresent(); free = idleShell()) {
      if (free.get().isOpen()) {
        return free.get();
      }
      free.get().close();
    }
    return RemoteShell.open(session(deadline).jsch(), target, deadline.atMost(connectLimit));
  }

  private Optional<RemoteShell> idleShell() {
    synchronized (idle) {
      return Optional.ofNullable(idle.pollFirst());
    }
  }

  private void giveBack(RemoteShell shell) {
    synchronized (idle) {
      idle.addFirst(shell);
    }
  }

  /**
   * Closing a channel does not end what runs in it, and sshd counts it against MaxSessions as long
   * as it runs. So it is killed from another shell, in the background, and its turn given up after.
   */
  private void cleanUpBehind(RemoteShell hung, Leftover leftover) {
    String victim =
        leftover == Leftover.PROCESS_GROUP ? "-" + hung.processGroup() : hung.processId();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                hung.close();
                Deadline deadline = Deadline.after(CLEAN_UP_LIMIT);
                RemoteShell other = shell(deadline);
                other.run("kill -s KILL -- " + victim, (b, o, l) -> {}, (b, o, l) -> {}, deadline);
                giveBack(other);
              } catch (FailedCall unreachable) {
                // Then sshd ends it when the connection does, or the host is gone.
              } finally {
                channels.release();
              }
            });
  }

  /** The session, connected. */
  LiveSession session(Deadline deadline) throws FailedCall {
    try {
      if (!connecting.tryLock(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS)) {
        throw new FailedCall(
            new SshFailure.TimedOut(target.name(), "connecting", deadline.limit()));
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new FailedCall(new SshFailure.Cancelled(target.name(), "connecting"));
    }
    try {
      if (session.isPresent() && !session.get().isConnected()) {
        session.get().close();
        session = Optional.empty();
      }
      if (session.isEmpty()) {
        session = Optional.of(LiveSession.open(target, keepalive, deadline.atMost(connectLimit)));
      }
      return session.get();
    } finally {
      connecting.unlock();
    }
  }

  /** Closes all shells and the session. Commands started by the wrapper go on. */
  @Override
  public void close() {
    for (Optional<RemoteShell> free = idleShell(); free.isPresent(); free = idleShell()) {
      free.get().close();
    }
    connecting.lock();
    try {
      session.ifPresent(LiveSession::close);
      session = Optional.empty();
    } finally {
      connecting.unlock();
    }
  }
}

package io.github.etcdrunbook.ssh;

import com.jcraft.jsch.Channel;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Session;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Opens channels. JSch alone answers null while a session ends, and waits out its whole time when
 * the session breaks while a channel is being opened.
 */
final class ChannelOpening {
  private static final Duration LOOK_EVERY = Duration.ofMillis(50);

  private ChannelOpening() {}

  /** A channel to be set up and connected. */
  static Channel create(Session session, String type) throws JSchException {
    Channel channel = session.openChannel(type);
    if (channel == null) {
      throw new SessionEnding();
    }
    return channel;
  }

  /** The connection is about to be lost, though JSch still calls the session connected. */
  static final class SessionEnding extends JSchException {
    private static final long serialVersionUID = 1L;

    SessionEnding() {
      super("the session is ending");
    }
  }

  /** Connects the channel; fails at once when the session breaks, and at the deadline. */
  static void connect(Session session, Channel channel, Deadline deadline) throws JSchException {
    CountDownLatch over = new CountDownLatch(1);
    AtomicReference<Optional<JSchException>> failed = new AtomicReference<>(Optional.empty());
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                channel.connect(deadline.remainingMillis());
              } catch (JSchException refused) {
                failed.set(Optional.of(refused));
              } finally {
                over.countDown();
              }
            });
    try {
      while (!Deadline.after(LOOK_EVERY).await(over)) {
        if (!session.isConnected() || deadline.isPast()) {
          throw new JSchException("no answer from the session");
        }
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new JSchException("interrupted", stopped);
    }
    if (failed.get().isPresent()) {
      throw failed.get().get();
    }
  }
}

package io.github.etcdrunbook.ssh;

import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchChangedHostKeyException;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.JSchHostKeyException;
import com.jcraft.jsch.JSchRevokedHostKeyException;
import com.jcraft.jsch.JSchUnknownHostKeyException;
import com.jcraft.jsch.Session;
import io.github.etcdrunbook.ssh.SshTarget.Server;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One authenticated session, with the sessions of its jump hosts. Host keys are checked strictly,
 * logins are by public key only, and a peer that falls silent is noticed by keepalives.
 */
final class LiveSession implements AutoCloseable {
  private final Session session;
  private final SeverableSockets sockets;
  private final Optional<LiveSession> jump;

  private LiveSession(Session session, SeverableSockets sockets, Optional<LiveSession> jump) {
    this.session = session;
    this.sockets = sockets;
    this.jump = jump;
  }

  /** How often a silent peer is asked, and how often in vain until the session counts as dead. */
  record Keepalive(Duration interval, int unansweredMax) {}

  static LiveSession open(SshTarget target, Keepalive keepalive, Deadline deadline)
      throws FailedCall {
    Optional<LiveSession> jump = Optional.empty();
    if (target.jump().isPresent()) {
      jump = Optional.of(open(target.jump().get(), keepalive, deadline));
    }
    try {
      return open(target, keepalive, deadline, jump);
    } catch (FailedCall failed) {
      jump.ifPresent(LiveSession::close);
      throw failed;
    }
  }

  private static LiveSession open(
      SshTarget target, Keepalive keepalive, Deadline deadline, Optional<LiveSession> jump)
      throws FailedCall {
    Server server = target.server();
    OfferedKeys keys = OfferedKeys.of(target.login());
    HostKeys hostKeys;
    try {
      hostKeys = HostKeys.read(server);
    } catch (IOException unreadable) {
      throw new FailedCall(
          new SshFailure.TransferFailed(
              target.name(),
              server.knownHosts().toString(),
              String.valueOf(unreadable.getMessage())));
    }
    SeverableSockets sockets = new SeverableSockets(deadline);
    try {
      JSch jsch = new JSch();
      jsch.setIdentityRepository(keys);
      Session session = jsch.getSession(target.login().user(), server.address(), server.port());
      configure(session, keepalive);
      session.setHostKeyRepository(hostKeys);
      server.keyAlias().ifPresent(session::setHostKeyAlias);
      session.setSocketFactory(sockets);
      jump.ifPresent(through -> session.setProxy(new JumpProxy(through.session)));
      session.connect(deadline.remainingMillis());
      return new LiveSession(session, sockets, jump);
    } catch (JSchException failed) {
      sockets.sever();
      throw new FailedCall(translate(failed, target, hostKeys, keys));
    }
  }

  private static void configure(Session session, Keepalive keepalive) throws JSchException {
    // Of all other values JSch makes "no": even accept-new lets a changed key pass.
    session.setConfig("StrictHostKeyChecking", "yes");
    session.setConfig("PreferredAuthentications", "publickey");
    session.setConfig("MaxAuthTries", "12");
    for (String way : List.of("cipher.c2s", "cipher.s2c")) {
      session.setConfig(way, counterModeFirst(JSch.getConfig(way)));
    }
    session.setDaemonThread(true);
    session.setServerAliveInterval((int) keepalive.interval().toMillis());
    session.setServerAliveCountMax(keepalive.unansweredMax());
  }

  /**
   * Ciphers in the order that the JVM likes: before its second compiler has looked at GCM, and
   * where that is left out, AES-CTR with an HMAC is twice as fast.
   */
  private static String counterModeFirst(String ciphers) {
    return Arrays.stream(ciphers.split(","))
        .sorted(Comparator.comparing(cipher -> !cipher.endsWith("-ctr")))
        .collect(Collectors.joining(","));
  }

  /** The one place where what JSch throws on connecting becomes a failure of ours. */
  private static SshFailure translate(
      JSchException failed, SshTarget target, HostKeys hostKeys, OfferedKeys keys) {
    String name = target.name();
    String keyName = target.server().keyName();
    String address = target.server().address() + ":" + target.server().port();
    String text = String.valueOf(failed.getMessage());
    return switch (failed) {
      case JSchHostKeyException revoked when hostKeys.isRevoked() ->
          new SshFailure.HostKeyRevoked(name, keyName, hostKeys.fingerprint());
      case JSchUnknownHostKeyException unknown ->
          new SshFailure.HostKeyUnknown(
              name, keyName, hostKeys.fingerprint(), hostKeys.acceptCommand());
      case JSchChangedHostKeyException changed ->
          new SshFailure.HostKeyChanged(
              name, keyName, hostKeys.fingerprint(), hostKeys.fileNames());
      case JSchRevokedHostKeyException revoked ->
          new SshFailure.HostKeyRevoked(name, keyName, hostKeys.fingerprint());
      case JSchHostKeyException other ->
          new SshFailure.HostKeyChanged(
              name, keyName, hostKeys.fingerprint(), hostKeys.fileNames());
      case JSchException auth
          when text.startsWith("Auth ") || text.contains("authentication failures") ->
          new SshFailure.AuthRejected(name, target.login().user(), keys.tried());
      default -> new SshFailure.Unreachable(name, address, reason(failed));
    };
  }

  private static String reason(Throwable failed) {
    for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
      switch (cause) {
        case SocketTimeoutException late -> {
          return "no answer in time";
        }
        case UnknownHostException unknown -> {
          return "the name is not known";
        }
        case NoRouteToHostException noRoute -> {
          return "no route to the host";
        }
        case ConnectException refused -> {
          return String.valueOf(refused.getMessage());
        }
        case SocketException broken -> {
          return String.valueOf(broken.getMessage());
        }
        default -> {
          // Look deeper.
        }
      }
    }
    return String.valueOf(failed.getMessage());
  }

  Session jsch() {
    return session;
  }

  boolean isConnected() {
    return session.isConnected() && jump.map(LiveSession::isConnected).orElse(true);
  }

  /** Cuts the connection under a call that hangs; everything on it fails at once. */
  void sever() {
    sockets.sever();
    jump.ifPresent(LiveSession::sever);
  }

  @Override
  public void close() {
    // The socket first: disconnect waits for a writer that may hang in it.
    sockets.sever();
    session.disconnect();
    jump.ifPresent(LiveSession::close);
  }
}

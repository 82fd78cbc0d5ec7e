package io.github.etcdrunbook.etcd;

import io.etcd.jetcd.common.exception.EtcdException;
import io.github.etcdrunbook.etcd.EtcdFailure.Phase;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/**
 * Translates every exception of gRPC, Netty and jetcd to a failure: the one place that does. Pure.
 */
final class FailureReading {
  private static final List<String> WITHOUT_QUORUM =
      List.of("etcdserver: no leader", "etcdserver: request timed out");

  private FailureReading() {}

  static EtcdFailure of(Throwable thrown, Duration limit) {
    List<Throwable> chain = chain(thrown);
    if (chain.stream().anyMatch(InterruptedException.class::isInstance)) {
      return new EtcdFailure.Interrupted();
    }
    Optional<Status> status = chain.stream().flatMap(t -> statusOf(t).stream()).findFirst();
    if (status.isPresent()) {
      return ofStatus(status.get(), chain, limit);
    }
    Optional<EtcdException> named = chain.stream().flatMap(t -> etcdOf(t).stream()).findFirst();
    if (named.isPresent()) {
      return inWordsOfEtcd(
          named.get().getErrorCode().name(), String.valueOf(named.get().getMessage()));
    }
    if (chain.stream().anyMatch(TimeoutException.class::isInstance)) {
      return new EtcdFailure.TimedOut(limit, Phase.WAITING_FOR_ANSWER);
    }
    throw thrown instanceof RuntimeException ours ? ours : new IllegalStateException(thrown);
  }

  private static EtcdFailure ofStatus(Status status, List<Throwable> chain, Duration limit) {
    String text = Optional.ofNullable(status.getDescription()).orElse("");
    if (text.startsWith("etcdserver:")) {
      return inWordsOfEtcd(status.getCode().name(), text);
    }
    if (text.equals("context deadline exceeded")) {
      return new EtcdFailure.TimedOut(limit, Phase.WAITING_FOR_ANSWER);
    }
    return switch (status.getCode()) {
      case DEADLINE_EXCEEDED -> timedOut(text, chain, limit);
      case UNAVAILABLE -> unavailable(text, chain);
      case CANCELLED -> new EtcdFailure.ConnectionLost("the call was cancelled " + text);
      default -> inWordsOfEtcd(status.getCode().name(), text);
    };
  }

  private static EtcdFailure inWordsOfEtcd(String code, String text) {
    return WITHOUT_QUORUM.stream().anyMatch(text::startsWith)
        ? new EtcdFailure.NoQuorum(text)
        : new EtcdFailure.Rejected(Rejection.of(text), code, text);
  }

  /** Past its deadline a call still tells what the last try to connect said. */
  private static EtcdFailure timedOut(String text, List<Throwable> chain, Duration limit) {
    if (text.contains("waiting_for_connection") || text.contains("Name resolution")) {
      return connectionTrouble(chain)
          .orElseGet(
              () ->
                  new EtcdFailure.TimedOut(
                      limit,
                      text.contains("waiting_for_connection")
                          ? Phase.CONNECTING
                          : Phase.WAITING_FOR_ANSWER));
    }
    return new EtcdFailure.TimedOut(limit, Phase.WAITING_FOR_ANSWER);
  }

  private static EtcdFailure unavailable(String text, List<Throwable> chain) {
    return connectionTrouble(chain)
        .orElseGet(() -> new EtcdFailure.ConnectionLost(text.lines().findFirst().orElse("")));
  }

  private static Optional<EtcdFailure> connectionTrouble(List<Throwable> chain) {
    return chain.stream()
        .flatMap(thrown -> inWords(thrown).stream())
        .reduce((outer, inner) -> outer.startsWith(inner) ? outer : inner)
        .map(EtcdFailure.Unreachable::new);
  }

  /** The innermost cause that has words is the one that a person can act on. */
  private static Optional<String> inWords(Throwable thrown) {
    String text = Optional.ofNullable(thrown.getMessage()).orElse("");
    return switch (thrown) {
      case CertificateExpiredException expired ->
          Optional.of("the server's certificate has expired (" + text + ")");
      case CertificateNotYetValidException early ->
          Optional.of("the server's certificate is not valid yet (" + text + ")");
      case UnknownHostException unknown -> Optional.of("the host name is unknown: " + text);
      case NoRouteToHostException noRoute -> Optional.of("no route to the host: " + text);
      case SocketTimeoutException slow -> Optional.of("connecting took too long: " + text);
      case ConnectException refused -> Optional.of(decapitalised(text));
      case SSLException tls -> Optional.of(tlsInWords(text));
      default -> otherInWords(text);
    };
  }

  private static Optional<String> otherInWords(String text) {
    if (text.startsWith("No subject alternative") || text.startsWith("No name matching")) {
      return Optional.of("the server's certificate is for another name: " + text);
    }
    if (text.contains("unable to find valid certification path")) {
      return Optional.of("the server's certificate is not signed by the given CA");
    }
    if (text.startsWith("Path does not chain with any of the trust anchors")) {
      return Optional.of("the server's certificate is not signed by the given CA");
    }
    return Optional.empty();
  }

  private static String tlsInWords(String text) {
    if (text.contains("alert: certificate_expired")) {
      return "the server says that our client certificate has expired";
    }
    if (text.contains("alert: certificate_required") || text.contains("alert: bad_certificate")) {
      return "the server wants a client certificate signed by its CA";
    }
    if (text.contains("alert: certificate_unknown") || text.contains("alert: unknown_ca")) {
      return "the server does not trust our client certificate";
    }
    if (text.contains("not an SSL/TLS record")) {
      return "the port does not speak TLS";
    }
    return "TLS: " + text;
  }

  private static String decapitalised(String text) {
    return text.isEmpty()
        ? "connection failed"
        : text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
  }

  private static Optional<Status> statusOf(Throwable thrown) {
    return switch (thrown) {
      case StatusRuntimeException unchecked -> Optional.of(unchecked.getStatus());
      case StatusException checked -> Optional.of(checked.getStatus());
      default -> Optional.empty();
    };
  }

  /** jetcd drops the status of a refusal that it knows by its text. */
  private static Optional<EtcdException> etcdOf(Throwable thrown) {
    return thrown instanceof EtcdException named ? Optional.of(named) : Optional.empty();
  }

  private static List<Throwable> chain(Throwable thrown) {
    List<Throwable> chain = new ArrayList<>();
    for (Throwable t = thrown; t != null && !chain.contains(t); t = t.getCause()) {
      chain.add(t);
    }
    return chain;
  }
}

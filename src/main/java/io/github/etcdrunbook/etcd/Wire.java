package io.github.etcdrunbook.etcd;

import io.etcd.jetcd.Client;
import io.etcd.jetcd.ClientBuilder;
import io.etcd.jetcd.api.ClusterGrpc;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.MaintenanceGrpc;
import io.etcd.jetcd.api.StatusRequest;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The connection to one endpoint. jetcd's client makes the calls that its API has; a channel with
 * the stubs that it ships makes those that need a field jetcd does not know, a per-call deadline or
 * a stream. Both connect when first used. Every call has a deadline and fails fast when nothing can
 * be connected (jetcd's default is to wait for ever). Safe for use by several threads.
 */
final class Wire implements AutoCloseable {
  /** Held strongly: the JDK forgets the level of a logger that nobody holds. */
  private static final Logger GRPC_LOGGER = Logger.getLogger("io.grpc");

  private static final int FLOW_WINDOW_BYTES = 8 << 20;
  private static final int MESSAGE_BYTES_MAX = 64 << 20;
  private static final Duration GRACE = Duration.ofSeconds(2);

  static {
    GRPC_LOGGER.setLevel(Level.WARNING);
    // jetcd logs through SLF4J; without a provider that says so on standard error, three times.
    System.setProperty("slf4j.internal.verbosity", "ERROR");
  }

  private final EtcdEndpoint endpoint;
  private final CallLimits limits;
  private final Optional<SslContext> tls;
  private final ManagedChannel channel;
  private Optional<Client> client = Optional.empty();

  private Wire(EtcdEndpoint endpoint, CallLimits limits, Optional<SslContext> tls) {
    this.endpoint = endpoint;
    this.limits = limits;
    this.tls = tls;
    this.channel = channel();
  }

  static Wire to(EtcdEndpoint endpoint, CallLimits limits)
      throws IOException, GeneralSecurityException {
    Optional<SslContext> tls =
        endpoint.tls().isPresent()
            ? Optional.of(sslContext(endpoint.tls().get()))
            : Optional.empty();
    return new Wire(endpoint, limits, tls);
  }

  private static SslContext sslContext(TlsMaterial material)
      throws IOException, GeneralSecurityException {
    SslContextBuilder builder =
        GrpcSslContexts.forClient()
            .trustManager(
                PemReading.certificates(material.authorityPem()).toArray(new X509Certificate[0]));
    if (material.certificatePem().isPresent() && material.keyPem().isPresent()) {
      builder.keyManager(
          PemReading.privateKey(material.keyPem().get()),
          PemReading.certificates(material.certificatePem().get()).toArray(new X509Certificate[0]));
    }
    return builder.build();
  }

  private ManagedChannel channel() {
    NettyChannelBuilder builder =
        NettyChannelBuilder.forAddress(endpoint.host(), endpoint.port())
            .flowControlWindow(FLOW_WINDOW_BYTES)
            .maxInboundMessageSize(MESSAGE_BYTES_MAX);
    endpoint.serverName().ifPresent(builder::overrideAuthority);
    tls.ifPresentOrElse(builder::sslContext, builder::usePlaintext);
    return builder.build();
  }

  private synchronized Client client() {
    if (client.isEmpty()) {
      ClientBuilder builder =
          Client.builder()
              .endpoints(endpoint.toString())
              .waitForReady(false)
              .retryMaxAttempts(1)
              .maxInboundMessageSize(MESSAGE_BYTES_MAX)
              .interceptor(new Deadlines(limits));
      endpoint.serverName().ifPresent(builder::authority);
      tls.ifPresent(builder::sslContext);
      client = Optional.of(builder.build());
    }
    return client.get();
  }

  CallLimits limits() {
    return limits;
  }

  ClusterGrpc.ClusterBlockingStub cluster() {
    return ClusterGrpc.newBlockingStub(channel)
        .withDeadlineAfter(limits.call().toMillis(), TimeUnit.MILLISECONDS);
  }

  KVGrpc.KVBlockingStub keys() {
    return KVGrpc.newBlockingStub(channel)
        .withDeadlineAfter(limits.call().toMillis(), TimeUnit.MILLISECONDS);
  }

  MaintenanceGrpc.MaintenanceBlockingStub maintenance(Duration limit) {
    return MaintenanceGrpc.newBlockingStub(channel)
        .withDeadlineAfter(limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  MaintenanceGrpc.MaintenanceBlockingV2Stub maintenanceStream() {
    return MaintenanceGrpc.newBlockingV2Stub(channel)
        .withDeadlineAfter(limits.snapshot().toMillis(), TimeUnit.MILLISECONDS);
  }

  /** A call by stub that any member answers alone. */
  <T> Answer<T> local(Duration limit, Supplier<T> call) {
    try {
      return new Answer.Ok<>(call.get());
    } catch (RuntimeException e) {
      return new Answer.Failed<>(FailureReading.of(e, limit));
    }
  }

  /**
   * A call by stub that needs a majority: when it times out, the member is asked for its leader.
   */
  <T> Answer<T> agreed(Supplier<T> call) {
    return explained(local(limits.call(), call));
  }

  /** A call by jetcd that any member answers alone. */
  <T> Answer<T> localByClient(Duration limit, Function<Client, CompletableFuture<T>> call) {
    CompletableFuture<T> future = call.apply(client());
    try {
      return new Answer.Ok<>(future.get(limit.plus(GRACE).toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Answer.Failed<>(new EtcdFailure.Interrupted());
    } catch (ExecutionException | TimeoutException e) {
      future.cancel(true);
      return new Answer.Failed<>(FailureReading.of(e, limit));
    }
  }

  /** A call by jetcd that needs a majority. */
  <T> Answer<T> agreedByClient(Duration limit, Function<Client, CompletableFuture<T>> call) {
    return explained(localByClient(limit, call));
  }

  private <T> Answer<T> explained(Answer<T> answer) {
    return answer.failure().orElse(null) instanceof EtcdFailure.TimedOut && leaderless()
        ? new Answer.Failed<>(new EtcdFailure.NoQuorum("the member answers but has no leader"))
        : answer;
  }

  private boolean leaderless() {
    return local(
            limits.call(),
            () -> maintenance(limits.call()).status(StatusRequest.getDefaultInstance()))
        .found()
        .map(status -> status.getLeader() == 0)
        .orElse(false);
  }

  @Override
  public synchronized void close() {
    client.ifPresent(Client::close);
    channel.shutdownNow();
  }

  /** Puts a deadline on every unary call of jetcd, which has none in its API. */
  private record Deadlines(CallLimits limits) implements ClientInterceptor {
    @Override
    public <Q, R> ClientCall<Q, R> interceptCall(
        MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
      Duration limit =
          method.getFullMethodName().endsWith("/Compact") ? limits.compaction() : limits.call();
      return next.newCall(
          method, options.withDeadlineAfter(limit.toMillis(), TimeUnit.MILLISECONDS));
    }
  }
}

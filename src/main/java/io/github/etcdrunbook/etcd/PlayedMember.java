package io.github.etcdrunbook.etcd;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.KeyValue;
import io.etcd.jetcd.api.MaintenanceGrpc;
import io.etcd.jetcd.api.PutRequest;
import io.etcd.jetcd.api.PutResponse;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RangeResponse;
import io.etcd.jetcd.api.StatusRequest;
import io.etcd.jetcd.api.StatusResponse;
import io.grpc.Server;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * A member with one key that this process plays on its own loopback, so that a first call can be
 * practised with no etcd there. It keeps nothing, and ends when it is closed.
 */
public final class PlayedMember implements AutoCloseable {
  private final Server server;
  private final TlsMaterial client;

  private PlayedMember(Server server, TlsMaterial client) {
    this.server = server;
    this.client = client;
  }

  /** Listens, with a certificate for 127.0.0.1 and its key, which clients show as well. */
  public static PlayedMember start(Bytes authority, Bytes certificate, Bytes key)
      throws IOException {
    Server server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .sslContext(
                GrpcSslContexts.forServer(
                        new ByteArrayInputStream(certificate.toArray()),
                        new ByteArrayInputStream(key.toArray()))
                    .build())
            .addService(new Keys())
            .addService(new State())
            .build()
            .start();
    return new PlayedMember(server, TlsMaterial.mutual(authority, certificate, key));
  }

  /** Makes the calls that nearly every command begins with; answers with the last. */
  public Answer<Long> practise(CallLimits limits) {
    EtcdEndpoint endpoint = EtcdEndpoint.secure("127.0.0.1", server.getPort(), client);
    return switch (EtcdConnection.open(endpoint, limits)) {
      case Answer.Failed<EtcdConnection>(EtcdFailure why) -> new Answer.Failed<>(why);
      case Answer.Ok<EtcdConnection>(EtcdConnection connection) -> practise(connection);
    };
  }

  private static Answer<Long> practise(EtcdConnection connection) {
    try (connection) {
      Answer<EndpointStatus> status = connection.maintenance().status();
      return status.found().isEmpty()
          ? status.map(EndpointStatus::revision)
          : practise(connection.keys());
    }
  }

  private static Answer<Long> practise(KeySpace keys) {
    Bytes key = Bytes.utf8("key");
    Answer<Long> read = keys.readAll(KeyRange.key(key).keysOnly().serializable(), page -> {});
    return read.found().isEmpty() ? read : keys.put(key, Bytes.utf8("value"));
  }

  @Override
  public void close() {
    server.shutdownNow();
  }

  private static final class Keys extends KVGrpc.KVImplBase {
    @Override
    public void range(RangeRequest request, StreamObserver<RangeResponse> answer) {
      answer.onNext(
          RangeResponse.newBuilder()
              .setCount(1)
              .addKvs(KeyValue.newBuilder().setKey(ByteString.copyFromUtf8("key")))
              .build());
      answer.onCompleted();
    }

    @Override
    public void put(PutRequest request, StreamObserver<PutResponse> answer) {
      answer.onNext(PutResponse.getDefaultInstance());
      answer.onCompleted();
    }
  }

  private static final class State extends MaintenanceGrpc.MaintenanceImplBase {
    @Override
    public void status(StatusRequest request, StreamObserver<StatusResponse> answer) {
      answer.onNext(StatusResponse.newBuilder().setVersion("3.5.0").setLeader(1).build());
      answer.onCompleted();
    }
  }
}

package io.github.etcdrunbook.etcd;

import com.google.protobuf.UnknownFieldSet;
import io.etcd.jetcd.Cluster;
import io.etcd.jetcd.api.Member;
import io.etcd.jetcd.api.MemberListRequest;
import io.etcd.jetcd.api.MemberListResponse;
import io.etcd.jetcd.cluster.MemberAddResponse;
import io.github.etcdrunbook.world.ClusterId;
import io.github.etcdrunbook.world.MemberId;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Reads and changes the member list. No call is repeated: an add that timed out may have happened,
 * so read the list before trying again.
 */
public final class Membership {
  /** {@code MemberListRequest.linearizable}, of etcd 3.5; jetcd's protocol file is older. */
  private static final int LINEARIZABLE_FIELD = 1;

  private final Wire wire;

  Membership(Wire wire) {
    this.wire = wire;
  }

  /** The list as the member itself has it; needs no quorum. On 3.4 every list is of this kind. */
  public Answer<MemberList> listSerializable() {
    return wire.local(
        wire.limits().call(),
        () -> list(wire.cluster().memberList(MemberListRequest.getDefaultInstance())));
  }

  /** The list that a majority agrees on; 3.4 ignores the wish and answers with its own. */
  public Answer<MemberList> listLinearizable() {
    UnknownFieldSet linearizable =
        UnknownFieldSet.newBuilder()
            .addField(LINEARIZABLE_FIELD, UnknownFieldSet.Field.newBuilder().addVarint(1).build())
            .build();
    MemberListRequest request =
        MemberListRequest.newBuilder().setUnknownFields(linearizable).build();
    return wire.agreed(() -> list(wire.cluster().memberList(request)));
  }

  /** Adds a voter. */
  public Answer<ClusterMember> add(List<String> peerUrls) {
    return added(cluster -> cluster.addMember(uris(peerUrls)));
  }

  /** Adds a learner, which has no vote until it is promoted. */
  public Answer<ClusterMember> addLearner(List<String> peerUrls) {
    return added(cluster -> cluster.addMember(uris(peerUrls), true));
  }

  /** Removes a member for good; it must not come back with its data. */
  public Answer<MemberId> remove(MemberId id) {
    return changed(id, cluster -> cluster.removeMember(id.bits()));
  }

  /** Makes a learner that is in sync a voter. */
  public Answer<MemberId> promote(MemberId id) {
    return changed(id, cluster -> cluster.promoteMember(id.bits()));
  }

  /**
   * Changes the peer URLs of a voter. Never call this for a learner: before 3.5.31 and 3.6.12 it
   * makes it a voter (etcd-io/etcd#21736).
   */
  public Answer<MemberId> updatePeerUrls(MemberId id, List<String> peerUrls) {
    return changed(id, cluster -> cluster.updateMember(id.bits(), uris(peerUrls)));
  }

  private Answer<ClusterMember> added(
      Function<Cluster, CompletableFuture<MemberAddResponse>> call) {
    return wire.agreedByClient(
            wire.limits().call(), client -> call.apply(client.getClusterClient()))
        .map(response -> member(response.getMember()));
  }

  private <T> Answer<MemberId> changed(MemberId id, Function<Cluster, CompletableFuture<T>> call) {
    return wire.agreedByClient(
            wire.limits().call(), client -> call.apply(client.getClusterClient()))
        .map(response -> id);
  }

  private static List<URI> uris(List<String> urls) {
    return urls.stream().map(URI::create).toList();
  }

  private static MemberList list(MemberListResponse response) {
    return new MemberList(
        new ClusterId(response.getHeader().getClusterId()),
        new MemberId(response.getHeader().getMemberId()),
        response.getMembersList().stream().map(Membership::member).toList());
  }

  private static ClusterMember member(Member member) {
    return new ClusterMember(
        new MemberId(member.getID()),
        member.getName(),
        member.getPeerURLsList(),
        member.getClientURLsList(),
        member.getIsLearner());
  }

  private static ClusterMember member(io.etcd.jetcd.cluster.Member member) {
    return new ClusterMember(
        new MemberId(member.getId()),
        member.getName(),
        member.getPeerURIs().stream().map(URI::toString).toList(),
        member.getClientURIs().stream().map(URI::toString).toList(),
        member.isLearner());
  }
}

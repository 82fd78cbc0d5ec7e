package io.github.etcdrunbook.etcd;

import com.google.protobuf.UnknownFieldSet;
import io.etcd.jetcd.api.DefragmentRequest;
import io.etcd.jetcd.api.DefragmentResponse;
import io.etcd.jetcd.api.HashKVRequest;
import io.etcd.jetcd.api.HashKVResponse;
import io.etcd.jetcd.api.StatusRequest;
import io.etcd.jetcd.api.StatusResponse;
import io.etcd.jetcd.options.CompactOption;
import io.github.etcdrunbook.etcd.EndpointStatus.Identity;
import io.github.etcdrunbook.etcd.EndpointStatus.RaftPosition;
import io.github.etcdrunbook.etcd.EndpointStatus.Space;
import io.github.etcdrunbook.etcd.EndpointStatus.Versions;
import io.github.etcdrunbook.world.ClusterId;
import io.github.etcdrunbook.world.MemberId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** The state of one member and its upkeep. */
public final class Maintenance {
  /** Fields of etcd 3.5 and 3.6 that jetcd's protocol file does not have. */
  private static final int HASH_REVISION_FIELD = 4;

  private static final int STORAGE_VERSION_FIELD = 11;
  private static final int QUOTA_FIELD = 12;

  private final Wire wire;

  Maintenance(Wire wire) {
    this.wire = wire;
  }

  /** What the member says of itself. */
  public Answer<EndpointStatus> status() {
    return wire.local(
        wire.limits().call(),
        () ->
            status(
                wire.maintenance(wire.limits().call()).status(StatusRequest.getDefaultInstance())));
  }

  /** The hash of the key space as it is now. */
  public Answer<KeyHash> hash() {
    return hash(0);
  }

  /** The hash of the key space at a revision; 3.4 refuses the compacted revision itself. */
  public Answer<KeyHash> hash(long revision) {
    HashKVRequest request = HashKVRequest.newBuilder().setRevision(revision).build();
    return wire.local(
        wire.limits().compaction(),
        () -> keyHash(revision, wire.maintenance(wire.limits().compaction()).hashKV(request)));
  }

  /**
   * Compacts the history up to a revision and waits until the old data is gone. {@link
   * Rejection#COMPACTED} means that it had been done before.
   */
  public Answer<Long> compact(long revision) {
    CompactOption physical = CompactOption.builder().withCompactPhysical(true).build();
    return wire.agreedByClient(
            wire.limits().compaction(), client -> client.getKVClient().compact(revision, physical))
        .map(response -> response.getHeader().getRevision());
  }

  /**
   * Rewrites the member's database without its free pages. The member answers nobody meanwhile and
   * goes on when this call times out. A member that does not even tell its status is not asked.
   */
  public Answer<Identity> defragment() {
    return defragment(wire.limits().defragmentation());
  }

  /** The same, with a limit of its own. */
  public Answer<Identity> defragment(Duration limit) {
    Answer<EndpointStatus> status = status();
    return status instanceof Answer.Ok<EndpointStatus>(EndpointStatus now)
        ? rewritten(limit).map(done -> now.identity())
        : status.map(EndpointStatus::identity);
  }

  private Answer<DefragmentResponse> rewritten(Duration limit) {
    return wire.local(
        limit, () -> wire.maintenance(limit).defragment(DefragmentRequest.getDefaultInstance()));
  }

  /** Hands leadership over; the leader alone can do so, any other member says not leader. */
  public Answer<MemberId> moveLeader(MemberId target) {
    return wire.agreedByClient(
            wire.limits().call(), client -> client.getMaintenanceClient().moveLeader(target.bits()))
        .map(response -> target);
  }

  private static KeyHash keyHash(long asked, HashKVResponse response) {
    long hashed = varint(response.getUnknownFields(), HASH_REVISION_FIELD).orElse(0);
    long revision = hashed > 0 ? hashed : asked > 0 ? asked : response.getHeader().getRevision();
    return new KeyHash(
        Integer.toUnsignedLong(response.getHash()), revision, response.getCompactRevision());
  }

  private static EndpointStatus status(StatusResponse response) {
    UnknownFieldSet later = response.getUnknownFields();
    return new EndpointStatus(
        new Identity(
            new ClusterId(response.getHeader().getClusterId()),
            new MemberId(response.getHeader().getMemberId())),
        new Versions(response.getVersion(), text(later, STORAGE_VERSION_FIELD)),
        new RaftPosition(
            response.getLeader() == 0
                ? Optional.empty()
                : Optional.of(new MemberId(response.getLeader())),
            response.getRaftTerm(),
            response.getRaftIndex(),
            response.getRaftAppliedIndex()),
        new Space(response.getDbSize(), response.getDbSizeInUse(), varint(later, QUOTA_FIELD)),
        response.getHeader().getRevision(),
        response.getIsLearner(),
        response.getErrorsList());
  }

  private static OptionalLong varint(UnknownFieldSet fields, int number) {
    return fields.getField(number).getVarintList().stream().mapToLong(Long::longValue).findFirst();
  }

  private static Optional<String> text(UnknownFieldSet fields, int number) {
    return fields.getField(number).getLengthDelimitedList().stream()
        .map(bytes -> bytes.toString(StandardCharsets.UTF_8))
        .findFirst();
  }
}

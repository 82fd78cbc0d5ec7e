package io.github.etcdrunbook.world;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/**
 * Predicts the ids that etcd gives to members and clusters, as its {@code
 * server/etcdserver/api/membership} computes them: a member's id is the first eight bytes of the
 * SHA-1 of its sorted peer URLs and the cluster token (for a member that is added at run time, the
 * time as well, so that such ids are known only afterwards); a cluster's id is the first eight
 * bytes of the SHA-1 of its members' ids, sorted, eight bytes each, big-endian. Pure.
 */
public final class IdPrediction {
  private IdPrediction() {}

  /** The id of a member of a new cluster. */
  public static MemberId member(List<String> peerUrls, String token) {
    String text = String.join("", peerUrls.stream().sorted().toList()) + token;
    return new MemberId(firstEightBytes(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** The id of a new cluster of these members. */
  public static ClusterId cluster(List<MemberId> members) {
    ByteBuffer ids = ByteBuffer.allocate(members.size() * Long.BYTES);
    members.stream().sorted().forEach(member -> ids.putLong(member.bits()));
    return new ClusterId(firstEightBytes(ids.array()));
  }

  private static long firstEightBytes(byte[] text) {
    try {
      return ByteBuffer.wrap(MessageDigest.getInstance("SHA-1").digest(text)).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-1", e);
    }
  }
}

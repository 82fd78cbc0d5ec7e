package io.github.etcdrunbook.world;

import io.github.etcdrunbook.inventory.HostName;
import java.util.List;

/**
 * Looks at etcd, member by member; each call asks the member that runs on the host named, with a
 * deadline, and needs no quorum unless it says so. A silent member is an observation.
 */
public interface EtcdReader {
  /** What the member on the host says of itself. */
  Sight<MemberStatus> status(HostName host);

  /** The member list as the member on the host has it: serializable, works without quorum. */
  Sight<List<Member>> members(HostName host);

  /** The id of a listed member, as firm as it is: known only later for one that is to be added. */
  default Value<MemberId> identity(Member member) {
    return Value.fixed(member.id());
  }

  /** The alarms. Needs quorum. */
  Sight<List<Alarm>> alarms(HostName host);

  /** Size and use of its database file, in bytes. */
  Sight<Space> space(HostName host);

  /** The revision below which the history is compacted; 0 when it never was: serializable. */
  Sight<Value<Long>> compacted(HostName host);

  /** The hash of the key space at the revision; 0 asks for the newest. */
  Sight<Value<HashAt>> hash(HostName host, long revision);

  /** How many keys begin with the prefix: serializable. */
  Sight<Value<Long>> count(HostName host, String prefix);

  /** The keys under the prefix, at most {@code limit}: serializable, without values. */
  Sight<Value<List<String>>> keys(HostName host, String prefix, int limit);

  /** The uid of the namespace kube-system, empty text when there is none: serializable. */
  Sight<Value<String>> clusterUid(HostName host);

  /** Whether a linearizable read is answered: the member has quorum. */
  boolean linearizable(HostName host);

  /**
   * What a restore of the snapshot would undo: the keys of the most advanced member among the
   * hosts, read serializably and without values, compared with the file by revision and version.
   */
  Sight<Value<Loss>> loss(List<HostName> hosts, String snapshot);
}

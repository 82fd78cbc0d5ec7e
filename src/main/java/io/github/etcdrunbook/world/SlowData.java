package io.github.etcdrunbook.world;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a member of the slow world keeps in its data directory. A log entry adds one revision; a
 * member that lags is given the missing entries, whatever it grew from, as etcd does: two lineages
 * under one cluster id diverge silently. Mutable; the slow world guards it.
 */
final class SlowData {
  /**
   * What its keys grew from.
   *
   * @param lineage equal texts, equal keys at equal revisions
   * @param keys all keys
   * @param registryKeys those of Kubernetes
   * @param uid the uid of the namespace kube-system
   * @param size bytes of the database
   */
  record Seed(String lineage, long keys, long registryKeys, String uid, long size) {}

  private static final long CAUGHT_UP_PER_TICK = 20;
  private static final long SNAPSHOT_BEHIND = 4000;

  final ClusterId cluster;
  final MemberId self;
  final Seed seed;
  final Set<Alarm> alarms = new HashSet<>();
  List<Member> members;
  long revision;
  long compacted;
  long index;
  long term = 2;
  boolean broken;

  /** Bytes of its database file, and how many of them are in use. */
  long size;

  long inUse;

  SlowData(ClusterId cluster, MemberId self, List<Member> members, Seed seed) {
    this.cluster = cluster;
    this.self = self;
    this.members = List.copyOf(members);
    this.seed = seed;
    this.index = members.size() + 1L;
    this.size = seed.size();
    this.inUse = seed.size();
  }

  SlowData copy() {
    SlowData copy = new SlowData(cluster, self, members, seed);
    copy.alarms.addAll(alarms);
    copy.revision = revision;
    copy.compacted = compacted;
    copy.index = index;
    copy.term = term;
    copy.broken = broken;
    copy.size = size;
    copy.inUse = inUse;
    return copy;
  }

  Set<MemberId> voters() {
    return members.stream()
        .filter(member -> !member.learner())
        .map(Member::id)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Appends so many entries that change keys. */
  void write(long entries) {
    revision += entries;
    index += entries;
  }

  /** Drops the history below the revision; a part of what the history held is free then. */
  void compact(long below) {
    if (below > compacted) {
      inUse -= inUse * (below - compacted) / Math.max(1, revision - compacted) / 2;
      compacted = below;
    }
  }

  /** Gives the free pages back. */
  void defragment() {
    size = inUse;
  }

  /** Takes from the leader what is missing; who has nothing is sent a snapshot. */
  void follow(SlowData leader) {
    if (index == 0 || leader.index > index + SNAPSHOT_BEHIND) {
      index = leader.index;
      revision = leader.revision;
      compacted = leader.compacted;
    } else if (leader.index > index) {
      write(Math.min(leader.index - index, CAUGHT_UP_PER_TICK));
    }
    compact(Math.min(leader.compacted, revision));
    term = leader.term;
    members = leader.members;
    alarms.clear();
    alarms.addAll(leader.alarms);
  }

  /** Publishes the name and the client URLs of a member that has started. */
  void publish(MemberId id, EtcdLayout started) {
    List<Member> changed = new ArrayList<>();
    for (Member member : members) {
      changed.add(
          member.id().equals(id)
              ? new Member(
                  id, started.member(), member.peerUrls(), started.clientUrls(), member.learner())
              : member);
    }
    members = List.copyOf(changed);
  }

  String hash(long at) {
    return seed.lineage() + "@" + at;
  }
}

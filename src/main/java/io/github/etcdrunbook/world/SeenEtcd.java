package io.github.etcdrunbook.world;

import io.github.etcdrunbook.inventory.HostName;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * An etcd reader that asks each question once and repeats the first answer. Safe for several
 * threads.
 */
final class SeenEtcd implements EtcdReader {
  private record Hashing(HostName host, long revision) {}

  private record Prefix(HostName host, String prefix, int limit) {}

  private record Compared(List<HostName> hosts, String snapshot) {}

  private final EtcdReader etcd;
  private final Map<HostName, Sight<MemberStatus>> statuses = new ConcurrentHashMap<>();
  private final Map<HostName, Sight<List<Member>>> members = new ConcurrentHashMap<>();
  private final Map<HostName, Sight<List<Alarm>>> alarms = new ConcurrentHashMap<>();
  private final Map<HostName, Sight<Value<Long>>> compactions = new ConcurrentHashMap<>();
  private final Map<Hashing, Sight<Value<HashAt>>> hashes = new ConcurrentHashMap<>();
  private final Map<Prefix, Sight<Value<Long>>> counts = new ConcurrentHashMap<>();
  private final Map<Prefix, Sight<Value<List<String>>>> keys = new ConcurrentHashMap<>();
  private final Map<HostName, Sight<Value<String>>> uids = new ConcurrentHashMap<>();
  private final Map<HostName, Boolean> linearizable = new ConcurrentHashMap<>();
  private final Map<Compared, Sight<Value<Loss>>> losses = new ConcurrentHashMap<>();

  SeenEtcd(EtcdReader etcd) {
    this.etcd = etcd;
  }

  @Override
  public Sight<MemberStatus> status(HostName host) {
    return statuses.computeIfAbsent(host, etcd::status);
  }

  @Override
  public Sight<List<Member>> members(HostName host) {
    return members.computeIfAbsent(host, etcd::members);
  }

  @Override
  public Sight<List<Alarm>> alarms(HostName host) {
    return alarms.computeIfAbsent(host, etcd::alarms);
  }

  /** As the status tells it, so that the two agree. */
  @Override
  public Sight<Space> space(HostName host) {
    return Space.of(status(host));
  }

  @Override
  public Sight<Value<Long>> compacted(HostName host) {
    return compactions.computeIfAbsent(host, etcd::compacted);
  }

  @Override
  public Sight<Value<HashAt>> hash(HostName host, long revision) {
    return hashes.computeIfAbsent(
        new Hashing(host, revision), asked -> etcd.hash(asked.host(), asked.revision()));
  }

  @Override
  public Sight<Value<Long>> count(HostName host, String prefix) {
    return counts.computeIfAbsent(
        new Prefix(host, prefix, 0), asked -> etcd.count(asked.host(), asked.prefix()));
  }

  @Override
  public Sight<Value<List<String>>> keys(HostName host, String prefix, int limit) {
    return keys.computeIfAbsent(
        new Prefix(host, prefix, limit),
        asked -> etcd.keys(asked.host(), asked.prefix(), asked.limit()));
  }

  @Override
  public Sight<Value<String>> clusterUid(HostName host) {
    return uids.computeIfAbsent(host, etcd::clusterUid);
  }

  @Override
  public boolean linearizable(HostName host) {
    return linearizable.computeIfAbsent(host, etcd::linearizable);
  }

  @Override
  public Sight<Value<Loss>> loss(List<HostName> hosts, String snapshot) {
    return losses.computeIfAbsent(
        new Compared(hosts, snapshot), asked -> etcd.loss(asked.hosts(), asked.snapshot()));
  }
}

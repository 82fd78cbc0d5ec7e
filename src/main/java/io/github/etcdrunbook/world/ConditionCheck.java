package io.github.etcdrunbook.world;

import io.github.etcdrunbook.inventory.HostName;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Whether a condition holds, as a reader shows it. Reads only, waits never: for conditions that ask
 * for two samples ({@link #needsTwo}) the caller looks twice, a second apart, and compares with
 * {@link Look#confirms}.
 */
public final class ConditionCheck {
  private ConditionCheck() {}

  /**
   * One look at a condition.
   *
   * @param holds whether it holds in this look
   * @param leader the leader that all agree on, where the condition is about one
   * @param missing what is missing, in words; empty text when it holds
   */
  public record Look(boolean holds, Optional<MemberId> leader, String missing) {
    /** Rejects null. */
    public Look {
      Objects.requireNonNull(leader, "leader");
      Objects.requireNonNull(missing, "missing");
    }

    /** Whether this later look confirms the earlier one: both hold, and the leader is the same. */
    public boolean confirms(Look earlier) {
      return holds && earlier.holds() && leader.equals(earlier.leader());
    }

    private static Look yes() {
      return new Look(true, Optional.empty(), "");
    }

    private static Look no(String missing) {
      return new Look(false, Optional.empty(), missing);
    }
  }

  /** Whether one look is not enough, since a leader may be seen that is just being lost. */
  public static boolean needsTwo(Condition condition) {
    return switch (condition) {
      case Condition.Gone ignored -> false;
      case Condition.Ready ignored -> false;
      case Condition.Joined ignored -> false;
      case Condition.Formed ignored -> true;
      case Condition.Alone ignored -> true;
      case Condition.Quorum ignored -> true;
    };
  }

  /** Whether it holds in one look. */
  public static boolean holds(Condition condition, Reader reader) {
    return look(condition, reader).holds();
  }

  /** Looks once. */
  public static Look look(Condition condition, Reader reader) {
    return switch (condition) {
      case Condition.Gone gone -> gone(gone, reader);
      case Condition.Ready ready -> ready(ready, reader);
      case Condition.Formed formed -> formed(formed, reader);
      case Condition.Joined joined -> joined(joined, reader);
      case Condition.Alone alone -> alone(alone.host(), reader);
      case Condition.Quorum quorum -> quorum(quorum.hosts(), reader);
    };
  }

  private static Look gone(Condition.Gone gone, Reader reader) {
    return switch (reader.host(gone.host())) {
      case Sight.Unseen<HostReader> unseen -> Look.no(unseen.failure().what());
      case Sight.Seen<HostReader> host ->
          host.value()
              .unit(gone.unit())
              .running()
              .map(process -> Look.no(gone.unit() + " still runs as " + process.id()))
              .orElseGet(Look::yes);
    };
  }

  private static Look ready(Condition.Ready ready, Reader reader) {
    return switch (reader.host(ready.host())) {
      case Sight.Unseen<HostReader> unseen -> Look.no(unseen.failure().what());
      case Sight.Seen<HostReader> host ->
          host.value().ready(ready.unit())
              ? Look.yes()
              : Look.no(ready.unit() + " of " + ready.host() + " does not answer as ready");
    };
  }

  private static Look formed(Condition.Formed formed, Reader reader) {
    NewCluster cluster = formed.cluster();
    Set<MemberId> expected = new HashSet<>(cluster.members().stream().map(Member::id).toList());
    Set<MemberId> answered = new HashSet<>();
    for (HostName host : formed.hosts()) {
      Optional<MemberStatus> status = reader.etcd().status(host).seen();
      if (status.isEmpty()) {
        return Look.no("etcd of " + host + " does not answer");
      }
      if (!status.get().cluster().equals(cluster.id())) {
        return Look.no(host + " belongs to cluster " + status.get().cluster());
      }
      answered.add(status.get().member());
      Optional<List<Member>> members = reader.etcd().members(host).seen();
      if (members.isEmpty()) {
        return Look.no("etcd of " + host + " does not list its members");
      }
      for (Member member : members.get()) {
        if (member.clientUrls().isEmpty()) {
          return Look.no("member " + member.id() + " has not published its client URLs");
        }
      }
    }
    if (!answered.equals(expected)) {
      return Look.no("the members that answer are " + answered + ", not " + expected);
    }
    return quorum(formed.hosts(), reader);
  }

  private static Look joined(Condition.Joined joined, Reader reader) {
    Optional<MemberStatus> status = reader.etcd().status(joined.host()).seen();
    if (status.isEmpty()) {
      return Look.no("etcd of " + joined.host() + " does not answer");
    }
    return reader.etcd().members(joined.via()).seen().stream()
            .flatMap(List::stream)
            .filter(member -> member.id().equals(status.get().member()))
            .anyMatch(member -> !member.name().isEmpty())
        ? Look.yes()
        : Look.no(joined.via() + " does not list " + status.get().member() + " as started");
  }

  private static Look alone(HostName host, Reader reader) {
    Look serves = quorum(List.of(host), reader);
    Optional<MemberId> self = reader.etcd().status(host).seen().map(MemberStatus::member);
    Optional<List<MemberId>> listed =
        reader
            .etcd()
            .members(host)
            .seen()
            .map(members -> members.stream().map(Member::id).toList());
    boolean alone = self.isPresent() && listed.equals(self.map(List::of));
    if (serves.holds() && alone) {
      return serves;
    }
    String missing = serves.holds() ? "it lists " + listed.orElse(List.of()) : serves.missing();
    return Look.no(missing + warning(host, reader));
  }

  /** A wait that ends here leaves the host as no one may leave it. */
  private static String warning(HostName host, Reader reader) {
    return reader
        .host(host)
        .seen()
        .flatMap(HostReader::configuration)
        .filter(EtcdConfiguration::forcesNewCluster)
        .map(
            file ->
                "; "
                    + file.file()
                    + " still says --force-new-cluster: resume before anything else, it is taken"
                    + " out then")
        .orElse("");
  }

  private static Look quorum(List<HostName> hosts, Reader reader) {
    for (HostName host : hosts) {
      if (!reader.etcd().linearizable(host)) {
        return Look.no("etcd of " + host + " answers no linearizable read");
      }
    }
    return leader(hosts, reader);
  }

  private static Look leader(List<HostName> hosts, Reader reader) {
    Set<MemberId> leaders = new HashSet<>();
    for (HostName host : hosts) {
      Optional<MemberId> leader = reader.etcd().status(host).seen().flatMap(MemberStatus::leader);
      if (leader.isEmpty()) {
        return Look.no("etcd of " + host + " knows no leader");
      }
      leaders.add(leader.get());
    }
    return leaders.size() == 1
        ? new Look(true, leaders.stream().findFirst(), "")
        : Look.no("the members follow different leaders: " + leaders);
  }
}

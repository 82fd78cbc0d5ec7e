package io.github.etcdrunbook.actions.etcd;

import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.world.Alarm;
import io.github.etcdrunbook.world.ClusterId;
import io.github.etcdrunbook.world.Member;
import io.github.etcdrunbook.world.MemberId;
import io.github.etcdrunbook.world.MemberStatus;
import io.github.etcdrunbook.world.Reader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * All etcd hosts and the list of members, for changes of who is a member. Immutable.
 *
 * @param seats the etcd hosts of the inventory, sorted
 * @param roll the member list; empty when no member asked has quorum
 */
public record Census(List<Seat> seats, Optional<Roll> roll) {
  /** Copies the list. */
  public Census {
    seats = List.copyOf(seats);
    Objects.requireNonNull(roll, "roll");
  }

  /** The member list, its alarms, and the host whose member was asked for it. */
  public record Roll(HostName via, List<Member> members, List<Alarm> alarms) {
    /** Copies the lists. */
    public Roll {
      Objects.requireNonNull(via, "via");
      members = List.copyOf(members);
      alarms = List.copyOf(alarms);
    }

    /** The member with one of these peer URLs. */
    Optional<Member> at(List<String> peerUrls) {
      return members.stream()
          .filter(one -> one.peerUrls().stream().anyMatch(peerUrls::contains))
          .findFirst();
    }

    /** Those that vote. */
    List<Member> voters() {
      return members.stream().filter(one -> !one.learner()).toList();
    }
  }

  /** Looks at all; the member that the change is about is not asked. */
  static Census look(Reader reader, HostName except) {
    List<Seat> seats = reader.etcdHosts().stream().map(host -> Seat.look(host, reader)).toList();
    return new Census(seats, roll(reader, except));
  }

  /**
   * The list as the first member with quorum has it, but for one that is not asked; empty also when
   * more than one cluster serves: nothing tells which one is meant.
   */
  static Optional<Roll> roll(Reader reader, HostName except) {
    if (clusters(reader, except).size() > 1) {
      return Optional.empty();
    }
    for (HostName host : reader.etcdHosts()) {
      if (!host.equals(except)
          && reader.etcd().status(host).seen().isPresent()
          && reader.etcd().linearizable(host)) {
        Optional<List<Member>> members = reader.etcd().members(host).seen();
        if (members.isPresent()) {
          List<Alarm> alarms = reader.etcd().alarms(host).seen().orElse(List.of());
          return Optional.of(new Roll(host, members.get(), alarms));
        }
      }
    }
    return Optional.empty();
  }

  private static Set<ClusterId> clusters(Reader reader, HostName except) {
    return reader.etcdHosts().stream()
        .filter(host -> !host.equals(except))
        .filter(host -> reader.etcd().linearizable(host))
        .flatMap(host -> reader.etcd().status(host).seen().stream())
        .map(MemberStatus::cluster)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Why there is no list. */
  Objection noRoll() {
    Map<ClusterId, List<HostName>> clusters = new LinkedHashMap<>();
    for (Seat seat : seats) {
      if (seat.serves()) {
        clusters
            .computeIfAbsent(seat.status().orElseThrow().cluster(), ignored -> new ArrayList<>())
            .add(seat.host());
      }
    }
    return clusters.size() > 1
        ? new Objection(
            "more than one cluster serves: " + clusters,
            "switch the hosts of the old one off at once, all but one at a time: alone it has no"
                + " quorum and does no harm")
        : new Objection(
            "no other member serves: the cluster has no quorum",
            "bring members back, or see force-new-cluster and restore-from-snapshot");
  }

  Optional<Seat> seat(HostName host) {
    return seats.stream().filter(seat -> seat.host().equals(host)).findFirst();
  }

  /** The listed member of a host: by what it says itself, by its settings, or by its name. */
  Optional<Member> member(HostName host, String named) {
    Optional<Seat> seat = seat(host);
    Optional<MemberId> id = seat.flatMap(Seat::status).map(MemberStatus::member);
    List<Member> members = roll.map(Roll::members).orElse(List.of());
    Optional<List<String>> urls = seat.flatMap(Seat::layout).map(layout -> layout.peerUrls());
    String name = named.isEmpty() ? host.text() : named;
    return members.stream()
        .filter(one -> id.filter(one.id()::equals).isPresent())
        .findFirst()
        .or(() -> urls.flatMap(these -> roll.flatMap(list -> list.at(these))))
        .or(() -> members.stream().filter(one -> one.name().equals(name)).findFirst());
  }

  /** The hosts whose members vote, answer with quorum, and are listed. */
  List<HostName> serving() {
    Set<MemberId> voters =
        roll.map(Roll::voters).orElse(List.of()).stream()
            .map(Member::id)
            .collect(Collectors.toUnmodifiableSet());
    return seats.stream()
        .filter(Seat::serves)
        .filter(
            seat -> seat.status().map(MemberStatus::member).filter(voters::contains).isPresent())
        .map(Seat::host)
        .toList();
  }
}

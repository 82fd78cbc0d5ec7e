package io.github.etcdrunbook.actions.health;

import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.world.Certificate;
import io.github.etcdrunbook.world.EtcdLayout;
import io.github.etcdrunbook.world.FoundFile;
import io.github.etcdrunbook.world.HashAt;
import io.github.etcdrunbook.world.HostReader;
import io.github.etcdrunbook.world.LostSight;
import io.github.etcdrunbook.world.Member;
import io.github.etcdrunbook.world.MemberStatus;
import io.github.etcdrunbook.world.Reader;
import io.github.etcdrunbook.world.Sight;
import io.github.etcdrunbook.world.Unit;
import io.github.etcdrunbook.world.Value;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is seen of a cluster at one time. {@code listed}: the member list as the first member has it
 * that answers. Immutable.
 */
public record Patient(
    List<Organ> organs, List<Member> listed, List<FoundFile> backups, Optional<Instant> now) {
  /** Copies the lists. */
  public Patient {
    organs = List.copyOf(organs);
    listed = List.copyOf(listed);
    backups = List.copyOf(backups);
  }

  /** One etcd host: its process, its member's answers, its certificates. */
  public record Organ(
      HostName host,
      Sight<Body> body,
      Sight<MemberStatus> status,
      boolean quorum,
      Optional<Value<HashAt>> hash) {
    Optional<MemberStatus.Progress> progress() {
      return status.seen().flatMap(seen -> seen.progress().known());
    }

    Optional<EtcdLayout> layout() {
      return body.seen().flatMap(Body::layout);
    }
  }

  /** What the host itself tells. */
  public record Body(
      Optional<EtcdLayout> layout, boolean runs, List<Certificate> certificates, Instant clock) {
    /** Copies the list. */
    public Body {
      certificates = List.copyOf(certificates);
    }
  }

  static Patient look(Reader reader, String backups) {
    List<HostName> hosts = reader.etcdHosts();
    long common =
        hosts.stream()
            .flatMap(host -> reader.etcd().status(host).seen().stream())
            .flatMap(status -> status.progress().known().stream())
            .mapToLong(MemberStatus.Progress::revision)
            .min()
            .orElse(0);
    List<Organ> organs = hosts.stream().map(host -> organ(host, reader, common)).toList();
    List<Member> listed =
        hosts.stream()
            .flatMap(host -> reader.etcd().members(host).seen().stream())
            .findFirst()
            .orElse(List.of());
    return new Patient(
        organs,
        listed,
        backups.isBlank() ? List.of() : reader.operator().files(backups),
        organs.stream()
            .flatMap(organ -> organ.body().seen().stream())
            .map(Body::clock)
            .findFirst());
  }

  private static Organ organ(HostName host, Reader reader, long common) {
    Sight<MemberStatus> status = reader.etcd().status(host);
    boolean answers = status.seen().isPresent();
    return new Organ(
        host,
        body(reader.host(host)),
        status,
        answers && reader.etcd().linearizable(host),
        answers ? reader.etcd().hash(host, common).seen() : Optional.empty());
  }

  private static Sight<Body> body(Sight<HostReader> host) {
    if (host instanceof Sight.Unseen<HostReader> unseen) {
      return new Sight.Unseen<>(unseen.failure());
    }
    HostReader seen = host.seen().orElseThrow();
    try {
      return new Sight.Seen<>(
          new Body(
              seen.etcd(),
              seen.unit(Unit.ETCD).running().isPresent(),
              seen.certificates(),
              seen.clock().known().orElse(Instant.EPOCH)));
    } catch (LostSight lost) {
      return new Sight.Unseen<>(lost.failure());
    }
  }
}

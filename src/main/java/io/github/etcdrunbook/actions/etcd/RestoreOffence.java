package io.github.etcdrunbook.actions.etcd;

import io.github.etcdrunbook.actions.etcd.RestoreVerify.Observation;
import io.github.etcdrunbook.actions.etcd.RestoreVerify.Seen;
import io.github.etcdrunbook.world.Alarm;
import io.github.etcdrunbook.world.HashAt;
import io.github.etcdrunbook.world.Member;
import io.github.etcdrunbook.world.MemberStatus;
import io.github.etcdrunbook.world.SnapshotFacts;
import io.github.etcdrunbook.world.Value;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds in what a restored cluster differs from the prediction. Pure. */
final class RestoreOffence {
  private RestoreOffence() {}

  static Optional<String> find(Observation seen, long revision, SnapshotFacts.Contents held) {
    if (seen.alarms().stream().anyMatch(alarm -> alarm.type() == Alarm.Type.CORRUPT)) {
      return Optional.of("a CORRUPT alarm is raised in the restored cluster");
    }
    Set<String> ids =
        seen.predicted().members().stream()
            .map(Member::id)
            .map(Object::toString)
            .collect(Collectors.toSet());
    for (Seen member : seen.members()) {
      Optional<String> offence = identity(member, seen, ids, revision);
      if (offence.isPresent()) {
        return offence;
      }
    }
    return counts(seen.members(), held).or(() -> hashes(seen.members()));
  }

  private static Optional<String> identity(
      Seen member, Observation seen, Set<String> ids, long revision) {
    MemberStatus status = member.status().seen().orElseThrow();
    if (!status.cluster().equals(seen.predicted().id())) {
      return Optional.of(
          member.host()
              + " is in cluster "
              + status.cluster()
              + ", predicted was "
              + seen.predicted().id());
    }
    if (!ids.contains(status.member().toString())) {
      return Optional.of(member.host() + " has the unpredicted member id " + status.member());
    }
    if (status.learner()) {
      return Optional.of(member.host() + " is a learner");
    }
    long has = status.progress().known().map(MemberStatus.Progress::revision).orElse(revision);
    return has < revision
        ? Optional.of(member.host() + " has revision " + has + ", restored was " + revision)
        : Optional.empty();
  }

  private static Optional<String> counts(List<Seen> members, SnapshotFacts.Contents held) {
    return members.stream()
        .filter(member -> differs(member, held))
        .findFirst()
        .map(
            member ->
                "%s has %,d keys below /registry/, the snapshot has %,d, of which %,d may expire"
                    .formatted(
                        member.host(),
                        count(member).orElse(-1L),
                        held.registryKeys(),
                        held.leasedKeys()));
  }

  /** Nobody writes yet: nothing but the end of leases takes keys away. */
  private static boolean differs(Seen member, SnapshotFacts.Contents held) {
    return count(member)
        .filter(count -> count <= held.registryKeys())
        .filter(count -> count >= held.registryKeys() - held.leasedKeys())
        .isEmpty();
  }

  private static Optional<Long> count(Seen member) {
    return member.registryKeys().seen().flatMap(Value::known);
  }

  private static Optional<String> hashes(List<Seen> members) {
    List<String> hashes = members.stream().map(RestoreOffence::hash).distinct().toList();
    return hashes.size() == 1 && !hashes.contains("")
        ? Optional.empty()
        : Optional.of("the members' hashes at one revision differ: " + String.join(", ", hashes));
  }

  private static String hash(Seen member) {
    return member.hash().seen().flatMap(Value::known).map(HashAt::hash).orElse("");
  }
}

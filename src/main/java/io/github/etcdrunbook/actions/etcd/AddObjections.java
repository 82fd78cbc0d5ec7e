package io.github.etcdrunbook.actions.etcd;

import io.github.etcdrunbook.world.Member;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What stands in the cluster against one member more. Pure. */
final class AddObjections {
  private static final int VOTERS_MOST = 7;

  private AddObjections() {}

  static List<Objection> cluster(AddCheck.Observation seen) {
    if (seen.census().seat(seen.host()).isEmpty()) {
      return List.of(
          new Objection(
              seen.host() + " is not an etcd host of the inventory",
              "put it into the group etcd of the inventory, which says how the cluster should be"));
    }
    if (seen.census().roll().isEmpty()) {
      return List.of(seen.census().noRoll());
    }
    Census.Roll roll = seen.census().roll().get();
    List<Objection> objections = new ArrayList<>();
    down(seen, roll).ifPresent(objections::add);
    for (Member member : roll.members()) {
      if (member.learner() || member.name().isEmpty()) {
        objections.add(
            new Objection(
                "member %s %s is a learner or was never started"
                    .formatted(member.id(), member.peerUrls()),
                "promote it, or remove it: etcd allows one learner at a time"));
      }
    }
    if (!roll.alarms().isEmpty()) {
      objections.add(
          new Objection(
              "alarms are raised: " + roll.alarms(), "clear them first, see nospace-recovery"));
    }
    if (roll.voters().size() >= VOTERS_MOST) {
      objections.add(
          new Objection(
              "there are %d voters already".formatted(roll.voters().size()),
              "more than %d make every write slower and nothing safer".formatted(VOTERS_MOST)));
    }
    return objections;
  }

  /**
   * Before 3.5.30 and 3.6.11 etcd adds a member only while all voters are connected; after that,
   * while there is a quorum of the voters with one more (etcd-io/etcd#21667).
   */
  private static Optional<Objection> down(AddCheck.Observation seen, Census.Roll roll) {
    int voters = roll.voters().size();
    int serving = seen.census().serving().size();
    boolean lenient =
        seen.census().seats().stream()
            .flatMap(seat -> seat.status().stream())
            .allMatch(status -> isLenient(status.version()));
    int needed = lenient ? Math.min(voters, (voters + 1) / 2 + 1) : voters;
    return serving < needed
        ? Optional.of(
            new Objection(
                "%d of %d voters serve; etcd refuses to add a member before it is %d"
                    .formatted(serving, voters, needed),
                "bring the others back, or remove a dead one first: remove-member"))
        : Optional.empty();
  }

  private static boolean isLenient(String version) {
    int minor = EtcdVersion.minorNumber(version).orElse(0);
    int patch = EtcdVersion.patch(version).orElse(0);
    return minor >= 7 || (minor == 6 && patch >= 11) || (minor == 5 && patch >= 30);
  }
}

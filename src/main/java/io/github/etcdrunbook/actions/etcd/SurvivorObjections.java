package io.github.etcdrunbook.actions.etcd;

import io.github.etcdrunbook.actions.etcd.SurvivorCheck.Arguments;
import io.github.etcdrunbook.actions.etcd.SurvivorCheck.Observation;
import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.world.Sight;
import io.github.etcdrunbook.world.SnapshotFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What stands against forcing a new cluster out of one member. Pure. */
final class SurvivorObjections {
  private SurvivorObjections() {}

  static List<Objection> of(Arguments arguments, Observation seen) {
    if (seen.seats().stream().anyMatch(Seat::serves)) {
      return List.of(
          new Objection(
              "the cluster has quorum and serves",
              "remove what is dead, and add it again: remove-member, add-member"));
    }
    List<Objection> objections = new ArrayList<>();
    objections.addAll(fences(arguments, seen));
    returning(arguments, seen).ifPresent(objections::add);
    Optional<Seat> survivor = survivor(arguments, seen);
    if (survivor.isEmpty()) {
      objections.add(
          new Objection(
              "no member that is not fenced answers: there is no survivor",
              "start one of them, or restore the newest backup: restore-from-snapshot"));
    } else {
      snapshot(seen, survivor.get()).ifPresent(objections::add);
    }
    return objections;
  }

  /** The member that answers and has the longest log. */
  static Optional<Seat> survivor(Arguments arguments, Observation seen) {
    List<HostName> candidates =
        seen.seats().stream()
            .filter(seat -> !arguments.fenced().contains(seat.host()))
            .filter(seat -> seat.unreachable().isEmpty() && seat.status().isPresent())
            .map(Seat::host)
            .toList();
    return candidates.stream()
        .min(Survivors.byLog(host -> seat(seen, host).status().orElseThrow()))
        .map(host -> seat(seen, host));
  }

  private static Seat seat(Observation seen, HostName host) {
    return seen.seats().stream().filter(seat -> seat.host().equals(host)).findFirst().orElseThrow();
  }

  private static List<Objection> fences(Arguments arguments, Observation seen) {
    List<Objection> objections = new ArrayList<>();
    for (Seat seat : seen.seats()) {
      boolean fenced = arguments.fenced().contains(seat.host());
      if (!fenced && seat.unreachable().isPresent()) {
        objections.add(
            new Objection(
                seat.host() + " does not answer: " + seat.unreachable().get().what(),
                "power it off for good, prove it at its console, and name it in the input"
                    + " `fenced`; a member that is only cut off comes back with its own history"));
      }
      if (fenced && seat.unreachable().isEmpty() && seat.isAlive()) {
        objections.add(
            new Objection(
                seat.host() + " is named as fenced, but its etcd runs or may start",
                "take it out of `fenced`: a host that answers is fenced by this playbook"));
      }
      if (fenced && seen.heard().contains(seat.host())) {
        objections.add(
            new Objection(
                seat.host() + " is named as fenced, but its peer port is reached",
                "power the host off, and plan again"));
      }
    }
    for (HostName host : arguments.fenced()) {
      if (!isSeat(host, seen) && !seen.apiServers().isSilent(host)) {
        objections.add(
            new Objection(
                host + " is named as fenced, and is neither an etcd host nor one that is off",
                "correct the input `fenced`"));
      }
    }
    seen.apiServers()
        .problems(arguments.fenced(), seen.seats().stream().map(Seat::host).toList())
        .forEach(problem -> objections.add(new Objection(problem.what(), problem.hint())));
    return objections;
  }

  private static boolean isSeat(HostName host, Observation seen) {
    return seen.seats().stream().anyMatch(seat -> seat.host().equals(host));
  }

  /** As long as a majority could be repaired, nothing has to be forced. */
  private static Optional<Objection> returning(Arguments arguments, Observation seen) {
    long voters = seen.members().stream().filter(one -> !one.learner()).count();
    long lost =
        arguments.fenced().stream()
            .filter(host -> isSeat(host, seen))
            .filter(host -> seen.members().stream().anyMatch(one -> isOf(one.name(), host, seen)))
            .count();
    boolean canReturn = (voters - lost) * 2 > voters;
    return voters > 0 && canReturn && arguments.reason().isBlank()
        ? Optional.of(
            new Objection(
                "%d of %d voters are not lost: quorum can return".formatted(voters - lost, voters),
                "repair and start their etcd; if their data is lost, say so in the input `reason`"))
        : Optional.empty();
  }

  private static boolean isOf(String member, HostName host, Observation seen) {
    return seat(seen, host)
        .layout()
        .map(layout -> layout.member().equals(member))
        .orElse(member.equals(host.text()));
  }

  private static Optional<Objection> snapshot(Observation seen, Seat survivor) {
    String hint =
        "take one now, it needs no quorum and is taken from the longest log: etcd-runbook run"
            + " backup";
    return switch (seen.snapshot()) {
      case Sight.Unseen<SnapshotFacts> bad ->
          Optional.of(new Objection(bad.failure().what(), hint));
      case Sight.Seen<SnapshotFacts> good -> {
        long revision = Survivors.revision(survivor.status().orElseThrow());
        yield good.value().revision() == revision
            ? Optional.empty()
            : Optional.of(
                new Objection(
                    "the snapshot is of revision %d, the survivor %s is at %d"
                        .formatted(good.value().revision(), survivor.host(), revision),
                    hint));
      }
    };
  }
}

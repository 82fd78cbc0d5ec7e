package io.github.etcdrunbook.actions.etcd;

import io.github.etcdrunbook.actions.etcd.RemoveCheck.Arguments;
import io.github.etcdrunbook.actions.etcd.RemoveCheck.Observation;
import io.github.etcdrunbook.world.Failure;
import io.github.etcdrunbook.world.Member;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What stands against the removal of a member. Pure. */
final class RemoveObjections {
  private RemoveObjections() {}

  static List<Objection> of(Arguments arguments, Observation seen) {
    Optional<Seat> seat = seen.census().seat(arguments.host());
    if (seat.isEmpty()) {
      return List.of(
          new Objection(
              arguments.host() + " is not an etcd host of the inventory",
              "name a host of the group etcd"));
    }
    if (seen.census().roll().isEmpty()) {
      boolean alone =
          seat.get().serves() && seen.census().seats().stream().filter(Seat::serves).count() == 1;
      return List.of(alone ? last(arguments) : seen.census().noRoll());
    }
    if (seen.leaving().isEmpty()) {
      return List.of(
          new Objection(
              "the member list has no member of " + arguments.host(),
              "it has left already, or has another name: give the input `member`"));
    }
    List<Objection> objections = new ArrayList<>();
    quorum(arguments, seen).ifPresent(objections::add);
    objections.addAll(fence(arguments, seen, seat.get()));
    return objections;
  }

  private static Objection last(Arguments arguments) {
    return new Objection(
        "the member of " + arguments.host() + " is the last voter of the cluster",
        "add another member first; to end a cluster, stop etcd by hand");
  }

  private static Optional<Objection> quorum(Arguments arguments, Observation seen) {
    Member leaving = seen.leaving().orElseThrow();
    if (leaving.learner()) {
      return Optional.empty();
    }
    List<Member> stay =
        seen.census().roll().orElseThrow().voters().stream()
            .filter(one -> !one.id().equals(leaving.id()))
            .toList();
    if (stay.isEmpty()) {
      return Optional.of(last(arguments));
    }
    long serving =
        seen.census().serving().stream().filter(host -> !host.equals(arguments.host())).count();
    if (serving * 2 <= stay.size()) {
      return Optional.of(
          new Objection(
              "%d of the %d voters that stay serve: without %s there is no quorum"
                  .formatted(serving, stay.size(), arguments.host()),
              "bring the other members back first"));
    }
    boolean healthy = seen.census().serving().contains(arguments.host());
    return healthy && serving < stay.size()
        ? Optional.of(
            new Objection(
                "the member of %s is healthy, and %d of the others do not serve"
                    .formatted(arguments.host(), stay.size() - serving),
                "bring the others back first, or remove a dead one instead"))
        : Optional.empty();
  }

  private static List<Objection> fence(Arguments arguments, Observation seen, Seat seat) {
    boolean fenced = arguments.fenced().contains(arguments.host());
    List<Objection> objections = new ArrayList<>();
    if (!fenced && seat.unreachable().isPresent()) {
      Failure why = seat.unreachable().get();
      objections.add(
          new Objection(
              seat.host() + " does not answer: " + why.what(),
              "bring it back, or power it off for good and name it in the input `fenced`"));
    }
    if (fenced && seat.unreachable().isEmpty() && seat.isAlive()) {
      objections.add(
          new Objection(
              seat.host() + " is named as fenced, but its etcd runs or may start",
              "take it out of `fenced`: a host that answers is stopped by this playbook"));
    }
    if (fenced && seat.unreachable().isPresent() && !seen.hearIt().isEmpty()) {
      objections.add(
          new Objection(
              "%s is named as fenced, but %s still reaches its peer port"
                  .formatted(seat.host(), seen.hearIt().getFirst()),
              "power the host off, and plan again"));
    }
    return objections;
  }
}

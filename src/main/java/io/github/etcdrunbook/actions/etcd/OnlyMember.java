package io.github.etcdrunbook.actions.etcd;

import java.util.Optional;

/**
 * What stands against taking the only member of a cluster out of service: nobody answers meanwhile,
 * so a person must have said that this is meant, and only of such a cluster. Pure.
 */
final class OnlyMember {
  private OnlyMember() {}

  /** The objection, given whether an outage was accepted and whether there are other members. */
  static Optional<RestoreProblem> objection(boolean outage, boolean others, String what) {
    if (others == outage) {
      return Optional.of(
          others
              ? new RestoreProblem(
                  "an outage is accepted, and this cluster has more than one member: it needs none",
                  "leave the input accept_outage out")
              : new RestoreProblem(
                  "this is the only member of its cluster: nobody answers while it " + what,
                  "choose a time at which the API servers may fail, and say accept_outage=true"));
    }
    return Optional.empty();
  }
}

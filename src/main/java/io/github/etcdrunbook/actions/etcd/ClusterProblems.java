package io.github.etcdrunbook.actions.etcd;

import io.github.etcdrunbook.actions.etcd.RestoreCheck.Arguments;
import io.github.etcdrunbook.actions.etcd.RestoreCheck.Observation;
import io.github.etcdrunbook.world.EtcdLayout;
import io.github.etcdrunbook.world.Member;
import io.github.etcdrunbook.world.RestoreTool;
import io.github.etcdrunbook.world.SnapshotFacts;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What stands against a restore in the cluster as a whole. Pure. */
final class ClusterProblems {
  private ClusterProblems() {}

  static List<RestoreProblem> of(Arguments arguments, Observation seen, SnapshotFacts facts) {
    List<RestoreProblem> problems = new ArrayList<>();
    List<RestoreSite> members = RestoreCheck.members(arguments, seen);
    if (members.isEmpty()) {
      return List.of(
          new RestoreProblem("every etcd host is named as fenced", "correct the input `fenced`"));
    }
    healthy(arguments, seen).ifPresent(problems::add);
    otherCluster(arguments, seen, facts).ifPresent(problems::add);
    version(seen, members, facts).ifPresent(problems::add);
    distinct(members, layout -> List.of(layout.member()), "member name").ifPresent(problems::add);
    distinct(members, EtcdLayout::peerUrls, "peer URL").ifPresent(problems::add);
    sameTool(members).ifPresent(problems::add);
    return problems;
  }

  private static Optional<RestoreProblem> healthy(Arguments arguments, Observation seen) {
    return seen.live().quorum() && arguments.reason().isBlank()
        ? Optional.of(
            new RestoreProblem(
                "the cluster has quorum and serves; a restore throws away what was written since"
                    + " the snapshot",
                "one broken member: run `remove-member` and `add-member`; a space alarm: run"
                    + " `nospace-recovery`; if data was deleted or corrupted, say so in the input"
                    + " `reason`"))
        : Optional.empty();
  }

  private static Optional<RestoreProblem> otherCluster(
      Arguments arguments, Observation seen, SnapshotFacts facts) {
    String theirs = facts.contents().uid();
    if (!arguments.otherCluster().isBlank()) {
      return arguments.otherCluster().equals(theirs)
          ? Optional.empty()
          : Optional.of(
              new RestoreProblem(
                  "the input `other_cluster` is "
                      + arguments.otherCluster()
                      + ", the snapshot's kube-system uid is "
                      + (theirs.isEmpty() ? "empty" : theirs),
                  "name the uid that the snapshot has, if it is the one you want"));
    }
    Optional<String> ours = seen.live().uid();
    if (ours.isPresent() && !theirs.isEmpty()) {
      return ours.get().equals(theirs)
          ? Optional.empty()
          : Optional.of(
              different("its kube-system uid is " + theirs + ", ours is " + ours.get(), theirs));
    }
    Set<String> peers =
        seen.sites().stream()
            .flatMap(site -> site.layout().stream())
            .flatMap(layout -> layout.peerUrls().stream())
            .collect(Collectors.toSet());
    Set<String> inside =
        facts.contents().members().stream()
            .map(Member::peerUrls)
            .flatMap(List::stream)
            .collect(Collectors.toSet());
    // Hosts whose peer URLs cannot be read are told elsewhere: nothing is known of the cluster
    // then.
    return peers.isEmpty() || peers.stream().anyMatch(inside::contains)
        ? Optional.empty()
        : Optional.of(
            different(
                "its members' peer URLs are " + inside + ", the hosts' are " + peers, theirs));
  }

  private static RestoreProblem different(String how, String uid) {
    return new RestoreProblem(
        "the snapshot is of another cluster: " + how,
        "choose a snapshot of this cluster; if the other one is wanted, name it: -v other_cluster="
            + (uid.isEmpty() ? "UID" : uid));
  }

  private static Optional<RestoreProblem> version(
      Observation seen, List<RestoreSite> members, SnapshotFacts facts) {
    Optional<String> server =
        seen.live()
            .version()
            .or(
                () ->
                    members.stream()
                        .flatMap(site -> site.layout().stream())
                        .flatMap(layout -> layout.settings().version().stream())
                        .findFirst());
    Optional<Integer> target = server.flatMap(EtcdVersion::minorNumber);
    Optional<Integer> inside = EtcdVersion.minorNumber(facts.contents().version());
    if (target.isEmpty() || inside.isEmpty()) {
      return Optional.empty();
    }
    int up = target.get() - inside.get();
    return up < 0 || up > 1
        ? Optional.of(
            new RestoreProblem(
                "the snapshot is of etcd "
                    + EtcdVersion.minor(facts.contents().version())
                    + ", the hosts run "
                    + EtcdVersion.minor(server.orElseThrow()),
                "restore on the snapshot's own minor version or the next one"))
        : Optional.empty();
  }

  private static Optional<RestoreProblem> distinct(
      List<RestoreSite> members,
      Function<EtcdLayout, ? extends Collection<String>> part,
      String name) {
    List<String> all =
        members.stream()
            .flatMap(site -> site.layout().stream())
            .flatMap(layout -> part.apply(layout).stream())
            .toList();
    return all.stream()
        .filter(one -> all.indexOf(one) != all.lastIndexOf(one))
        .findFirst()
        .map(
            twice ->
                new RestoreProblem(
                    "two hosts have the " + name + " " + twice,
                    "correct the addresses in the inventory, or the manifests"));
  }

  private static Optional<RestoreProblem> sameTool(List<RestoreSite> members) {
    List<String> versions =
        members.stream()
            .flatMap(site -> site.tool().stream())
            .map(RestoreTool::version)
            .distinct()
            .toList();
    return versions.size() > 1
        ? Optional.of(
            new RestoreProblem(
                "the hosts have different restore tools: " + String.join(", ", versions),
                "put the same version on all of them"))
        : Optional.empty();
  }
}

package io.github.etcdrunbook.rehearsal;

import io.github.etcdrunbook.action.Undo;
import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.run.RunState;
import io.github.etcdrunbook.world.Effect;
import io.github.etcdrunbook.world.EtcdLayout;
import io.github.etcdrunbook.world.HostReader;
import io.github.etcdrunbook.world.Member;
import io.github.etcdrunbook.world.MemberStatus;
import io.github.etcdrunbook.world.PathState;
import io.github.etcdrunbook.world.Reader;
import io.github.etcdrunbook.world.SlowWorld;
import io.github.etcdrunbook.world.Standpoint;
import io.github.etcdrunbook.world.StepId;
import io.github.etcdrunbook.world.Unit;
import io.github.etcdrunbook.world.UnitState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What stands on the hosts of a slow world, in words: units, members, and every path that a run has
 * named. What moves by itself is left out.
 */
final class Standing {
  private static final Duration SETTLED = Duration.ofMinutes(2);
  private static final Duration SOON = Duration.ofSeconds(15);

  private Standing() {}

  /** The paths that the effects of a run and their inverses name. */
  static Set<String> paths(RunState state) {
    Set<String> paths = new TreeSet<>();
    state.steps().values().stream()
        .flatMap(step -> step.acts().stream())
        .flatMap(
            act ->
                act.act().undo() instanceof Undo.By by
                    ? Stream.concat(Stream.of(act.act().effect()), by.inverse().stream())
                    : Stream.of(act.act().effect()))
        .forEach(effect -> paths.addAll(named(effect)));
    return paths;
  }

  private static List<String> named(Effect effect) {
    return switch (effect) {
      case Effect.Move move -> List.of(move.from(), move.to());
      case Effect.Copy copy -> List.of(copy.to());
      case Effect.PutFile put -> List.of(put.path());
      case Effect.Remove remove -> List.of(remove.path());
      case Effect.RestoreSnapshot restore -> List.of(restore.target().directory());
      case Effect.MakeFolder folder -> List.of(folder.path());
      case Effect.Exec exec ->
          exec.touches().stream().filter(what -> what.startsWith("/")).toList();
      default -> List.of();
    };
  }

  /** What stands when the world has come to rest. */
  static List<String> of(SlowWorld world, Set<String> paths) {
    world.sleep(SETTLED);
    return now(world, paths);
  }

  /** Whether what is wanted stands soon, or else what is otherwise when the world is at rest. */
  static Optional<String> difference(SlowWorld world, Set<String> paths, List<String> wanted) {
    world.sleep(SOON);
    return now(world, paths).equals(wanted)
        ? Optional.empty()
        : difference(wanted, of(world, paths));
  }

  private static List<String> now(SlowWorld world, Set<String> paths) {
    Reader reader =
        world.reader(
            new Standpoint(Setting.RUN, Setting.CLUSTER, new StepId("after"), Optional.empty()));
    List<String> facts = new ArrayList<>();
    for (HostName name : reader.hosts()) {
      Optional<HostReader> host = reader.host(name).seen();
      host.ifPresent(seen -> host(seen, paths, facts));
      Optional<MemberStatus> status = reader.etcd().status(name).seen();
      facts.add(
          name
              + " is of cluster "
              + status.map(found -> found.cluster().toString()).orElse("none")
              + " with "
              + reader.etcd().members(name).seen().map(Standing::members).orElse(List.of()));
    }
    return facts;
  }

  private static List<String> members(List<Member> members) {
    return members.stream().map(member -> member.name() + member.peerUrls()).sorted().toList();
  }

  private static void host(HostReader host, Set<String> paths, List<String> facts) {
    for (Unit unit : Unit.values()) {
      UnitState state = host.unit(unit);
      facts.add(
          unit
              + " of "
              + host.name()
              + (state.running().isPresent() ? " runs" : " is down")
              + (state.startable() ? "" : ", parked"));
    }
    Set<String> all = new TreeSet<>(paths);
    host.etcd().map(EtcdLayout::directories).ifPresent(found -> all.add(found.data()));
    for (String path : all) {
      facts.add(host.name() + ":" + path + " is " + kind(host.path(path)));
    }
  }

  private static String kind(PathState state) {
    return switch (state) {
      case PathState.Absent ignored -> "not there";
      case PathState.RegularFile ignored -> "a file";
      case PathState.Directory ignored -> "a directory";
      case PathState.Other ignored -> "something else";
    };
  }

  /** What one has and the other has not, first of all differences; empty when they are equal. */
  private static Optional<String> difference(List<String> wanted, List<String> found) {
    return wanted.stream()
        .filter(fact -> !found.contains(fact))
        .findFirst()
        .map(fact -> "not so any more: " + fact)
        .or(
            () ->
                found.stream()
                    .filter(fact -> !wanted.contains(fact))
                    .findFirst()
                    .map(fact -> "left behind: " + fact));
  }
}

package io.github.etcdrunbook.run;

import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.world.Failure;
import io.github.etcdrunbook.world.LockOwner;
import io.github.etcdrunbook.world.LockPlace;
import io.github.etcdrunbook.world.Sight;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/**
 * Takes the locks of a run, all or none. In this order:
 *
 * <ol>
 *   <li>all hosts are asked at once who holds their lock: one that does not answer is not tried;
 *   <li>the one on the operator's machine;
 *   <li>those on the hosts, in the order of their names, so that of two operators who begin at the
 *       same moment the one who gets the first host gets all;
 *   <li>taken from another machine, all are looked at once more;
 *   <li>if one is held by another run, or too few could be taken, those that were new are given
 *       back.
 * </ol>
 *
 * One instance works for one run.
 */
public final class Locks {
  private final LockPlace here;
  private final Map<HostName, LockPlace> hosts;
  private final LockScope scope;
  private final LockOwner owner;
  private final List<LockPlace> held = new ArrayList<>();
  private final List<LockPlace> fresh = new ArrayList<>();

  /** What may be missing: a run that begins needs every host, one that goes on a majority. */
  public enum Strictness {
    /** Every selected host that is not fenced. */
    ALL_SELECTED,
    /** A majority: where a host does not answer, its lock of before is still there. */
    MAJORITY
  }

  /** What came of it. */
  public sealed interface Taking {
    /** All that is needed is held; {@code missing} says which hosts are not, and why. */
    record Held(List<String> places, Map<HostName, Failure> missing) implements Taking {
      /** Copies both. */
      public Held {
        places = List.copyOf(places);
        missing = Map.copyOf(missing);
      }
    }

    /** Another run holds a lock; nothing is held. */
    record Taken(Map<String, LockOwner> by) implements Taking {
      /** Copies the map. */
      public Taken {
        by = Map.copyOf(by);
      }
    }

    /** A host that is needed could not be locked; nothing is held. */
    record Lacking(Map<HostName, Failure> missing) implements Taking {
      /** Copies the map. */
      public Lacking {
        missing = Map.copyOf(missing);
      }
    }

    /** The lock of the operator's machine could not be written; nothing is held. */
    record Broken(String place, Failure failure) implements Taking {
      /** Rejects null. */
      public Broken {
        Objects.requireNonNull(place, "place");
        Objects.requireNonNull(failure, "failure");
      }
    }
  }

  /** Locks for an owner; the hosts' places are made for those in the scope. */
  public Locks(
      LockPlace here, Function<HostName, LockPlace> places, LockScope scope, LockOwner owner) {
    this.here = here;
    this.scope = scope;
    this.owner = owner;
    this.hosts = new LinkedHashMap<>();
    scope.inOrder().forEach(host -> hosts.put(host, places.apply(host)));
  }

  /** Takes them; nothing new stays held unless the answer is {@link Taking.Held}. */
  public Taking take(Strictness strictness, LockPlace.Reentry reentry) {
    switch (take(here, reentry)) {
      case LockPlace.Taking.Held other -> {
        return new Taking.Taken(Map.of(here.name(), other.by()));
      }
      case LockPlace.Taking.Failed failed -> {
        return new Taking.Broken(here.name(), failed.failure());
      }
      case LockPlace.Taking.Taken ignored -> {}
      case LockPlace.Taking.Reentered ignored -> {}
    }
    Map<HostName, Failure> missing = new LinkedHashMap<>(silent());
    Set<HostName> locked = new TreeSet<>();
    for (Map.Entry<HostName, LockPlace> host : hosts.entrySet()) {
      if (missing.containsKey(host.getKey())) {
        continue;
      }
      switch (take(host.getValue(), reentry)) {
        case LockPlace.Taking.Held other -> {
          return giveUp(new Taking.Taken(Map.of(host.getValue().name(), other.by())));
        }
        case LockPlace.Taking.Failed failed -> missing.put(host.getKey(), failed.failure());
        case LockPlace.Taking.Taken ignored -> locked.add(host.getKey());
        case LockPlace.Taking.Reentered ignored -> locked.add(host.getKey());
      }
    }
    boolean needed =
        strictness == Strictness.ALL_SELECTED && missing.keySet().stream().anyMatch(scope::demands);
    if (needed || !scope.isMajority(locked)) {
      return giveUp(new Taking.Lacking(missing));
    }
    Map<String, LockOwner> lost =
        reentry == LockPlace.Reentry.ANY_MACHINE ? takenMeanwhile() : Map.of();
    return lost.isEmpty() ? new Taking.Held(places(), missing) : giveUp(new Taking.Taken(lost));
  }

  /** The hosts that do not answer: nothing was sent to them that could have taken a lock. */
  private Map<HostName, Failure> silent() {
    Map<HostName, Future<Sight<Optional<LockOwner>>>> looks = new LinkedHashMap<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      hosts.forEach((host, place) -> looks.put(host, threads.submit(place::look)));
    }
    Map<HostName, Failure> silent = new LinkedHashMap<>();
    looks.forEach(
        (host, look) -> look.resultNow().unseen().ifPresent(failure -> silent.put(host, failure)));
    return silent;
  }

  private LockPlace.Taking take(LockPlace place, LockPlace.Reentry reentry) {
    LockPlace.Taking taking = place.take(owner, reentry);
    switch (taking) {
      case LockPlace.Taking.Taken ignored -> {
        held.add(place);
        fresh.add(place);
      }
      case LockPlace.Taking.Reentered ignored -> held.add(place);
      case LockPlace.Taking.Held ignored -> {}
      // It may have been taken before its answer was lost.
      case LockPlace.Taking.Failed ignored -> fresh.add(place);
    }
    return taking;
  }

  /** Two machines may take over the same run at the same moment: then neither has all. */
  private Map<String, LockOwner> takenMeanwhile() {
    Map<String, LockOwner> others = new LinkedHashMap<>();
    for (LockPlace place : held) {
      if (place.look() instanceof Sight.Seen<Optional<LockOwner>> seen) {
        seen.value()
            .filter(now -> !now.token().equals(owner.token()))
            .ifPresent(now -> others.put(place.name(), now));
      }
    }
    return others;
  }

  private Taking giveUp(Taking why) {
    giveUp();
    return why;
  }

  /** Gives back what no process of the run held before. */
  public void giveUp() {
    fresh.reversed().forEach(place -> place.giveBack(owner));
    held.clear();
    fresh.clear();
  }

  /** Gives all back, in reverse order; what could not be given back, and why. */
  public Map<String, Failure> giveBack() {
    Map<String, Failure> left = new LinkedHashMap<>();
    held.reversed()
        .forEach(
            place -> place.giveBack(owner).ifPresent(failure -> left.put(place.name(), failure)));
    held.clear();
    return left;
  }

  /** The hosts whose locks are held now, in order. */
  public List<HostName> hosts() {
    return hosts.entrySet().stream()
        .filter(host -> held.contains(host.getValue()))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Where locks are held now. */
  public List<String> places() {
    return held.stream().map(LockPlace::name).toList();
  }

  /**
   * Whether a run in this state keeps no lock: it is done, taken back, or has failed with nothing
   * changed. One that is paused, interrupted or partly changed keeps its locks.
   */
  public static boolean areOver(RunState state) {
    return switch (state.stage()) {
      case NEW, UNDONE -> true;
      case RUNNING -> !state.changed();
      case UNDOING -> false;
      case ENDED -> state.marks().end().filter(Locks::isOver).isPresent();
    };
  }

  private static boolean isOver(RunEnd end) {
    return switch (end.kind()) {
      case DONE -> true;
      case WAITS_FOR_PERSON, INTERRUPTED, IN_DOUBT -> false;
      case REFUSED, UNREACHABLE, FAILED, PLAN_STALE, OUTSIDE_WINDOW, JOURNAL_LOST -> !end.changed();
    };
  }
}

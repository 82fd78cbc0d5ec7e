package io.github.etcdrunbook.cli;

import io.github.etcdrunbook.cli.world.RealWorld;
import io.github.etcdrunbook.inventory.Host;
import io.github.etcdrunbook.inventory.Inventory;
import io.github.etcdrunbook.local.LocalLock;
import io.github.etcdrunbook.world.LockOwner;
import io.github.etcdrunbook.world.LockPlace;
import io.github.etcdrunbook.world.Sight;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Every place where a lock of a cluster can lie, and a look at all of them at once. */
record LockSight(List<LockPlace> places) {
  LockSight {
    places = List.copyOf(places);
  }

  static LockSight of(RunDesk desk, Inventory inventory, RealWorld world) {
    List<LockPlace> places = new ArrayList<>();
    places.add(new LocalLock(desk.folders().lock(inventory.cluster())));
    inventory.hosts().stream()
        .map(Host::name)
        .sorted()
        .map(world.hosts()::lock)
        .forEach(places::add);
    return new LockSight(places);
  }

  /** What each place says, in order. */
  Map<String, Sight<Optional<LockOwner>>> look() {
    Map<String, Future<Sight<Optional<LockOwner>>>> looks = new LinkedHashMap<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      places.forEach(place -> looks.put(place.name(), threads.submit(place::look)));
    }
    Map<String, Sight<Optional<LockOwner>>> seen = new LinkedHashMap<>();
    looks.forEach((name, look) -> seen.put(name, look.resultNow()));
    return seen;
  }

  /** The locks that are held and could be seen. */
  Map<String, LockOwner> held() {
    Map<String, LockOwner> held = new LinkedHashMap<>();
    look()
        .forEach(
            (name, sight) ->
                sight.seen().flatMap(owner -> owner).ifPresent(owner -> held.put(name, owner)));
    return held;
  }
}

package io.github.etcdrunbook.world;

import io.github.etcdrunbook.inventory.HostName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a forecast has on hosts that an earlier one of the same world has not, in words. Folders
 * that were made as parents and are empty do not count, nor does which life of a process it is.
 * What a command touched cannot be compared: the playbook's word for its undo is taken.
 */
final class ForecastDifference {
  private final ForecastState now;
  private final ForecastState then;
  private final List<String> found = new ArrayList<>();

  private ForecastDifference(ForecastState now, ForecastState then) {
    this.now = now;
    this.then = then;
  }

  static List<String> of(ForecastState now, ForecastState then) {
    ForecastDifference difference = new ForecastDifference(now, then);
    TreeSet<HostName> touched = new TreeSet<>(now.overlays.keySet());
    touched.addAll(then.overlays.keySet());
    touched.forEach(difference::host);
    touched.forEach(difference::settings);
    difference.alarms();
    if (!now.removed.equals(then.removed)) {
      difference.found.add("snapshots deleted on this machine");
    }
    if (!now.membership.equals(then.membership)) {
      difference.found.add("another list of members");
    }
    return List.copyOf(difference.found);
  }

  private void host(HostName name) {
    TreeSet<String> paths = new TreeSet<>(now.overlay(name).files.paths());
    paths.addAll(then.overlay(name).files.paths());
    for (String path : paths) {
      Optional<String> before = meaning(then, name, path);
      Optional<String> after = meaning(now, name, path);
      if (before.isPresent() && after.isPresent() && !before.equals(after)) {
        found.add(name + ":" + path + " as " + after.get() + ", which was " + before.get());
      }
    }
    TreeSet<Unit> units = new TreeSet<>(now.overlay(name).units.keySet());
    units.addAll(then.overlay(name).units.keySet());
    for (Unit unit : units) {
      String before = meaning(then, name, unit);
      String after = meaning(now, name, unit);
      if (!before.equals(after)) {
        found.add(unit + " of " + name + " " + after + ", which was " + before);
      }
    }
  }

  /** Empty for what a command touched. */
  private static Optional<String> meaning(ForecastState state, HostName name, String path) {
    return switch (state.overlay(name).files.at(path)) {
      case FileOverlay.Node.Observed observed ->
          Optional.of(absent(state, name, observed.path()) ? "nothing" : observed.path());
      case FileOverlay.Node.Nothing ignored -> Optional.of("nothing");
      case FileOverlay.Node.File file -> Optional.of("the file made by " + file.by());
      case FileOverlay.Node.Folder folder ->
          Optional.of(
              isBare(state.overlay(name).files, path, folder)
                  ? "nothing"
                  : "a folder of " + folder.owner() + content(folder));
      case FileOverlay.Node.Unknown ignored -> Optional.empty();
    };
  }

  private static String content(FileOverlay.Node.Folder folder) {
    return folder.content().map(data -> " with cluster " + data.cluster()).orElse("");
  }

  private static boolean isBare(FileOverlay files, String path, FileOverlay.Node.Folder folder) {
    if (folder.content().isPresent()) {
      return false;
    }
    Map<String, FileOverlay.Node> children = new TreeMap<>(files.children(path));
    return children.entrySet().stream()
        .allMatch(
            child ->
                switch (child.getValue()) {
                  case FileOverlay.Node.Nothing ignored -> true;
                  case FileOverlay.Node.Folder below ->
                      isBare(files, path + "/" + child.getKey(), below);
                  case FileOverlay.Node.Observed ignored -> false;
                  case FileOverlay.Node.File ignored -> false;
                  case FileOverlay.Node.Unknown ignored -> false;
                });
  }

  private static boolean absent(ForecastState state, HostName name, String path) {
    return state.base.host(name).seen().map(host -> host.path(path).isAbsent()).orElse(true);
  }

  private static String meaning(ForecastState state, HostName name, Unit unit) {
    Optional<HostForecast> host = new EtcdForecast(state).host(name);
    if (host.isEmpty()) {
      return "unseen";
    }
    UnitState process = host.get().process(unit);
    return (process.startable() ? "may start" : "is parked")
        + (process.running().isPresent() ? " and runs" : " and is down");
  }

  private void settings(HostName name) {
    if (now.overlay(name).setup.isEmpty() && then.overlay(name).setup.isEmpty()) {
      return;
    }
    Optional<EtcdConfiguration> before = settings(then, name);
    if (!before.equals(settings(now, name))) {
      found.add("other settings of etcd on " + name);
    }
  }

  private static Optional<EtcdConfiguration> settings(ForecastState state, HostName name) {
    return new EtcdForecast(state).host(name).flatMap(HostForecast::configuration);
  }

  private void alarms() {
    if (!now.disarmed.equals(then.disarmed)) {
      found.add("alarms disarmed");
    }
  }
}

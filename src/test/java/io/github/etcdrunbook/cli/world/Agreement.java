package io.github.etcdrunbook.cli.world;

import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.world.HostReader;
import io.github.etcdrunbook.world.PathState;
import io.github.etcdrunbook.world.Reader;
import io.github.etcdrunbook.world.Unit;
import io.github.etcdrunbook.world.UnitState;
import java.util.ArrayList;
import java.util.List;

/** Compares what a forecast says of a host with what the host shows. */
final class Agreement {
  /** The others end and come back by themselves while no API server answers. */
  private static final List<Unit> UNITS = List.of(Unit.ETCD, Unit.KUBE_APISERVER, Unit.KUBELET);

  private final Reader forecast;
  private final Reader real;

  Agreement(Reader forecast, Reader real) {
    this.forecast = forecast;
    this.real = real;
  }

  /** What of the host is not as it was forecast, in words. */
  List<String> differences(HostName name, List<String> paths) {
    HostReader said = forecast.host(name).seen().orElseThrow();
    HostReader shown = real.host(name).seen().orElseThrow();
    List<String> differences = new ArrayList<>();
    for (String path : paths) {
      compare(path, text(said.path(path)), text(shown.path(path)), differences);
      compare("names in " + path, said.list(path), shown.list(path), differences);
    }
    for (Unit unit : UNITS) {
      compare(unit.toString(), text(said.unit(unit)), text(shown.unit(unit)), differences);
    }
    return differences;
  }

  private static void compare(String what, Object said, Object shown, List<String> differences) {
    if (!said.equals(shown)) {
      differences.add(what + " was forecast as " + said + ", it is " + shown);
    }
  }

  private static String text(PathState state) {
    return switch (state) {
      case PathState.Absent absent -> "absent";
      case PathState.Directory directory ->
          "directory of " + directory.owner() + (directory.mountPoint() ? ", mounted" : "");
      case PathState.RegularFile file -> "file of " + file.owner();
      case PathState.Other other -> other.what();
    };
  }

  /** Without the life of the process, which no forecast can tell. */
  private static String text(UnitState state) {
    return (state.defined() ? "defined" : "undefined")
        + (state.startable() ? ", startable" : ", not startable")
        + state.parkedBy().map(run -> ", parked by " + run).orElse("")
        + (state.running().isPresent() ? ", running" : ", gone");
  }
}

package io.github.etcdrunbook.ssh.host;

import io.github.etcdrunbook.world.Owner;
import io.github.etcdrunbook.world.PathState;
import io.github.etcdrunbook.world.Value;
import java.util.List;

/** Reads what the path script prints. Pure. */
final class PathSight {
  private PathSight() {}

  static PathState read(String output) {
    List<Section> sections = Section.all(output);
    if (Section.named(sections, "stat").isEmpty()) {
      return new PathState.Absent();
    }
    String[] stat = Section.word(sections, "stat").orElse("").split("\\|");
    if (stat.length < 5) {
      return new PathState.Other("unreadable");
    }
    String kind = stat[0];
    if (kind.equals("directory")) {
      return new PathState.Directory(
          owner(stat), Section.named(sections, "empty").isPresent(), isMountPoint(sections));
    }
    // GNU says `regular empty file` of an empty one.
    if (kind.startsWith("regular")) {
      return new PathState.RegularFile(owner(stat), Value.drifting(Long.parseLong(stat[4])));
    }
    return new PathState.Other(kind);
  }

  private static Owner owner(String[] stat) {
    return new Owner(
        Integer.parseUnsignedInt(stat[1]),
        Integer.parseUnsignedInt(stat[2]),
        Integer.parseInt(stat[3], 8));
  }

  private static boolean isMountPoint(List<Section> sections) {
    return Section.named(sections, "mounts")
        .map(section -> Mounts.read(section.lines()))
        .filter(mounts -> mounts.isPoint(Section.word(sections, "real").orElse("")))
        .isPresent();
  }
}

package io.github.etcdrunbook.ssh.host;

import io.github.etcdrunbook.world.RestoreTool;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Chooses the program that restores, among those that answered on the host. The line of the server
 * that will start decides first: an older server refuses a newer storage version. Pure.
 */
final class FoundTools {
  private static final String IMAGE = "image";
  private static final String ROOT = "root";

  private FoundTools() {}

  /**
   * The best of what the tool script found.
   *
   * @param server the version of the etcd that will start, if it is known
   */
  static Optional<RestoreTool> best(String output, Optional<String> server) {
    List<Section> sections = Section.all(output);
    List<RestoreTool> tools = new ArrayList<>();
    for (Section section : sections) {
      section
          .behind("version")
          .flatMap(place -> tool(place, section, sections))
          .ifPresent(tools::add);
    }
    Comparator<RestoreTool> bySameLine =
        Comparator.comparing(
            tool -> server.filter(line -> Versions.sameLine(line, tool.version())).isEmpty());
    Comparator<RestoreTool> byProgram = Comparator.comparing(tool -> !isEtcdutl(tool));
    Comparator<RestoreTool> withoutBump = Comparator.comparing(tool -> !tool.bumps());
    // Sorting is stable: what is on the PATH comes before what is in an image.
    return tools.stream()
        .filter(FoundTools::canRestore)
        .min(bySameLine.thenComparing(byProgram).thenComparing(withoutBump));
  }

  private static Optional<RestoreTool> tool(String place, Section section, List<Section> sections) {
    int blank = place.indexOf(' ');
    if (blank < 0) {
      return Optional.empty();
    }
    String kind = place.substring(0, blank);
    String path = place.substring(blank + 1);
    boolean bumps =
        Section.named(sections, "bumps " + place)
            .filter(found -> found.text().contains("--bump-revision"))
            .isPresent();
    return Versions.first(section.text())
        .map(
            version -> new RestoreTool(List.of(command(kind, path)), origin(kind), version, bumps));
  }

  private static String origin(String kind) {
    return switch (kind) {
      case IMAGE -> "in the image of the running etcd";
      case ROOT -> "in the running etcd's own root";
      default -> "on the PATH";
    };
  }

  /** A path under a process id changes with every start: the restore finds the process again. */
  private static String command(String kind, String path) {
    return kind.equals(ROOT) ? path.replaceFirst("^/proc/[0-9]+/root/", "/proc/etcd/root/") : path;
  }

  private static boolean isEtcdutl(RestoreTool tool) {
    return tool.command().getFirst().endsWith("/etcdutl");
  }

  /** From 3.6 on, etcdctl restores no more. */
  private static boolean canRestore(RestoreTool tool) {
    return isEtcdutl(tool) || tool.version().matches("3\\.[45]\\..*");
  }
}
